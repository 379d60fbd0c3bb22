import { COMPARISONS, OwnRule, type RULE_FIELDS } from '#tracking/own-rules.ts'

/** A rule as it stands in the form: what is missing is empty. */
export type RuleDraft = {
  /** Stands for the rule while it has no name, and for its place in the list. */
  readonly key: number
  readonly name: string
  readonly channel: string
  readonly match: 'all' | 'any'
  readonly conditions: readonly ConditionDraft[]
}
export type ConditionDraft = {
  readonly field: (typeof RULE_FIELDS)[number]
  readonly comparison: (typeof COMPARISONS)[number]
  readonly not: boolean
  readonly value: string
}

export const EMPTY_CONDITION: ConditionDraft = {
  ...{ field: 'referrer', comparison: 'is', not: false, value: '' },
}

export const draftsOf = (rules: readonly OwnRule[]): RuleDraft[] =>
  rules.map((rule, key) => ({ key, ...rule }))

/** The rules as the server takes them, or null while something is missing. */
export function rulesOf(drafts: readonly RuleDraft[]): OwnRule[] | null {
  const rules: OwnRule[] = []
  for (const { name, channel, match, conditions } of drafts) {
    const parsed = OwnRule.safeParse({ name, channel, match, conditions })
    if (!parsed.success) return null
    rules.push(parsed.data)
  }
  return rules
}

/** A key that no other rule of the list has. */
export const nextKey = (drafts: readonly RuleDraft[]): number =>
  Math.max(-1, ...drafts.map(({ key }) => key)) + 1

/** The list with the entry at `from` moved to `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const entry = list[from]
  if (entry === undefined || to < 0 || to >= list.length) return [...list]
  return list.toSpliced(from, 1).toSpliced(to, 0, entry)
}

/** Are the drafts other rules than those that are kept? */
export const isChanged = (drafts: readonly RuleDraft[], kept: readonly OwnRule[]): boolean =>
  JSON.stringify(drafts.map(({ key: _key, ...rule }) => rule)) !==
  JSON.stringify(draftsOf(kept).map(({ key: _key, ...rule }) => rule))

/** Choices of the comparison with and without "not" in one list: `not.ends`. */
export const COMPARISON_CHOICES = COMPARISONS.flatMap((comparison) => [
  comparison,
  `not.${comparison}` as const,
])
export type ComparisonChoice = (typeof COMPARISON_CHOICES)[number]

export const choiceOf = ({ comparison, not }: ConditionDraft): ComparisonChoice =>
  not ? `not.${comparison}` : comparison

export const comparisonOf = (choice: string): Pick<ConditionDraft, 'comparison' | 'not'> => {
  const not = choice.startsWith('not.')
  const found = COMPARISONS.find((comparison) => comparison === choice.replace('not.', ''))
  return { comparison: found ?? 'is', not }
}

/** Places of patterns that are none, out of the problems of a refusal: `rules.1.conditions.0.value`. */
export const brokenPlaces = (problems: readonly { field: string; rule: string }[]): Set<string> =>
  new Set(
    problems
      .filter(({ rule }) => rule === 'tracking.broken_pattern')
      .map(({ field }) => field.replace(/^rules\.(\d+)\.conditions\.(\d+)\.value$/, '$1.$2')),
  )
