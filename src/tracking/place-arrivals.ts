import { type Arrival, type Landing, markText } from './arrival.ts'
import {
  higherConsent,
  isTooFast,
  type OpenVisit,
  type VisitMemory,
  visitOf,
} from './open-visits.ts'
import { placeHit, type Session, type SessionHit, type SessionRules } from './sessions.ts'
import type { MergedVisit, Taken, TakenEvent, TakenVisit } from './taken.ts'

/** An event that is going to be stored, with the visit it belongs to. */
export type PlacedEvent = { readonly arrival: Arrival; visit: OpenVisit | null }

/** What a batch adds to a visit. */
export type VisitChange = {
  readonly visit: OpenVisit
  pages: number
  events: number
  isNew: boolean
  isRelanded: boolean
}

/** Page views of visitors of whom nothing is kept: counted, not linked. */
export type AnonymousPage = { readonly arrival: Arrival; pages: number }

export type PlacingParts = {
  readonly memory: VisitMemory
  readonly rules: SessionRules
  readonly newId: () => number
  /** The landing of a hit: its channel and where it came from. */
  readonly landingOf: (arrival: Arrival) => Landing
  /** Visitors who took their consent back some time ago. */
  readonly withdrawn: ReadonlySet<string>
}

const sessionOf = ({ id, from, until, campaign }: OpenVisit): Session => ({
  id: String(id),
  from,
  until,
  campaign,
})

const sessionHitOf = ({ at, mark, evidence, isServer }: Arrival): SessionHit => ({
  at,
  campaign: mark,
  isReturn: evidence.arrival === 'excluded',
  isServer,
})

/** Of the page views of one visit; nobody decides about consent later than this. */
const PAGE_MESSAGES_MAX = 50

/** Kinds that are no doing of the visitor's. */
const UNCOUNTED: readonly string[] = ['page', 'consent', 'engage', 'identify']

/** Puts the hits of one batch to visits, in memory; what came out is then stored at once. */
export class Placing {
  readonly #parts: PlacingParts
  readonly changes = new Map<number, VisitChange>()
  readonly events: PlacedEvent[] = []
  readonly merged: MergedVisit[] = []
  readonly withdrawn = new Set<string>()
  readonly anonymousPages = new Map<string, AnonymousPage>()

  constructor(parts: PlacingParts) {
    this.#parts = parts
  }

  place(arrival: Arrival): void {
    if (arrival.isServer) {
      this.#placeServer(arrival)
    } else if (
      arrival.kind === 'consent' &&
      arrival.consent === 'none' &&
      arrival.visitorId !== null
    ) {
      this.#withdraw(arrival, arrival.visitorId)
    } else {
      this.#placeBrowser(arrival)
    }
  }

  /** Consent is taken back: said in the visit that is open, and nothing begins with it. */
  #withdraw(arrival: Arrival, visitorId: string): void {
    this.withdrawn.add(visitorId)
    this.events.push({ arrival, visit: this.#openVisit(arrival, visitorId) })
  }

  #placeServer(given: Arrival): void {
    const { visitorId } = given
    const visit =
      visitorId === null || this.#isWithdrawn(visitorId) ? null : this.#openVisit(given, visitorId)
    // A server seldom knows what the visitor agreed to; the visit does.
    const consent = higherConsent(given.consent, visit?.consent ?? 'none')
    this.events.push({ arrival: { ...given, consent }, visit })
    if (visit && !UNCOUNTED.includes(given.kind)) this.#changeOf(visit).events += 1
  }

  /** The visit that is under way, without prolonging it. */
  #openVisit(arrival: Arrival, visitorId: string): OpenVisit | null {
    const { memory, rules } = this.#parts
    const visits = memory.of(arrival.website.number, visitorId)?.visits ?? []
    const hit = { ...sessionHitOf(arrival), isServer: true }
    const placement = placeHit(visits.map(sessionOf), hit, rules)
    if (placement.type !== 'joins') return null
    return visits.find(({ id }) => String(id) === placement.session.id) ?? null
  }

  #isWithdrawn(visitorId: string): boolean {
    return this.withdrawn.has(visitorId) || this.#parts.withdrawn.has(visitorId)
  }

  #placeBrowser(given: Arrival): void {
    const isWithdrawn = given.visitorId !== null && this.#isWithdrawn(given.visitorId)
    // Whoever sends on with an id that was withdrawn is somebody without consent.
    const arrival: Arrival =
      isWithdrawn || given.visitorId === null
        ? { ...given, visitorId: null, consent: 'none' }
        : given
    if (arrival.visitorId === null && arrival.website.beforeConsent === 'strict') {
      this.#countAnonymous(arrival)
      return
    }
    const visitor = arrival.visitorId ?? this.#dayNumberOf(arrival)
    if (visitor === null) return
    if (arrival.kind === 'consent' && arrival.visitorId !== null) this.#adopt(arrival, visitor)
    const visit = this.#visitFor(arrival, visitor)
    this.#count(arrival, visit)
    this.events.push({ arrival, visit })
  }

  #countAnonymous(arrival: Arrival): void {
    if (arrival.kind !== 'page' || arrival.page === null || arrival.bot !== null) return
    const key = `${arrival.website.number} ${arrival.page.host} ${arrival.page.path}`
    const found = this.anonymousPages.get(key)
    if (found) found.pages += 1
    else this.anonymousPages.set(key, { arrival, pages: 1 })
  }

  /** Today's number, unless a visit that began under yesterday's is still under way: midnight does not split one. */
  #dayNumberOf({ dayNumbers, website, at }: Arrival): string | null {
    if (dayNumbers === null) return null
    const { memory, rules } = this.#parts
    const [today, yesterday] = dayNumbers()
    const before = memory.of(website.number, yesterday)?.visits ?? []
    const isUnderWay = before.some(
      ({ from, until }) => at >= from && at - until <= rules.idleMs && at - from <= rules.longestMs,
    )
    return isUnderWay ? yesterday : today
  }

  /** Consent that comes later: the visit of the day-bound number becomes that of the visitor. */
  #adopt(arrival: Arrival, visitor: string): void {
    const { memory, rules } = this.#parts
    const { website, at, dayNumbers, firstMessageId } = arrival
    for (const number of dayNumbers?.() ?? []) {
      const anonymous = memory.of(website.number, number)
      const open = anonymous?.visits.filter(
        ({ from, until, pageMessages }) =>
          at >= from &&
          at - until <= rules.idleMs &&
          // Two people behind one address have one number: the page view says who of them this is.
          (pageMessages === null ||
            firstMessageId === null ||
            pageMessages.includes(firstMessageId)),
      )
      if (!anonymous || !open || open.length === 0) continue
      anonymous.visits = anonymous.visits.filter((visit) => !open.includes(visit))
      memory.open(website.number, visitor).visits.push(...open)
      for (const visit of open) {
        visit.visitor = visitor
        visit.isKnown = true
        this.#changeOf(visit).isRelanded = true
      }
    }
  }

  #visitFor(arrival: Arrival, visitor: string): OpenVisit {
    const { memory, rules, newId, landingOf } = this.#parts
    const known = memory.open(arrival.website.number, visitor)
    const placement = placeHit(known.visits.map(sessionOf), sessionHitOf(arrival), rules)
    const joined =
      placement.type === 'joins'
        ? known.visits.find(({ id }) => String(id) === placement.session.id)
        : undefined
    if (placement.type !== 'joins' || joined === undefined) {
      const visit = visitOf(newId(), arrival, visitor, landingOf(arrival))
      known.visits.push(visit)
      Object.assign(this.#changeOf(visit), { isNew: true, isRelanded: true })
      return visit
    }
    const { from, until, campaign } = placement.session
    Object.assign(joined, { from, until, campaign })
    if (placement.isLanding) {
      joined.landing = landingOf(arrival)
      this.#changeOf(joined).isRelanded = true
    }
    for (const id of placement.absorbed) this.#absorb(known.visits, joined, Number(id))
    known.visits = known.visits.filter(({ id }) => !placement.absorbed.includes(String(id)))
    this.#raiseConsent(arrival, joined)
    joined.bot ??= arrival.bot
    return joined
  }

  #raiseConsent(arrival: Arrival, visit: OpenVisit): void {
    const consent = higherConsent(visit.consent, arrival.consent)
    if (consent === visit.consent) return
    visit.consent = consent
    this.#changeOf(visit).isRelanded = true
    // The values of click ids, which are left out without consent, come with it.
    if (arrival.kind === 'consent' && markText(arrival.mark) === markText(visit.campaign)) {
      visit.landing = { ...visit.landing, clickIds: this.#parts.landingOf(arrival).clickIds }
    }
  }

  #absorb(visits: readonly OpenVisit[], into: OpenVisit, id: number): void {
    const gone = visits.find((visit) => visit.id === id)
    if (!gone) return
    const [change, lost] = [this.#changeOf(into), this.changes.get(id)]
    change.isRelanded = true
    change.pages += lost?.pages ?? 0
    change.events += lost?.events ?? 0
    this.changes.delete(id)
    for (const event of this.events) if (event.visit === gone) event.visit = into
    into.consent = higherConsent(into.consent, gone.consent)
    into.bot ??= gone.bot
    this.merged.push({ id, into: into.id })
  }

  #count(arrival: Arrival, visit: OpenVisit): void {
    const change = this.#changeOf(visit)
    // Consent carries the landing. Where nothing was kept of it before, this is its page view.
    const isLanding = arrival.kind === 'consent' && change.isNew && change.pages === 0
    if (arrival.kind === 'page' || isLanding) change.pages += 1
    if (!UNCOUNTED.includes(arrival.kind)) change.events += 1
    if (arrival.kind !== 'page') return
    if (isTooFast(visit, arrival.at)) visit.bot ??= 'too_fast'
    if (arrival.consent === 'none' && (visit.pageMessages?.length ?? 0) < PAGE_MESSAGES_MAX) {
      visit.pageMessages?.push(arrival.messageId)
    }
  }

  #changeOf(visit: OpenVisit): VisitChange {
    const found = this.changes.get(visit.id)
    if (found) return found
    const change = { visit, pages: 0, events: 0, isNew: false, isRelanded: false }
    this.changes.set(visit.id, change)
    return change
  }

  /** What listeners are told. */
  taken(): Taken {
    return {
      visits: [...this.changes.values()].map(takenVisit),
      events: this.events.map((event) => takenEvent(event, (id) => this.#isWithdrawn(id))),
      merged: this.merged,
      withdrawn: [...this.withdrawn],
    }
  }
}

const takenVisit = ({ visit, isNew, isRelanded }: VisitChange): TakenVisit => ({
  id: visit.id,
  website: visit.website,
  visitorId: visit.isKnown ? visit.visitor : null,
  startedAt: visit.from,
  endedAt: visit.until,
  consent: visit.consent,
  channel: visit.landing.channel,
  source: visit.landing.source,
  medium: visit.landing.medium,
  campaign: visit.landing.campaign,
  campaignKey: visit.landing.campaignKey,
  linkId: visit.landing.linkId,
  isBot: visit.bot !== null,
  isNew,
  isRelanded,
})

function takenEvent(
  { arrival, visit }: PlacedEvent,
  isWithdrawn: (visitorId: string) => boolean,
): TakenEvent {
  const visitorId = visit?.isKnown ? visit.visitor : arrival.visitorId
  return {
    at: arrival.at,
    messageId: arrival.messageId,
    visitId: visit?.id ?? null,
    website: arrival.website.number,
    visitorId: visitorId === null || isWithdrawn(visitorId) ? null : visitorId,
    consent: arrival.consent,
    kind: arrival.kind,
    address: arrival.address,
    name: arrival.name,
    target: arrival.target,
    properties: arrival.properties,
    ...(arrival.userId === null ? {} : { userId: arrival.userId }),
    isBot: (visit?.bot ?? arrival.bot) !== null,
  }
}
