import { type MilestoneTouches, milestoneTouches } from './milestones.ts'
import { type Path, type RuleModel, soleTouch, weigh } from './rule-models.ts'
import type { JourneyRules } from './settings.ts'
import { countsByGrain, earliestCounted, type Transform, transformed } from './transforms.ts'
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
  /** How a view looks at what is left; nothing: every touch as it is. */
  readonly transform?: Transform
}

/** The touches of a journey that count for a conversion. */
export type CutJourney = {
  /** Their places in the stored journey, ascending. */
  readonly places: readonly number[]
  readonly channels: readonly string[]
  /** Each channel as a number from 0, in the order of its first touch. */
  readonly channelNumbers: readonly number[]
  /** Seconds from each to the conversion. */
  readonly ages: readonly number[]
  readonly milestones: MilestoneTouches
  /** Why there are none; null where there are. */
  readonly reason: Reason | null
}

export const DIRECT = 'direct'

/** Cuts a stored journey to what counts for a conversion at the instant `at`. O(touches). */
export function cutJourney(journey: StoredJourney, at: number, rules: CutRules): CutJourney {
  const { instants, channels, sessions } = journey
  const earliest = earliestCounted(at, rules.lookbackDays)
  const counts = sessions.length > 0 ? countsByGrain(rules.grain) : null
  const [places, counted]: [number[], string[]] = [[], []]
  let [before, kept] = [0, 0]
  for (; before < instants.length; before += 1) {
    const instant = instants[before] ?? 0
    if (instant > at) break
    const channel = channels[before] ?? ''
    if (rules.without?.has(channel)) continue
    kept += 1
    if (instant < earliest || counts?.(sessions[before] ?? null, channel) === false) continue
    places.push(before)
    counted.push(channel)
  }
  const reason = places.length > 0 ? null : reasonFor(journey, before, kept)
  const seen = { places, channels: counted }
  return new Cut({
    journey,
    at,
    rules,
    reason,
    ...(rules.transform ? seenBy(rules.transform, seen) : seen),
  })
}

type Seen = Pick<CutJourney, 'places' | 'channels'>

function seenBy(transform: Transform, { places, channels }: Seen): Seen {
  const touches = places.map((place, index) => ({ place, channel: channels[index] ?? '' }))
  const seen = transformed(touches, transform, (channel) => channel === DIRECT)
  return { places: seen.map(({ place }) => place), channels: seen.map(({ channel }) => channel) }
}

type CutParts = Pick<CutJourney, 'places' | 'channels' | 'reason'> & {
  readonly journey: StoredJourney
  readonly at: number
  readonly rules: CutRules
}

/** Worked out when somebody asks, and once: few models look at everything. */
class Cut implements CutJourney {
  readonly places: readonly number[]
  readonly channels: readonly string[]
  readonly reason: Reason | null
  readonly #parts: CutParts
  #numbers: readonly number[] | null = null
  #ages: readonly number[] | null = null
  #milestones: MilestoneTouches | null = null

  constructor(parts: CutParts) {
    this.places = parts.places
    this.channels = parts.channels
    this.reason = parts.reason
    this.#parts = parts
  }

  get channelNumbers(): readonly number[] {
    if (this.#numbers) return this.#numbers
    const names: string[] = []
    const numbers: number[] = []
    for (const channel of this.channels) {
      const known = names.indexOf(channel)
      numbers.push(known === -1 ? names.push(channel) - 1 : known)
    }
    this.#numbers = numbers
    return numbers
  }

  get ages(): readonly number[] {
    if (this.#ages) return this.#ages
    const { at, journey, places } = this.#parts
    const ages: number[] = []
    for (const place of places) ages.push((at - (journey.instants[place] ?? 0)) / 1000)
    this.#ages = ages
    return ages
  }

  get milestones(): MilestoneTouches {
    if (this.#milestones) return this.#milestones
    const { journey, places, rules } = this.#parts
    const instants: number[] = []
    for (const place of places) instants.push(journey.instants[place] ?? 0)
    this.#milestones = milestoneTouches(
      {
        instants,
        isForm: (touch) => journey.forms[places[touch] ?? -1] === '1',
        leadCreated: journey.leadCreated,
        opportunityCreated: journey.opportunityCreated,
      },
      rules,
    )
    return this.#milestones
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
export const weightsOf = (rule: RuleModel, journey: CutJourney): number[] =>
  weigh(rule, pathOf(rule, journey))

/** `soleTouch` of a journey. */
export const soleTouchOf = (rule: RuleModel, journey: CutJourney): number | null =>
  soleTouch(rule, pathOf(rule, journey))

function pathOf(rule: RuleModel, journey: CutJourney): Path {
  const { channels } = journey
  const direct = rule.kind === 'last_non_direct' ? channels.indexOf(DIRECT) : -1
  const directNumber = direct === -1 ? -1 : journey.channelNumbers[direct]
  return {
    length: channels.length,
    channels: needsChannels(rule) ? journey.channelNumbers : [],
    ages: rule.kind === 'time_decay' ? journey.ages : null,
    milestones: rule.kind === 'milestones' ? journey.milestones : null,
    isDirect: (channel) => channel === directNumber,
  }
}

const needsChannels = ({ kind }: RuleModel): boolean =>
  kind === 'linear_unique' || kind === 'last_non_direct'
