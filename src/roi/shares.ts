/**
 * What the place `index` of `count` equal ones gets of a total, in whole cents: all of them add up to it, and places
 * beyond get nothing. The cents that are left over go to the first ones.
 */
export function shareOf(total: number, count: number, index: number): number {
  if (index >= count) return 0
  const each = Math.floor(total / count)
  return each + (index < total - each * count ? 1 : 0)
}
