import { explainedChannelOf, type SourceEvidence } from './channel-rules.ts'
import { CLICK_IDS } from './click-ids.ts'
import { isWithin } from './evidence.ts'
import { sourceName } from './known-sources.ts'
import type { CompiledRule, OwnRule } from './own-rules.ts'
import {
  type Decision,
  fromReferrer,
  OWN_RULE,
  type WebChannel,
  webChannel,
} from './web-channel.ts'

/** What channels are given by: the rules of the company, and hosts that are no source. */
export type RuleBasis = {
  readonly ownRules: readonly CompiledRule[]
  readonly excludedHosts: ReadonlySet<string>
}

/** What is kept of a visit. Source and medium as `webChannel` gives them: under one name each, filled by the referrer. */
export type KeptVisit = {
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  /** Was anything else named: content, term, id of a campaign? */
  readonly hasOtherUtm: boolean
  /** Also that of a host that counts as no source by now. */
  readonly referrerHost: string | null
  /** Names, in any order. */
  readonly clickIds: readonly string[]
  readonly landingPath: string
  /** The input that decided: a source in it was given, in this writing. */
  readonly used: string
}

/**
 * What the address named, out of what is kept. Where the source is the host of the referrer it was filled in, unless
 * there is no medium beside it, which would have been filled in too, or it is what decided.
 */
export function namedBy({
  source,
  medium,
  referrerHost,
  used,
}: Pick<KeptVisit, 'source' | 'medium' | 'referrerHost' | 'used'>): SourceEvidence {
  const [, written = ''] = /(?:^|, |: )source=([^,]*)/.exec(used) ?? []
  if (source !== null && sourceName(written) === source) {
    return { source: written, medium }
  }
  if (source === null || source !== referrerHost || medium === null) return { source, medium }
  const decided = /(?:^|, |: )medium=/.test(used)
  const isFilled = medium === fromReferrer(referrerHost)?.medium && !decided
  return { source: null, medium: isFilled ? null : medium }
}

const CLICK_ID_ORDER = Object.keys(CLICK_IDS)

/** The channel of a visit from what is kept of it: what the same landing would be given today. */
export function visitDecision(kept: KeptVisit, { ownRules, excludedHosts }: RuleBasis): WebChannel {
  const { campaign, referrerHost } = kept
  const { source = null, medium = null } = namedBy(kept)
  const isPassed = referrerHost !== null && isWithin(referrerHost, excludedHosts)
  const clickIds = CLICK_ID_ORDER.filter((name) => kept.clickIds.includes(name))
  return webChannel(
    {
      ...{ source, medium, campaign, content: null, term: null, id: null, details: {} },
      clickIds: Object.fromEntries(clickIds.map((name) => [name, ''])),
      referrerHost: isPassed ? null : referrerHost,
      passedHost: isPassed ? referrerHost : null,
      arrival: arrivalOf(referrerHost, isPassed),
      landingPath: kept.landingPath,
      hasUtm: kept.hasOtherUtm || source !== null || medium !== null || campaign !== null,
      linkCode: null,
    },
    { ownRules },
  )
}

function arrivalOf(referrerHost: string | null, isPassed: boolean) {
  if (referrerHost === null) return 'none'
  return isPassed ? 'excluded' : 'external'
}

/** The same for a lead or touchpoint that somebody or a file wrote down. */
export const recordDecision = (kept: SourceEvidence, { ownRules }: RuleBasis): Decision =>
  explainedChannelOf(kept, ownRules)

/** Rules that look at the page make every page a case of its own; most companies have none. */
export const looksAtLanding = (rules: readonly Pick<OwnRule, 'conditions'>[]): boolean =>
  rules.some(({ conditions }) => conditions.some(({ field }) => field === 'landing'))

/** What is given its channel anew. */
export const SUBJECTS = ['visit', 'touchpoint', 'lead'] as const
export type SubjectId = (typeof SUBJECTS)[number]

/** How many go from one channel to another. */
export type Move = {
  readonly subject: SubjectId
  readonly from: string
  readonly to: string
  readonly count: number
}

/** Moves with the same ends as one, largest first. */
export function sumMoves(moves: readonly Move[]): Move[] {
  const sums = new Map<string, Move>()
  for (const move of moves) {
    const key = `${move.subject} ${move.from} ${move.to}`
    const before = sums.get(key)
    sums.set(key, before ? { ...before, count: before.count + move.count } : move)
  }
  return [...sums.values()].toSorted(
    (a, b) => b.count - a.count || compareText(`${a.from} ${a.to}`, `${b.from} ${b.to}`),
  )
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** Rows that show the same and have the same channel, as found. */
export type Group<Evidence> = {
  readonly evidence: Evidence
  readonly channel: string
  readonly rule: string
  readonly used: string
  readonly count: number
  /** Ids of all of them; none where only counts are wanted. */
  readonly ids: readonly string[]
}

/** What a row is given now; visits also their source and medium, which a referrer may fill in no more. */
export type NewDecision = Decision & Partial<Pick<WebChannel, 'source' | 'medium'>>

export type Regrouped<Evidence> = Group<Evidence> & {
  readonly now: NewDecision
  /** Else only the reason differs. */
  readonly isMoved: boolean
}

/** Own rules all have one number: which of them it was says the input. */
const isSameReason = (before: Pick<Decision, 'rule' | 'used'>, now: Decision): boolean =>
  before.rule === now.rule && (now.rule !== OWN_RULE || before.used === now.used)

const DECISIONS_MAX = 50_000

/** Decides what shows the same only once: most visits of a year look like others before them. */
export function decidedOnce<Evidence>(
  decide: (evidence: Evidence) => NewDecision,
): (evidence: Evidence) => NewDecision {
  const known = new Map<string, NewDecision>()
  return (evidence) => {
    const key = JSON.stringify(evidence)
    const found = known.get(key)
    if (found) return found
    if (known.size >= DECISIONS_MAX) known.clear()
    const decision = decide(evidence)
    known.set(key, decision)
    return decision
  }
}

/** The groups that would be given another channel, or the same for another reason. */
export function regrouped<Evidence>(
  groups: readonly Group<Evidence>[],
  decide: (evidence: Evidence) => NewDecision,
): Regrouped<Evidence>[] {
  return groups.flatMap((group) => {
    const now = decide(group.evidence)
    const isMoved = now.channel !== group.channel
    return isMoved || !isSameReason(group, now) ? [{ ...group, now, isMoved }] : []
  })
}

/** A stable text of what channels are given by: another text says that everything must be looked at again. */
export type Basis = {
  /** Version of the company's own rules, 0 without any. */
  readonly rules: number
  /** Hosts that are no source, sorted. */
  readonly settings: string
  /** Fingerprint of the built-in rules of this version of the program. */
  readonly program: string
}

const PARTS = ['rules', 'settings', 'program'] as const
export type Reason = (typeof PARTS)[number]

/** What differs between two bases. */
export const reasonsBetween = (before: Basis, now: Basis): Reason[] =>
  PARTS.filter((part) => before[part] !== now[part])
