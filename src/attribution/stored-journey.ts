import type { Touch } from './journey.ts'
import { type MilestoneTouches, milestoneTouches } from './milestones.ts'
import { type RuleModel, weigh } from './rule-models.ts'
import type { JourneyRules } from './settings.ts'
import { withGrain, withinLookback } from './transforms.ts'
import type { Reason } from './unattributed.ts'

/** A journey as it is kept: every touch that was there, in total order, not yet cut by any rule. */
export type StoredJourney = {
  readonly hasSomebody: boolean
  /** Milliseconds since 1970 in UTC, ascending. */
  readonly instants: readonly number[]
  readonly channels: readonly string[]
  readonly sessions: readonly (string | null)[]
  readonly forms: readonly boolean[]
  readonly leadCreated: readonly number[]
  readonly opportunityCreated: readonly number[]
  /** Touches that came after everything that counts. */
  readonly later: number
}

export type CutRules = Omit<JourneyRules, 'scope'> & {
  /** Channels that a view leaves out. */
  readonly without?: ReadonlySet<string>
}

/** The touches of a journey that count for a conversion. */
export type CutJourney = {
  /** Their places in the stored journey, ascending. */
  readonly places: readonly number[]
  readonly channels: readonly string[]
  /** Seconds from each to the conversion. */
  readonly ages: readonly number[]
  readonly milestones: MilestoneTouches
  /** Why there are none; null where there are. */
  readonly reason: Reason | null
}

export const DIRECT = 'direct'

type Placed = Touch & { readonly place: number }

/** Cuts a stored journey to what counts for a conversion at the instant `at`. */
export function cutJourney(journey: StoredJourney, at: number, rules: CutRules): CutJourney {
  const all = journey.instants.map(
    (instant, place): Placed => ({
      ...{ id: '', place, instant },
      channel: journey.channels[place] ?? '',
      session: journey.sessions[place] ?? null,
      isForm: journey.forms[place] ?? false,
    }),
  )
  const before = all.filter(({ instant }) => instant <= at)
  const kept = before.filter(({ channel }) => !rules.without?.has(channel))
  const recent = withinLookback(kept, at, rules.lookbackDays)
  const touches = withGrain(recent, rules.grain)
  const milestones = {
    leadCreated: journey.leadCreated,
    opportunityCreated: journey.opportunityCreated,
  }
  return {
    places: touches.map(({ place }) => place),
    channels: touches.map(({ channel }) => channel),
    ages: touches.map(({ instant }) => (at - instant) / 1000),
    milestones: milestoneTouches({ touches, milestones }, rules),
    reason: touches.length > 0 ? null : reasonFor(journey, all.length, before.length, kept.length),
  }
}

function reasonFor(
  { hasSomebody, later }: StoredJourney,
  all: number,
  before: number,
  kept: number,
): Reason {
  if (!hasSomebody && all === 0) return 'nobody'
  if (all + later === 0) return 'no_touch'
  if (before === 0) return 'after_close'
  return kept === 0 ? 'left_out' : 'outside_lookback'
}

/** The share of each touch by a rule; empty where it gives nothing. */
export function weightsOf(rule: RuleModel, journey: CutJourney): number[] {
  const numbers = new Map<string, number>()
  const numberOf = (channel: string): number => {
    const found = numbers.get(channel) ?? numbers.size
    numbers.set(channel, found)
    return found
  }
  const channels = journey.channels.map(numberOf)
  const direct = numbers.get(DIRECT)
  return weigh(rule, {
    length: channels.length,
    channels,
    ages: journey.ages,
    milestones: journey.milestones,
    isDirect: (channel) => channel === direct,
  })
}
