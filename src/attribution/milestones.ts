import type { Journey } from './journey.ts'

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

/**
 * The touches at first touch, lead creation, opportunity creation and close. A milestone that was not reached,
 * or before which nobody was touched, is missing. Touches after the close must be gone already.
 */
export function milestoneTouches(
  { touches, milestones }: Pick<Journey, 'touches' | 'milestones'>,
  { leadCreation, reentry }: MilestoneRules,
): MilestoneTouches {
  const lastBefore = (instants: readonly number[]): number[] => {
    const entries = chosenEntries(instants, reentry).map((instant) =>
      touches.findLastIndex((touch) => touch.instant <= instant),
    )
    return entries.filter((index) => index >= 0)
  }
  const firstForm = touches.findIndex(({ isForm }) => isForm)
  return {
    first: touches.length === 0 ? [] : [0],
    lead:
      leadCreation === 'last_before'
        ? lastBefore(milestones.leadCreated)
        : firstForm === -1
          ? []
          : [firstForm],
    opportunity: lastBefore(milestones.opportunityCreated),
    close: touches.length === 0 ? [] : [touches.length - 1],
  }
}

function chosenEntries(instants: readonly number[], reentry: MilestoneRules['reentry']): number[] {
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
  const holders = present.flatMap((name) => touches[name])
  const middle = indicesBetween(Math.min(...holders), Math.max(...holders)).filter(
    (index) => !holders.includes(index),
  )
  const bonus = middle.length === 0 ? shares.middle / present.length : 0
  const weights = new Array<number>(length).fill(0)
  const give = (indices: readonly number[], share: number) => {
    for (const index of indices) weights[index] = (weights[index] ?? 0) + share / indices.length
  }
  for (const name of present) give(touches[name], shares[name] + bonus)
  give(middle, shares.middle)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

const indicesBetween = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first - 1) }, (_, offset) => first + 1 + offset)
