import type { ConsentState, HitKind, PropertyValue } from './wire.ts'

// What came in with one batch, for whoever works on from it: goals, identity, rollups. It is handed over inside the
// transaction that stores it, so what a listener writes is there if and only if the events are.

/** How a kind stands in `tracking.event.kind`. */
export const EVENT_LETTERS = {
  page: 'p',
  event: 'e',
  form: 'f',
  out: 'o',
  file: 'd',
  engage: 'g',
  identify: 'i',
  consent: 'c',
  server: 's',
} as const satisfies Readonly<Record<HitKind | 'server', string>>
export type EventKind = keyof typeof EVENT_LETTERS

/** How consent stands in the columns `consent`. */
export const CONSENT_LETTERS = {
  none: 'n',
  statistics: 's',
  marketing: 'm',
} as const satisfies Readonly<Record<ConsentState, string>>

/** One event that is stored now for the first time. What was sent twice is here once. */
export type TakenEvent = {
  /** Milliseconds since 1970, by the clock of the server. */
  readonly at: number
  /** A uuid. */
  readonly messageId: string
  /** Null for what a server reports outside of every visit. */
  readonly visitId: number | null
  /** `tracking.website.number`. */
  readonly website: number
  /** `tracking.visitor.id`; null without consent, and after it was withdrawn. */
  readonly visitorId: string | null
  readonly consent: ConsentState
  readonly kind: EventKind
  /** Of the page, with query, as it was sent; empty for what a server reports without one. */
  readonly address: string
  /** Of an event or a form; of what a server reports. */
  readonly name: string | null
  /** Where a click led: an address, `mailto:` or `tel:`. */
  readonly target: string | null
  /**
   * Flat. Those of `identify` (`email`, `userId`, `group` and what else is said of a person) are handed over here and
   * stored nowhere by the intake: whoever keeps them sees to their erasure.
   */
  readonly properties: Readonly<Record<string, PropertyValue>>
  /** Who a server of the company says it was (its id in their system); stored nowhere by the intake. */
  readonly userId?: string
  /** The visit looks like a program. */
  readonly isBot: boolean
}

/** A visit that began with this batch or was changed by it, as it is now. */
export type TakenVisit = {
  readonly id: number
  readonly website: number
  /** `tracking.visitor.id`; null for a day-bound number. */
  readonly visitorId: string | null
  /** Milliseconds since 1970; both grow apart while hits come in. */
  readonly startedAt: number
  readonly endedAt: number
  /** The highest within the visit. */
  readonly consent: ConsentState
  readonly channel: string
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  /** `utm_id`. */
  readonly campaignKey: string | null
  readonly linkId: string | null
  readonly isBot: boolean
  /** True when the row was not there before this batch. */
  readonly isNew: boolean
  /** Channel, campaign, visitor or consent are others than before this batch. Always true with `isNew`. */
  readonly isRelanded: boolean
}

/** A visit turned out to be part of another one: its row is gone, its events are those of `into`. */
export type MergedVisit = { readonly id: number; readonly into: number }

/** What came in with one batch. Visits and events come in no order. */
export type Taken = {
  readonly visits: readonly TakenVisit[]
  readonly events: readonly TakenEvent[]
  readonly merged: readonly MergedVisit[]
  /** Visitors who took their consent back: no link to them may be left. */
  readonly withdrawn: readonly string[]
}
