import type { IsoDate, Period } from '#kernel/period.ts'
import { businessDaysAWeek } from '../business-hours.ts'
import type { Dimension, Filters } from '../query.ts'
import { businessHoursOf, type KpiSettings } from '../settings.ts'
import { type Bounds, type Cut, type Source, TOUCH_CUTS } from './source.ts'

/** Values of a statement in the making: `add` returns the placeholder. */
export class Parameters {
  readonly values: unknown[] = []

  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/** The periods as rows with their instants in the company's time zone, and the settings facts need. */
export function periodsSql(
  parameters: Parameters,
  periods: readonly Period[],
  settings: KpiSettings,
): string {
  const from = parameters.add(periods.map((period) => period.from))
  const until = parameters.add(periods.map((period) => period.until))
  const zone = parameters.add(settings.time_zone)
  const margin = parameters.add(settings.margin_rate)
  const stale = parameters.add(settings.stale_days)
  const sales = parameters.add(settings.sales_cost_share)
  const saving = parameters.add(settings.saving_per_hire)
  const hours = businessHoursOf(settings)
  const opens = parameters.add(hours.opensAt)
  const closes = parameters.add(hours.closesAt)
  const days = parameters.add(businessDaysAWeek(hours.days))
  return `periods as materialized (
  select (position - 1)::int as n, "from", until,
         "from"::timestamp at time zone ${zone} as start,
         until::timestamp at time zone ${zone} as stop,
         (until - interval '1 year') at time zone ${zone} as year_start,
         ${zone}::text as zone, ${margin}::numeric as margin_rate,
         (until - ${stale}::int)::timestamp at time zone ${zone} as stale_before,
         ${sales}::numeric as sales_share, ${saving}::bigint as saving_per_hire,
         ${opens}::int as opens_at, ${closes}::int as closes_at, ${days}::int as business_days
    from unnest(${from}::date[], ${until}::date[]) with ordinality as given ("from", until, position)
)`
}

/** The outermost days and instants of the periods, as constants the planner can estimate with. */
export function boundsSql(
  parameters: Parameters,
  periods: readonly Period[],
  settings: KpiSettings,
): Bounds {
  const sorted = (of: (period: Period) => IsoDate) => periods.map(of).sort()
  const day = (value: IsoDate | undefined) => `${parameters.add(value)}::date`
  const start = (value: string) =>
    `(${value}::timestamp at time zone ${parameters.add(settings.time_zone)}::text)`
  const first = () => day(sorted((period) => period.from).at(0))
  const last = () => day(sorted((period) => period.until).at(-1))
  // A placeholder must not be added and then left out: each is made when a source asks for it.
  return {
    get from() {
      return first()
    },
    get until() {
      return last()
    },
    get start() {
      return start(first())
    },
    get stop() {
      return start(last())
    },
    get model() {
      return `${parameters.add(settings.attribution_model)}::text`
    },
    get yearStart() {
      return start(`(${day(sorted((period) => period.until).at(0))} - interval '1 year')`)
    },
  }
}

type RowScope = {
  readonly periods: readonly Period[]
  readonly filters: Filters
  readonly settings: KpiSettings
  readonly by?: Dimension | undefined
}

/** Rows of a source that may meet one of the periods, filtered, computed once. */
export function rowsSql(
  parameters: Parameters,
  source: Source,
  { periods, filters, settings, by }: RowScope,
  from: string = source.from,
): string {
  const isChosen = cutsOf(filters, by).some((cut) => TOUCH_CUTS.has(cut))
  const rows = `(
    select * from ${from} x
     where ${source.bounds(boundsSql(parameters, periods, settings))}
       ${filterSql(parameters, filters, source)}
       ${source.unchosen && !isChosen ? `and ${source.unchosen}` : ''}
       ${source.chosen && isChosen ? `and ${source.chosen}` : ''}
    offset 0
  ) x`
  if (!source.numbered) return rows
  const numbers = Object.entries(source.numbered).map(
    ([name, apart]) =>
      `row_number() over (partition by x.id, ${keySql(source, by)}${apart && `, ${apart}`} order by x.place) as ${name}`,
  )
  return `(select x.*, ${numbers.join(', ')} from ${rows}) x`
}

const CUT_COLUMNS: Readonly<Record<Exclude<Cut, 'target_group'>, string>> = {
  channel: 'channel',
  source: 'source',
  campaign: 'campaign_id',
  product: 'product_id',
  owner: 'owner_id',
  team: 'team_id',
  region: 'region_id',
  business_type: 'business_type',
}

const ID_FILTERS = ['campaign', 'product', 'team', 'region', 'owner'] as const

/** The cuts that filters and split ask of a source. */
function cutsOf(filters: Filters, by?: Dimension): Cut[] {
  const cuts: Cut[] = ID_FILTERS.filter((id) => filters[id].length > 0)
  if (filters.channel.length > 0) cuts.push('channel')
  if (filters.business_type) cuts.push('business_type')
  if (filters.target_group) cuts.push('target_group')
  if (by && by !== 'month') cuts.push(by)
  return cuts
}

/** Those of them that a source follows. */
const followedBy = (source: Source, filters: Filters, by?: Dimension): Cut[] =>
  cutsOf(filters, by).filter((cut) => !source.uncut?.has(cut))

/** The table expression to gather from: the compact one where nothing asks for single rows. */
export const gatherFrom = (source: Source, filters: Filters, by?: Dimension): string =>
  followedBy(source, filters, by).length === 0 ? (source.compactFrom ?? source.from) : source.from

/** Whether a source has every dimension that filters and split ask for. */
export const canCut = (source: Source, filters: Filters, by?: Dimension): boolean =>
  source.ignoresFilters
    ? by === undefined || by === 'month'
    : followedBy(source, filters, by).every((cut) => source.cuts.has(cut))

/** Conditions of the filters on the row `x`, each beginning with `and`. */
export function filterSql(parameters: Parameters, filters: Filters, source: Source): string {
  if (source.ignoresFilters) return ''
  const follows = (cut: Cut) => !source.uncut?.has(cut)
  const conditions = ID_FILTERS.filter((id) => follows(id) && filters[id].length > 0).map(
    (id) => `and x.${CUT_COLUMNS[id]} = any(${parameters.add(filters[id])}::uuid[])`,
  )
  if (follows('channel') && filters.channel.length > 0) {
    const named = `x.channel = any(${parameters.add(filters.channel)}::text[])`
    // The row of what has no channel is asked for by its own key.
    conditions.push(
      filters.channel.includes(NO_KEY) ? `and (${named} or x.channel is null)` : `and ${named}`,
    )
  }
  if (filters.business_type) {
    conditions.push(`and x.business_type = ${parameters.add(filters.business_type)}::text`)
  }
  if (filters.target_group) {
    conditions.push(`and x.account_id in (
      select account_id from crm.target_group_account
       where target_group_id = ${parameters.add(filters.target_group)}::uuid)`)
  }
  return conditions.join('\n   ')
}

/** Key of rows without a value in the dimension. */
export const NO_KEY = '(none)'

/** Whether a split gives every key the same of a source. */
export const isUncut = ({ uncut }: Source, by?: Dimension): boolean =>
  by !== undefined && by !== 'month' && uncut?.has(by) === true

/** The expression that splits the rows of a source: '' for all in one. */
export const keySql = (source: Source, by?: Dimension): string =>
  by && by !== 'month' && !isUncut(source, by)
    ? `coalesce(x.${CUT_COLUMNS[by]}::text, '${NO_KEY}')`
    : `''`
