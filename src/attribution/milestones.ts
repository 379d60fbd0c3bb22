import type { Milestones } from './journey.ts'

/** Shares of the touches at the four milestones of an account, and of all others between them. */
export type MilestoneShares = {
  readonly first: number
  readonly lead: number
  readonly opportunity: number
  readonly close: number
  readonly middle: number
}

type Milestone = Exclude<keyof MilestoneShares, 'middle'>
const MILESTONES: readonly Milestone[] = ['first', 'lead', 'opportunity', 'close']

/** Which touches hold a milestone, by index; empty = missing. Several share it: a stage entered again. */
export type MilestoneTouches = Readonly<Record<Milestone, readonly number[]>>

export type MilestoneRules = {
  /** The lead comes from the first form (Marketo Measure) or from the last touch before it was created (HubSpot). */
  readonly leadCreation: 'first_form' | 'last_before'
  /** Which entry counts for a stage that was entered several times. */
  readonly reentry: 'first' | 'last' | 'even'
}

/** What milestones look at: the touches that count, in order, and when the account got on. */
export type MilestoneJourney = Milestones & {
  /** Of the touches, in milliseconds since 1970, ascending. */
  readonly instants: readonly number[]
  /** Whether somebody gave a name at a touch. */
  readonly isForm: (touch: number) => boolean
}

/**
 * The touches at first touch, lead creation, opportunity creation and close. A milestone that was not reached,
 * or before which nobody was touched, is missing. Touches after the close must be gone already.
 */
export function milestoneTouches(
  { instants, isForm, leadCreated, opportunityCreated }: MilestoneJourney,
  { leadCreation, reentry }: MilestoneRules,
): MilestoneTouches {
  const lastBefore = (reached: readonly number[]): number[] => {
    const found: number[] = []
    for (const instant of chosenEntries(reached, reentry)) {
      let touch = instants.length - 1
      while (touch >= 0 && (instants[touch] ?? 0) > instant) touch -= 1
      if (touch >= 0) found.push(touch)
    }
    return found
  }
  const firstForm = (): number[] => {
    for (let touch = 0; touch < instants.length; touch += 1) if (isForm(touch)) return [touch]
    return []
  }
  return {
    first: instants.length === 0 ? [] : [0],
    lead: leadCreation === 'last_before' ? lastBefore(leadCreated) : firstForm(),
    opportunity: lastBefore(opportunityCreated),
    close: instants.length === 0 ? [] : [instants.length - 1],
  }
}

function chosenEntries(instants: readonly number[], reentry: MilestoneRules['reentry']): number[] {
  if (instants.length < 2) return [...instants]
  const entries = [...instants].sort((a, b) => a - b)
  if (reentry === 'even') return entries
  return entries.slice(...(reentry === 'first' ? [0, 1] : [-1]))
}

/**
 * The share of each touch (Marketo Measure, A3; the gaps filled as in the reference accounts): a milestone
 * gives its share to its touch, one touch may hold several. The middle is every other touch strictly
 * between the earliest and the latest milestone of this model; without one its share goes evenly to the
 * milestones. Missing milestones drop out and the rest is renormalised to 1. Empty when nothing is left.
 */
export function milestoneWeights(
  shares: MilestoneShares,
  touches: MilestoneTouches,
  length: number,
): number[] {
  const present = MILESTONES.filter((name) => shares[name] > 0 && touches[name].length > 0)
  if (present.length === 0) return []
  let [earliest, latest] = [length, -1]
  for (const name of present) {
    for (const touch of touches[name]) {
      if (touch < earliest) earliest = touch
      if (touch > latest) latest = touch
    }
  }
  const isHolder = (touch: number) => present.some((name) => touches[name].includes(touch))
  const middle: number[] = []
  for (let touch = earliest + 1; touch < latest; touch += 1) {
    if (!isHolder(touch)) middle.push(touch)
  }
  const bonus = middle.length === 0 ? shares.middle / present.length : 0
  const weights: number[] = []
  for (let touch = 0; touch < length; touch += 1) weights.push(0)
  const give = (holders: readonly number[], share: number) => {
    for (const touch of holders) weights[touch] = (weights[touch] ?? 0) + share / holders.length
  }
  for (const name of present) give(touches[name], shares[name] + bonus)
  give(middle, shares.middle)
  let sum = 0
  for (const weight of weights) sum += weight
  for (let touch = 0; touch < length; touch += 1) weights[touch] = (weights[touch] ?? 0) / sum
  return weights
}
