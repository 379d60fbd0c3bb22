/**
 * Cuts a batch so that no two rows of a wave may be the same record: a row whose identity was seen
 * before goes into a later wave, where it finds what the earlier one wrote. Rows of one identity keep
 * their order. O(rows * tokens).
 */
export function inWaves<T>(rows: readonly T[], tokensOf: (row: T) => readonly string[]): T[][] {
  const next = new Map<string, number>()
  const waves: T[][] = []
  for (const row of rows) {
    const tokens = tokensOf(row)
    const wave = Math.max(0, ...tokens.map((token) => next.get(token) ?? 0))
    for (const token of tokens) next.set(token, wave + 1)
    const rowsOfWave = waves[wave]
    if (rowsOfWave) rowsOfWave.push(row)
    else waves[wave] = [row]
  }
  return waves
}
