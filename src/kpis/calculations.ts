import { ratio } from '#kernel/ratio.ts'
import type { Text } from '#kernel/record.ts'
import { type Calculation, calculation } from './define.ts'
import type { FactId } from './facts.ts'

/** The fact itself is the figure. */
export const factValue = (input: FactId, formula: Text): Calculation =>
  calculation({ formula, inputs: [input], compute: (facts) => facts[input] })

/** The fact is the figure and counts events that happen independently of each other. */
export const countOf = (input: FactId, formula: Text): Calculation => ({
  ...factValue(input, formula),
  events: true,
})

/** One fact divided by another. */
export const quotientOf = (numerator: FactId, denominator: FactId, formula: Text): Calculation =>
  calculation({
    formula,
    inputs: [numerator, denominator],
    compute: (facts) => ratio(facts[numerator], facts[denominator]),
  })

/** A share of cases: a quotient with a Wilson interval. */
export const shareOf = (part: FactId, whole: FactId, formula: Text): Calculation => ({
  ...quotientOf(part, whole, formula),
  proportion: { of: part, outOf: whole },
  cases: whole,
})

/** (return - cost) / cost. A ratio: 2.0 is 200 %. */
export const returnOnCost = (gain: FactId, cost: FactId, formula: Text): Calculation =>
  calculation({
    formula,
    inputs: [gain, cost],
    compute: (facts) => ratio(facts[gain] - facts[cost], facts[cost]),
  })
