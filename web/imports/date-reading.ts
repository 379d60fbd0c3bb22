import { readWritten } from '#imports/dates.ts'

/** One example read in each of several ways: `04.03.2024` as a day, or null where a way cannot. */
export type Reading = { readonly text: string; readonly days: readonly (string | null)[] }

/**
 * The examples of a column under every candidate pattern, each text once. Examples that every
 * candidate can read, each differently, come first: they show what the question is about.
 */
export function readings(
  examples: readonly string[],
  candidates: readonly string[],
): readonly Reading[] {
  const all = [...new Set(examples)]
    .filter((text) => text.trim() !== '')
    .map((text) => ({
      text,
      days: candidates.map((pattern) => readWritten(text, pattern)?.day ?? null),
    }))
  const rank = ({ days }: Reading) =>
    days.includes(null) ? 2 : new Set(days).size === candidates.length ? 0 : 1
  return all.toSorted((a, b) => rank(a) - rank(b))
}
