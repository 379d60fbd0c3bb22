import { assert } from '#kernel/assert.ts'
import type { Model } from './models.ts'
import type { RuleModel } from './rule-models.ts'
import { type CutJourney, weightsOf } from './stored-journey.ts'
import type { Reason } from './unattributed.ts'

/** Whether a model says by itself how one conversion is shared, without looking at others. */
export const isRule = (model: Model): model is RuleModel =>
  model.kind !== 'markov' &&
  model.kind !== 'markov_shapley' &&
  model.kind !== 'shapley' &&
  model.kind !== 'influenced'

/** Whether a model is worked out from the chain of all journeys. */
export const isChain = (model: Model): boolean =>
  model.kind === 'markov' || model.kind === 'markov_shapley'

/** Why a model gives nobody credit for a conversion; null where it does. */
export function reasonOf(model: Model, journey: CutJourney): Reason | null {
  if (journey.reason || isChain(model) || model.kind === 'influenced') return journey.reason
  return weightsOf(ruleOf(model), journey).some((weight) => weight > 0) ? null : 'no_milestone'
}

/**
 * The rule that gives the touches of one journey what the model gives: the Shapley value of the sum game is the even
 * split over its channels (A4). Throws (a bug) for models without one.
 */
export function ruleOf(model: Model): RuleModel {
  if (model.kind === 'shapley') return { kind: 'linear_unique' }
  assert(isRule(model), `ruleOf: ${model.kind} is no rule`)
  return model
}
