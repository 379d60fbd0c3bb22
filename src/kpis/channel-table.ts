import type { Text } from '#kernel/record.ts'
import { evaluate, type Scope } from './evaluate.ts'
import { FACT_IDS, FACTS, type FactId, type Facts } from './facts.ts'
import { kpiById } from './registry.ts'
import type { KpiResult } from './result.ts'
import type { Unit } from './unit.ts'

/** Columns of the channel table: short id, figure. */
const COLUMNS = [
  ['cost', 'marketing_cost'],
  ['leads', 'leads'],
  ['mql', 'mql'],
  ['sql', 'sql'],
  ['won', 'won'],
  ['revenue', 'attributed_revenue'],
  ['received', 'revenue_received'],
  ['cpl', 'cpl'],
  ['cost_per_won', 'cost_per_won'],
  ['cac', 'cac'],
  ['clv', 'clv'],
  ['roas', 'roas_revenue'],
  ['roi', 'marketing_roi'],
  ['attributable_share', 'attributable_lead_share'],
] as const

type Cells = Readonly<Record<string, KpiResult>>
type Row = { readonly key: string; readonly name: Text; readonly kpis: Cells }

export type ChannelTable = {
  readonly columns: readonly {
    readonly id: string
    readonly kpi: string
    readonly name: Text
    readonly unit: Unit
  }[]
  readonly rows: readonly (Row & { readonly group: string })[]
  readonly groups: readonly Row[]
  readonly total: { readonly kpis: Cells }
}

export type NamedChannel = { readonly id: string; readonly name: Text; readonly group: string }

const GROUP_NAMES: Readonly<Record<string, Text>> = {
  search: { de: 'Suche', en: 'Search' },
  social: { de: 'Social Media', en: 'Social media' },
  people: { de: 'Menschen', en: 'People' },
  dialogue: { de: 'Dialog', en: 'Dialogue' },
  events: { de: 'Veranstaltungen', en: 'Events' },
  media: { de: 'Anzeigen und Media', en: 'Ads and media' },
  partner: { de: 'Partner', en: 'Partners' },
  web: { de: 'Web', en: 'Web' },
  other: { de: 'Sonstiges', en: 'Other' },
  unknown: { de: 'Unbekannt', en: 'Unknown' },
  none: { de: 'ohne Zuordnung', en: 'not assigned' },
}

const NOT_ASSIGNED: Omit<NamedChannel, 'id'> = {
  name: { de: 'ohne Zuordnung', en: 'not assigned' },
  group: 'none',
}

/** What a row must have to be shown. */
const PRESENT: readonly FactId[] = [
  'marketing_cost',
  'leads',
  'mql',
  'sql',
  'opportunities_created',
  'won_count',
  'revenue_won',
  'attributed_revenue',
  'revenue_received',
]

/** The facts the table is made of: callers need not read others by channel. */
export const CHANNEL_FACTS: ReadonlySet<FactId> = new Set<FactId>([
  ...PRESENT,
  ...COLUMNS.flatMap(([, id]) => {
    const kpi = kpiById(id)
    const all = [kpi?.period, kpi?.cohort, ...Object.values(kpi?.variants?.of ?? {})]
    return all.flatMap((one) => [...(one?.inputs ?? [])])
  }),
  // What notes and warnings look at beside the inputs.
  'margin_estimated_amount',
  'cycle_days_median',
  'cost_personnel',
  'cost_technology',
  'cost_media',
  'cost_external',
  'cost_production',
])

function cells(facts: Facts, scope: Scope): Cells {
  return Object.fromEntries(
    COLUMNS.flatMap(([id, kpiId]) => {
      const kpi = kpiById(kpiId)
      return kpi ? [[id, evaluate(kpi, facts, scope)]] : []
    }),
  )
}

/** Facts of several channels together: only what adds up; a margin unknown in one is unknown in all. */
function addFacts(all: readonly Facts[]): Facts {
  const sum: Partial<Record<FactId, number | null>> = {}
  for (const id of FACT_IDS.filter((one) => FACTS[one].additive)) {
    const values = all.map((facts) => facts[id] ?? null)
    const known = values.filter((value) => value !== null)
    const guarded = FACTS[id].missing === 'margin_missing' && known.length < values.length
    sum[id] = guarded || known.length === 0 ? null : known.reduce((a, b) => a + b, 0)
  }
  return sum
}

/** Figures by channel and by group of channels, the largest attributed revenue first, then the most leads. */
export function channelTable(
  byChannel: ReadonlyMap<string, Facts>,
  whole: Facts,
  channels: readonly NamedChannel[],
  scope: Scope,
): ChannelTable {
  const named = new Map(channels.map((channel) => [channel.id, channel]))
  const present = [...byChannel]
    .filter(([, facts]) => PRESENT.some((id) => (facts[id] ?? 0) !== 0))
    .map(([key, facts]) => ({
      key,
      facts,
      ...(named.get(key) ?? { id: key, ...NOT_ASSIGNED }),
    }))
    .sort(
      (a, b) =>
        (b.facts.attributed_revenue ?? 0) - (a.facts.attributed_revenue ?? 0) ||
        (b.facts.leads ?? 0) - (a.facts.leads ?? 0) ||
        a.key.localeCompare(b.key),
    )
  const groups = [...new Set(present.map(({ group }) => group))]
  const scopeOf = (facts: Facts): Scope => {
    const unknown = FACT_IDS.filter((id) => facts[id] === undefined)
    return {
      ...scope,
      withoutDimension: new Set([...(scope.withoutDimension ?? []), ...unknown]),
    }
  }
  return {
    columns: COLUMNS.flatMap(([id, kpiId]) => {
      const kpi = kpiById(kpiId)
      return kpi ? [{ id, kpi: kpiId, name: kpi.name, unit: kpi.unit }] : []
    }),
    rows: present.map(({ key, name, group, facts }) => ({
      key,
      name,
      group,
      kpis: cells(facts, scope),
    })),
    groups: groups.map((group) => {
      const facts = addFacts(present.filter((row) => row.group === group).map((row) => row.facts))
      return {
        key: group,
        name: GROUP_NAMES[group] ?? { de: group, en: group },
        kpis: cells({ ...facts, ...settingFacts(whole) }, scopeOf(facts)),
      }
    }),
    total: { kpis: cells(whole, scope) },
  }
}

/** Facts that are the same for every row. */
const settingFacts = (facts: Facts): Facts => ({
  period_days: facts.period_days ?? null,
  clv_fixed_value: facts.clv_fixed_value ?? null,
  customer_lifetime_years: facts.customer_lifetime_years ?? null,
  monthly_churn: facts.monthly_churn ?? null,
})
