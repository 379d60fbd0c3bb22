import { Recent } from '#kernel/recent.ts'
import type { Arrival, Landing } from './arrival.ts'
import type { CampaignMark, SessionRules } from './sessions.ts'
import { CONSENT_STATES, type ConsentState } from './wire.ts'

/** A visit as the server remembers it: its whole row, so that it can be written anew at any time. */
export type OpenVisit = {
  readonly id: number
  readonly website: number
  /** `tracking.visitor`, or a day-bound number. */
  visitor: string
  /** The visitor is in `tracking.visitor`: there was consent. */
  isKnown: boolean
  from: number
  until: number
  campaign: CampaignMark
  consent: ConsentState
  landing: Landing
  bot: string | null
  readonly country: string | null
  readonly language: string | null
  readonly viewportWidth: number | null
  readonly scriptVersion: string | null
  /** Instants of the latest page views, for the speed of a program. */
  latestPages: number[]
  /** Ids of its page views without consent, which a later consent names; null when it was read back. */
  pageMessages: string[] | null
}

/** The visits of one visitor on one website, and from when on nothing is missing. */
export type VisitorVisits = {
  visits: OpenVisit[]
  /** Every visit that ended at or after this instant is in `visits`. */
  completeFrom: number
}

const DAY_MS = 86_400_000

/** More page views than this within this time are no person's. */
const FAST = { pages: 20, withinMs: 10_000 } as const

export const keyOf = (website: number, visitor: string): string => `${website} ${visitor}`

/**
 * The visits of the latest visitors, bounded: whoever was not heard of for longest goes first, and is read from the
 * database when he comes back. What is here may be newer than what is stored, never older.
 */
export class VisitMemory {
  readonly #visitors: Recent<VisitorVisits>
  /** Visits that ended before this may be in the database and not here. */
  #completeFrom: number

  /** `since`: nothing that ended before is known. */
  constructor(visitorsMax: number, since: number) {
    this.#completeFrom = since
    this.#visitors = new Recent(visitorsMax, ({ visits }) => {
      for (const { until } of visits) this.#completeFrom = Math.max(this.#completeFrom, until + 1)
    })
  }

  get size(): number {
    return this.#visitors.size
  }

  /** The visits of a visitor; looking at them counts as hearing of him. */
  of(website: number, visitor: string): VisitorVisits | undefined {
    return this.#visitors.get(keyOf(website, visitor))
  }

  /** The same, made where there are none. */
  open(website: number, visitor: string): VisitorVisits {
    const found = this.of(website, visitor)
    if (found) return found
    const made = { visits: [], completeFrom: this.#completeFrom }
    this.#visitors.set(keyOf(website, visitor), made)
    return made
  }

  /** Must the visits of a visitor be read, so that a hit finds every one it may belong to? */
  mustRead(
    website: number,
    visitor: string,
    at: number,
    isReturn: boolean,
    rules: SessionRules,
  ): boolean {
    const completeFrom =
      this.#visitors.get(keyOf(website, visitor))?.completeFrom ?? this.#completeFrom
    return at - (isReturn ? rules.longestMs : rules.idleMs) < completeFrom
  }

  /** Takes in what was read of a visitor: every visit that ended at or after `from`. What is here already stays. */
  add(website: number, visitor: string, read: readonly OpenVisit[], from: number): void {
    const known = this.open(website, visitor)
    for (const visit of read) {
      if (!known.visits.some(({ id }) => id === visit.id)) known.visits.push(visit)
    }
    known.completeFrom = Math.min(known.completeFrom, from)
  }

  /** Forgets visits that ended more than a day before `now`: no hit of now belongs to one. */
  sweep(now: number): void {
    const before = now - DAY_MS
    this.#visitors.filter((known) => {
      known.visits = known.visits.filter(({ until }) => until >= before)
      known.completeFrom = Math.max(known.completeFrom, before)
      return known.visits.length > 0
    })
    this.#completeFrom = Math.max(this.#completeFrom, before)
  }

  /** Forgets everything at `now`: what is here may never have been stored. */
  clear(now: number): void {
    this.#visitors.clear()
    this.#completeFrom = now + 1
  }
}

/** Notes a page view; true when there were more in ten seconds than a person opens. */
export function isTooFast(visit: OpenVisit, at: number): boolean {
  visit.latestPages = visit.latestPages.filter((earlier) => Math.abs(at - earlier) < FAST.withinMs)
  visit.latestPages.push(at)
  return visit.latestPages.length > FAST.pages
}

const rank = (consent: ConsentState): number => CONSENT_STATES.indexOf(consent)

export const higherConsent = (one: ConsentState, other: ConsentState): ConsentState =>
  rank(one) >= rank(other) ? one : other

/** A visit that begins with a hit. */
export const visitOf = (
  id: number,
  arrival: Arrival,
  visitor: string,
  landing: Landing,
): OpenVisit => ({
  id,
  website: arrival.website.number,
  visitor,
  isKnown: arrival.visitorId === visitor,
  from: arrival.at,
  until: arrival.at,
  campaign: arrival.mark,
  consent: arrival.consent,
  landing,
  bot: arrival.bot,
  country: arrival.country,
  language: arrival.language,
  viewportWidth: arrival.viewportWidth,
  scriptVersion: arrival.scriptVersion,
  latestPages: [],
  pageMessages: [],
})
