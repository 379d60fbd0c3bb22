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
  /** One digit a touch: 1 where somebody gave a name. */
  readonly forms: string
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
  const { instants, channels, sessions, forms } = journey
  const kept: Placed[] = []
  let before = 0
  for (const [place, instant] of instants.entries()) {
    if (instant > at) break
    before += 1
    const channel = channels[place] ?? ''
    if (rules.without?.has(channel)) continue
    const session = sessions[place] ?? null
    kept.push({ id: '', instant, channel, session, isForm: forms[place] === '1', place })
  }
  const touches = withGrain(withinLookback(kept, at, rules.lookbackDays), rules.grain)
  const milestones = {
    leadCreated: journey.leadCreated,
    opportunityCreated: journey.opportunityCreated,
  }
  return {
    places: touches.map(({ place }) => place),
    channels: touches.map(({ channel }) => channel),
    ages: touches.map(({ instant }) => (at - instant) / 1000),
    // only models of milestones look at them
    get milestones() {
      return milestoneTouches({ touches, milestones }, rules)
    },
    reason: touches.length > 0 ? null : reasonFor(journey, before, kept.length),
  }
}

function reasonFor(
  { hasSomebody, later, instants }: StoredJourney,
  before: number,
  kept: number,
): Reason {
  if (!hasSomebody && instants.length === 0) return 'nobody'
  if (instants.length + later === 0) return 'no_touch'
  if (before === 0) return 'after_close'
  return kept === 0 ? 'left_out' : 'outside_lookback'
}

/** The share of each touch by a rule; empty where it gives nothing. */
export function weightsOf(rule: RuleModel, journey: CutJourney): number[] {
  const { channels, ages } = journey
  const names = needsChannels(rule) ? [...new Set(channels)] : []
  const direct = names.indexOf(DIRECT)
  return weigh(rule, {
    length: channels.length,
    channels: needsChannels(rule) ? channels.map((channel) => names.indexOf(channel)) : [],
    ages,
    milestones: rule.kind === 'milestones' ? journey.milestones : null,
    isDirect: (channel) => channel === direct,
  })
}

const needsChannels = ({ kind }: RuleModel): boolean =>
  kind === 'linear_unique' || kind === 'last_non_direct'
