import type { Cents } from '#kernel/money.ts'

/** Row of everything that no touch can be given: no touch at all, or none inside the lookback. */
export const UNATTRIBUTED = '(unattributed)'

export type Touch = {
  /** Stable: of two touches in the same instant the one with the smaller id comes first. */
  readonly id: string
  /** Milliseconds since 1970 in UTC. */
  readonly instant: number
  readonly channel: string
  /** The visit it belongs to; null where it is a visit of its own (a call, a fair). */
  readonly session: string | null
  /** True where somebody gave a name: a form, a card, a call. May become the lead creation. */
  readonly isForm: boolean
}

/**
 * When an account got on, in milliseconds since 1970. A stage that was entered again has several instants;
 * what is not known or has not happened is an empty list.
 */
export type Milestones = {
  readonly leadCreated: readonly number[]
  readonly opportunityCreated: readonly number[]
}

/**
 * What happened before one conversion, or before none. `touches` are in order (`orderTouches`) and not
 * later than `closed`.
 */
export type Journey = {
  readonly touches: readonly Touch[]
  readonly milestones: Milestones
  /** The instant of the conversion, or of the loss, or of the reading for what is still open. */
  readonly closed: number
  /** Null for a journey that did not convert (lost, or open): it counts in Markov models only. */
  readonly value: Cents | null
}

/** Total order of touches: instant, then id by code unit. Independent of the order they were read in. */
export function compareTouches(a: Touch, b: Touch): number {
  if (a.instant !== b.instant) return a.instant - b.instant
  if (a.id === b.id) return 0
  return a.id < b.id ? -1 : 1
}

/** The touches up to `closed` (included), in their total order. What comes later cannot have led to it. */
export const orderTouches = (touches: readonly Touch[], closed: number): Touch[] =>
  touches.filter((touch) => touch.instant <= closed).sort(compareTouches)
