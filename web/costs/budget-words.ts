import type { BudgetState } from '#costs/budget-forecast.ts'
import type { BudgetOverview } from '#costs/budget-shapes.ts'
import { COST_CATEGORIES } from '#costs/cost.ts'
import { useText } from '../platform/language.ts'
import type { Tone } from '../ui/band-badge.tsx'
import { useBudgetTexts } from './budget-texts.ts'

export type Group = BudgetOverview['groups'][number]
export type Line = Group['lines'][number]

const TONES: Readonly<Record<BudgetState, Tone>> = {
  ok: 'good',
  near: 'attention',
  will_exceed: 'attention',
  over: 'bad',
  unplanned: 'neutral',
}

export const toneOf = (state: BudgetState): Tone => TONES[state]

const RANK: Readonly<Record<BudgetState, number>> = {
  over: 0,
  will_exceed: 1,
  near: 2,
  ok: 3,
  unplanned: 4,
}

/** What needs somebody first, then what exceeds its plan most. */
export const byUrgency = (groups: readonly Group[]): Group[] =>
  groups.toSorted(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      b.forecast - b.planned - (a.forecast - a.planned) ||
      b.actual - a.actual,
  )

/** Names of what a budget is for. */
export function useBudgetWords(labels: Readonly<Record<string, string>>) {
  const t = useBudgetTexts()
  const text = useText()
  return {
    campaignName: (id: string | null) => (id === null ? t('noCampaign') : (labels[id] ?? id)),
    categoryName: (category: string | null, isRest = false) => {
      const label = COST_CATEGORIES.find(({ value }) => value === category)?.label
      return label ? text(label) : t(isRest ? 'category.rest' : 'category.all')
    },
    stateName: (state: BudgetState) => t(`state.${state}`),
  }
}
