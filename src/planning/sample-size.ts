/** Standard normal quantiles: 97.5 % (two-sided 5 %) and 80 % (power). */
const Z_975 = 1.959963984540054
export const Z_80 = 0.8416212335729143
/** 90 % power, for the published example. */
export const Z_90 = 1.2815515655446004

/**
 * Cases per group to see that a rate of `from` became `to`: two proportions, normal approximation with the
 * pooled variance under the null hypothesis, two-sided 5 %, power 80 % unless another quantile is given.
 * Not rounded. Source S07 (the formula R's `power.prop.test` solves).
 */
export function casesPerGroup(from: number, to: number, zPower = Z_80): number {
  const mean = (from + to) / 2
  const underNull = Z_975 * Math.sqrt(2 * mean * (1 - mean))
  const underChange = zPower * Math.sqrt(from * (1 - from) + to * (1 - to))
  return ((underNull + underChange) / (to - from)) ** 2
}
