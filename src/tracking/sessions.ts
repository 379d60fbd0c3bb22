import type { Evidence } from './evidence.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export type SessionRules = {
  /** A pause longer than this ends a session. */
  readonly idleMs: number
  /** No session is longer than this. */
  readonly longestMs: number
}

export const IDLE_MINUTES = { least: 5, usual: 30, most: 480 } as const

/** The rules for a pause in minutes, brought into 5 to 480. No cut at midnight, none at the hour. */
export const sessionRules = (idleMinutes: number = IDLE_MINUTES.usual): SessionRules => ({
  idleMs: Math.min(Math.max(idleMinutes, IDLE_MINUTES.least), IDLE_MINUTES.most) * MINUTE_MS,
  longestMs: 24 * HOUR_MS,
})

/** What says that a visitor came by a campaign: source, medium and campaign as one text, and click ids. */
export type CampaignMark = {
  /** Null when no campaign was named. */
  readonly utm: string | null
  /** `gclid=...`, sorted. */
  readonly clickIds: readonly string[]
}

export const NO_CAMPAIGN: CampaignMark = { utm: null, clickIds: [] }

/** The mark of a landing. The writing of names makes no difference. */
export function campaignMark({
  source,
  medium,
  campaign,
  hasUtm,
  clickIds,
}: Evidence): CampaignMark {
  const triple = [source, medium, campaign].map((part) => part?.toLowerCase() ?? '')
  return {
    utm: hasUtm ? JSON.stringify(triple) : null,
    clickIds: Object.entries(clickIds)
      .map(([name, value]) => `${name}=${value}`)
      .toSorted(),
  }
}

/** One visit: the hits of a visitor from `from` to `until`, both included, in ms since 1970 of the event time. */
export type Session = {
  readonly id: string
  readonly from: number
  readonly until: number
  readonly campaign: CampaignMark
}

export type SessionHit = {
  readonly at: number
  readonly campaign: CampaignMark
  /** Came back from a host on the way (payment, sign-in, booking): never begins a session while there is one. */
  readonly isReturn: boolean
  /** Sent by a server, not by a browser: belongs to an open session or to none. */
  readonly isServer: boolean
}

/** Where a hit belongs, and what that changes. */
export type Placement =
  | {
      readonly type: 'joins'
      /** The session as it is now. */
      readonly session: Session
      /** The hit is the landing of the session now: its evidence is that of the session. */
      readonly isLanding: boolean
      /** Ids of sessions that turned out to be the same visit: what hangs on them moves, they go. */
      readonly absorbed: readonly string[]
    }
  | { readonly type: 'starts'; readonly from: number; readonly campaign: CampaignMark }
  | { readonly type: 'alone' }

const hasCampaign = ({ utm, clickIds }: CampaignMark): boolean =>
  utm !== null || clickIds.length > 0

/** Does a hit bring evidence that the session does not have: another campaign, or a new click? */
const isNewCampaign = (session: Session, { utm, clickIds }: CampaignMark): boolean =>
  (utm !== null && utm !== session.campaign.utm) ||
  clickIds.some((clickId) => !session.campaign.clickIds.includes(clickId))

const lengthWith = (session: Session, at: number): number =>
  Math.max(session.until, at) - Math.min(session.from, at)

/** 0 inside, else the pause before or after the session. */
const pauseTo = (session: Session, at: number): number =>
  Math.max(session.from - at, at - session.until, 0)

/** Is the hit near enough in time? Late hits extend a session at both ends, and never shorten it. */
function isInReach(session: Session, hit: SessionHit, rules: SessionRules): boolean {
  if (lengthWith(session, hit.at) > rules.longestMs) return false
  // A return belongs to the visit it went out of, however long the payment took.
  const isBack = hit.isReturn && hit.at >= session.from
  return isBack || pauseTo(session, hit.at) <= rules.idleMs
}

/**
 * The session that a hit belongs to. The one that began last before it, unless the hit brings a new campaign; else the
 * next one after it, if that may have begun with this hit: a click of a campaign that came in after its events did.
 */
function sessionOf(
  sessions: readonly Session[],
  hit: SessionHit,
  rules: SessionRules,
): Session | undefined {
  const near = sessions
    .filter((session) => isInReach(session, hit, rules))
    .toSorted((a, b) => a.from - b.from)
  const current = near.findLast((session) => session.from <= hit.at)
  if (current && !isNewCampaign(current, hit.campaign)) return current
  const next = near.find((session) => session.from > hit.at)
  return next && mayHaveBegunWith(next, hit) ? next : undefined
}

/** What came before the first click of a campaign was another visit, or that click once more. */
const mayHaveBegunWith = (session: Session, { campaign }: SessionHit): boolean =>
  !hasCampaign(session.campaign) || (hasCampaign(campaign) && !isNewCampaign(session, campaign))

/** The sessions after `joined` that a hit between the two makes part of the same visit. */
function absorbedBy(joined: Session, others: readonly Session[], rules: SessionRules): Session[] {
  const followers = others
    .filter((other) => other.from >= joined.from)
    .toSorted((a, b) => a.from - b.from)
  const absorbed: Session[] = []
  let { until } = joined
  for (const other of followers) {
    const isOwnVisit = hasCampaign(other.campaign) && isNewCampaign(joined, other.campaign)
    if (isOwnVisit || other.from - until > rules.idleMs) break
    if (Math.max(until, other.until) - joined.from > rules.longestMs) break
    absorbed.push(other)
    until = Math.max(until, other.until)
  }
  return absorbed
}

/**
 * Where a hit of a visitor belongs among the sessions of the same visitor around it. Hits may come in any order:
 * without campaigns every order leads to the same sessions, as long as they are shorter than the longest allowed.
 * Pass every session that is less than a day away.
 */
export function placeHit(
  sessions: readonly Session[],
  hit: SessionHit,
  rules: SessionRules,
): Placement {
  if (hit.isServer) return placeServerHit(sessions, hit, rules)
  const chosen = sessionOf(sessions, hit, rules)
  if (!chosen) return { type: 'starts', from: hit.at, campaign: hit.campaign }
  const isLanding = hit.at < chosen.from
  const extended: Session = {
    ...chosen,
    from: Math.min(chosen.from, hit.at),
    until: Math.max(chosen.until, hit.at),
    campaign: isLanding && hasCampaign(hit.campaign) ? hit.campaign : chosen.campaign,
  }
  const others = sessions.filter(({ id }) => id !== chosen.id)
  const absorbed = absorbedBy(extended, others, rules)
  const until = Math.max(extended.until, ...absorbed.map((session) => session.until))
  return {
    type: 'joins',
    session: { ...extended, until },
    isLanding,
    absorbed: absorbed.map(({ id }) => id),
  }
}

/** A server does not prolong a visit, and what it reports is no visit. */
function placeServerHit(
  sessions: readonly Session[],
  { at }: SessionHit,
  rules: SessionRules,
): Placement {
  const open = sessions
    .filter((session) => at >= session.from && pauseTo(session, at) <= rules.idleMs)
    .toSorted((a, b) => a.from - b.from)
    .at(-1)
  return open ? { type: 'joins', session: open, isLanding: false, absorbed: [] } : { type: 'alone' }
}
