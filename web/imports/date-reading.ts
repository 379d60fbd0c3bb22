import { readWritten } from '#imports/dates.ts'

/** One example read in each of several ways: `04.03.2024` as a day, or null where a way cannot. */
export type Reading = { readonly text: string; readonly days: readonly (string | null)[] }

/**
 * The examples of a column under every candidate pattern. Examples that tell the candidates apart
 * come first.
 */
export function readings(
  examples: readonly string[],
  candidates: readonly string[],
): readonly Reading[] {
  const all = examples.map((text) => ({
    text,
    days: candidates.map((pattern) => readWritten(text, pattern)?.day ?? null),
  }))
  const tells = (reading: Reading) => new Set(reading.days).size > 1
  return [...all.filter(tells), ...all.filter((reading) => !tells(reading))]
}
