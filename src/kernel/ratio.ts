/** `null` means "not defined for these inputs" (denominator 0). It is not an error and not 0. */
export type Ratio = number | null

/** `numerator / denominator`, or null where the denominator is 0. Never Infinity, never NaN. */
export const ratio = (numerator: number, denominator: number): Ratio =>
  denominator === 0 ? null : numerator / denominator
