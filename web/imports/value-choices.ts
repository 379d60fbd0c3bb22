import type { Text } from '#kernel/record.ts'

type Choice = { readonly value: string; readonly label: Text }

const plain = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')

/** The choice that a value of a file names by itself: by its word or its label; null if none. */
export function knownChoice(value: string, choices: readonly Choice[]): Choice | null {
  const wanted = plain(value)
  if (wanted === '') return null
  return (
    choices.find(({ value: word, label }) =>
      [word, label.de, label.en].some((name) => plain(name) === wanted),
    ) ?? null
  )
}

export type ValueRow = { readonly value: string; readonly count: number | null }

/**
 * The rows of the translation dialogue: what occurs in the file, then translations of values that
 * did not occur in the sample. `''` is the empty cell, `*` any other value.
 */
export function valueRows(
  distinct: readonly { readonly value: string; readonly count: number }[] | null | undefined,
  empty: number,
  values: Readonly<Record<string, string>>,
): readonly ValueRow[] {
  const seen = (distinct ?? []).map(({ value, count }) => ({ value, count }))
  const names = new Set(seen.map(({ value }) => value))
  const cells = empty > 0 && !names.has('') ? [{ value: '', count: empty }] : []
  const others = Object.keys(values)
    .filter((value) => value !== '*' && !names.has(value) && (value !== '' || cells.length === 0))
    .map((value) => ({ value, count: null }))
  return [...seen, ...cells, ...others, { value: '*', count: null }]
}
