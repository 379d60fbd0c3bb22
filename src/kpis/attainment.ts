import { type Ratio, ratio } from '#kernel/ratio.ts'

/** How far a target is reached: 0.572 = 57.2 %. Null for a target of 0. */
export const attainment = (actual: number, target: number): Ratio => ratio(actual, target)
