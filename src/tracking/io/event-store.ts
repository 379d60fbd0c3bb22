import type { IsoDate } from '#kernel/period.ts'
import type { Arrival } from '../arrival.ts'
import type { OpenVisit } from '../open-visits.ts'
import type { Placing } from '../place-arrivals.ts'

// Where events are kept. PostgreSQL is the only one today (event-store-postgres.ts); another one, made for columns, would
// come in here without the intake noticing.

/** Which visits of a visitor are wanted: those that touch [from, until]. */
export type VisitQuery = {
  readonly website: number
  readonly visitor: string
  readonly from: number
  readonly until: number
}

export type Admitted = {
  /** Visitors who were not known before this batch. */
  readonly made: ReadonlySet<string>
  /** Those who took their consent back some time ago. */
  readonly withdrawn: ReadonlySet<string>
}

/**
 * One batch on its way in. Nothing of it is there until the transaction around it has ended. What needs no answer of
 * another call may be called beside it: statements are sent together then.
 */
export type BatchWriter = {
  /** Keeps the ids of messages and gives back those that were not known; each is new once. */
  remember(messageIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Makes sure of visitors with consent. Servers make no visitors. */
  admit(arrivals: readonly Arrival[]): Promise<Admitted>
  /** Takes visitors away that were made by `admit` without need. */
  forget(visitorIds: readonly string[]): void
  /** Visits as they are stored. */
  visitsOf(queries: readonly VisitQuery[]): Promise<readonly OpenVisit[]>
  /** Stores what was placed and tells the listeners. */
  write(placing: Placing): Promise<void>
}

export type StoredEvent = {
  readonly at: Date
  readonly messageId: string
  readonly visitId: number | null
  readonly kind: string
  readonly consent: string
  readonly host: string | null
  readonly path: string | null
  readonly name: string | null
  readonly target: string | null
  readonly properties: Readonly<Record<string, unknown>> | null
}

export type DayCount = { readonly date: IsoDate; readonly kind: string; readonly events: number }

export interface EventStore {
  /** Runs `work` in one transaction; when this resolves, all of it is on disk. A rejection leaves nothing. */
  batch<T>(arrivals: readonly Arrival[], work: (writer: BatchWriter) => Promise<T>): Promise<T>
  /** Numbers for visits that nobody else gets; the first of ten thousand. */
  reserveVisitIds(): Promise<{ readonly first: number; readonly count: number }>
  /** Oldest first. */
  eventsOfVisit(visitId: number): Promise<readonly StoredEvent[]>
  /** By civil day of the time zone and kind, on the days [from, until). */
  countsByDay(days: {
    readonly website: number | null
    readonly from: IsoDate
    readonly until: IsoDate
    readonly timeZone: string
  }): Promise<readonly DayCount[]>
}
