import {
  CONVERSIONS,
  type Conversion,
  GROUPINGS,
  type Grouping,
  VALUES_OF,
  type Value,
} from '#attribution/query.ts'
import { REPEATS, type Repeats } from '#attribution/transforms.ts'
import { firstOfMonth, type IsoDate, type Period } from '#kernel/period.ts'
import { type ChosenPeriod, dayIn, readPeriod } from '../kpis/cockpit-period.ts'
import { chosenOf, LIST_FILTERS, SINGLE_FILTERS } from '../kpis/cockpit-state.ts'
import type { Query } from '../platform/api.ts'
import { useMe } from '../platform/session.ts'
import { one, type SearchState, useSearchState } from '../platform/url-state.ts'

/** Shown beside the company's own model unless the address names others: rules, which answer at once. */
const BESIDE = ['first', 'last', 'linear']

const PANELS = ['models', 'unattributed', 'rules', 'weights'] as const
export type Panel = (typeof PANELS)[number]

const pick = <Item extends string>(text: string, items: readonly Item[], usual: Item): Item =>
  items.find((item) => item === text) ?? usual

/** Twelve complete months: one is too short to tell how deals came about. */
export const lastYear = (today: IsoDate): Period => ({
  from: firstOfMonth(today, -12),
  until: firstOfMonth(today),
})

/** The period of the address, or the last twelve months. */
export function attributionPeriod(search: SearchState, today: IsoDate): ChosenPeriod {
  const address = {
    period: one(search, 'period'),
    from: one(search, 'from'),
    last: one(search, 'last'),
  }
  const isGiven = Object.values(address).some((text) => text !== '')
  return isGiven ? readPeriod(address, today) : { kind: 'range', period: lastYear(today) }
}

/** What the address asks for, without the models: those need the company's own. */
export function viewOf(search: SearchState) {
  const conversion: Conversion = pick(one(search, 'conversion'), CONVERSIONS, 'won')
  const values = VALUES_OF[conversion]
  const [usual = 'count'] = values
  const value: Value = pick(one(search, 'value'), values, usual)
  const by: Grouping = pick(one(search, 'by'), GROUPINGS, 'channel')
  const panel: Panel | null = PANELS.find((id) => id === one(search, 'panel')) ?? null
  return {
    conversion,
    value,
    by,
    without: chosenOf(search, 'without'),
    lookback: one(search, 'lookback'),
    repeats: pick<Repeats>(one(search, 'repeats'), REPEATS, 'unique'),
    dropsDirect: one(search, 'drop_direct') === 'true',
    withIntervals: one(search, 'intervals') !== 'off',
    panel,
  }
}

/** The words of the models on screen: the first leads, the others stand beside it. */
export function wordsOf(search: SearchState, companyModel: string): readonly string[] {
  const chosen = chosenOf(search, 'model').flatMap((words) => words.split(','))
  return [...new Set(chosen.length > 0 ? chosen : [companyModel, ...BESIDE])]
}

/** The part of a query that chooses conversions and rules: the same for every question of the screen. */
export function baseQuery(search: SearchState, period: Period): Query {
  const { conversion, value, by, without, lookback, repeats, dropsDirect } = viewOf(search)
  const lists = LIST_FILTERS.map((id) => [id, chosenOf(search, id)] as const)
  const singles = SINGLE_FILTERS.map((id) => [id, one(search, id)] as const)
  return {
    ...period,
    ...{ conversion, value, by },
    ...(without.length > 0 && { without }),
    ...(lookback !== '' && { lookback }),
    ...(repeats !== 'unique' && { repeats }),
    ...(dropsDirect && { drop_direct: 'true' }),
    ...Object.fromEntries(lists.filter(([, values]) => values.length > 0)),
    ...Object.fromEntries(singles.filter(([, text]) => text !== '')),
  }
}

/** How many of the screen's own filters are set: those that choose touches, not conversions. */
export function ownFilterCount(search: SearchState): number {
  const { without, lookback, repeats, dropsDirect } = viewOf(search)
  const set = [without.length > 0, lookback !== '', repeats !== 'unique', dropsDirect]
  return set.filter(Boolean).length
}

/** The whole state of the screen. It lives in the address and nowhere else. */
export function useAttributionState() {
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen = attributionPeriod(search, dayIn(new Date(), me.company.time_zone))
  return { search, change, chosen, ...viewOf(search), query: baseQuery(search, chosen.period) }
}
export type AttributionState = ReturnType<typeof useAttributionState>
