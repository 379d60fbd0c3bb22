import { isoDate, type Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { ChannelTable } from '#kpis/channel-table.ts'
import type { BlockKpi, CockpitBlock } from '#kpis/cockpit-blocks.ts'
import { calculationOf } from '#kpis/define.ts'
import type { FunnelPanel } from '#kpis/funnel-panel.ts'
import { periodWarningText } from '#kpis/period-warning.ts'
import { kpiById } from '#kpis/registry.ts'
import { type KpiResult, NOTES, REASONS } from '#kpis/result.ts'
import { periodName } from '#kpis/sentence.ts'
import type { KpiSettings } from '#kpis/settings.ts'
import {
  type BlockFacts,
  FACTS_VERSION,
  type FigureFacts,
  type ReportFacts,
  type ReportKind,
  type SplitRow,
} from './facts.ts'
import { proposalsOf } from './proposals.ts'
import { rhythmOf } from './report-period.ts'
import { SPLIT_FIGURES } from './split-figures.ts'
import { WORDS } from './words.ts'

/** What a report takes from the cockpit. */
export type CockpitAnswer = {
  readonly period: Period
  readonly before: Period
  readonly yearBefore: Period
  readonly currency: string
  readonly timeZone: string
  readonly attribution: { readonly model: string; readonly name: Text }
  readonly channelCost: 'own' | 'with_spread'
  readonly costCompleteness: { readonly empty: readonly string[] }
  readonly blocks: readonly (Omit<CockpitBlock, 'kpis'> & {
    readonly kpis: readonly BlockKpi[]
  })[]
  readonly months: readonly Period[]
  readonly funnel: FunnelPanel & { readonly sentence: Text }
  readonly channels: ChannelTable & { readonly warning: Text | null; readonly sentence: Text }
  readonly trust: {
    readonly completeness: readonly {
      readonly name: Text
      readonly filled: number
      readonly of: number
      readonly share: number | null
    }[]
    readonly changes: readonly {
      readonly date: string
      readonly title: Text
      readonly detail: string
    }[]
  }
}

export type SplitAnswer = readonly {
  readonly key: string
  readonly label: Text
  readonly kpis: Readonly<Record<string, KpiResult>>
}[]

export type Gathered = {
  readonly kind: ReportKind
  readonly companyName: string
  readonly address: string | null
  /** ISO instant. */
  readonly madeAt: string
  readonly settings: KpiSettings
  readonly cockpit: CockpitAnswer
  /** The model in words: how it shares, what it does not show. */
  readonly modelDescribes: readonly Text[]
  readonly comparison: readonly {
    readonly period: Period
    readonly kpis: Readonly<Record<string, KpiResult>>
  }[]
  readonly campaigns: SplitAnswer
  readonly products: SplitAnswer
  readonly teams: SplitAnswer
  readonly roi: ReportFacts['roi']
  readonly movers: ReportFacts['movers']
  readonly decisions: ReportFacts['decisions']
}

/** Changes in the measuring older than the curves have nothing to do with them. */
const CHANGES_SHOWN = 12

function figureFacts(kpi: BlockKpi, settings: KpiSettings): FigureFacts | null {
  const definition = kpiById(kpi.id)
  if (!definition) return null
  const { calculation } = calculationOf(definition, 'period', settings)
  const { current, change } = kpi
  const warning = current.warning ? [periodWarningText(current.warning)] : []
  return {
    id: kpi.id,
    name: kpi.name,
    unit: kpi.unit,
    formula: calculation.formula,
    source: definition.source,
    primary: kpi.primary,
    value: current.value,
    before: kpi.before.value,
    yearBefore: kpi.yearBefore.value,
    difference: change.difference,
    verdict: change.verdict,
    good: change.good,
    ...(current.reason && { reason: REASONS[current.reason] }),
    notes: [...(current.notes ?? []).map((note) => NOTES[note]), ...warning],
    ...(current.n !== undefined && { n: current.n }),
    ...(current.small && { small: true }),
    ...(current.interval && {
      interval: { low: current.interval.low, high: current.interval.high },
    }),
    ...(current.target && {
      target: {
        value: current.target.value,
        state: current.target.state,
        attainment: current.target.attainment,
      },
    }),
    trend: [...kpi.trend],
  }
}

const blockFacts = (
  { id, name, sentence, headline, kpis }: CockpitAnswer['blocks'][number],
  settings: KpiSettings,
): BlockFacts => ({
  id,
  name,
  sentence,
  headline,
  figures: kpis.flatMap((kpi) => figureFacts(kpi, settings) ?? []),
})

const valuesOf = (
  kpis: Readonly<Record<string, Pick<KpiResult, 'value'>>>,
): Record<string, number | null> =>
  Object.fromEntries(Object.entries(kpis).map(([id, { value }]) => [id, value]))

/** Rows that have any of the figures that a report shows, and nothing else of them: a company may have thousands. */
function splitRows(rows: SplitAnswer, id: keyof typeof SPLIT_FIGURES): SplitRow[] {
  const figures: readonly string[] = SPLIT_FIGURES[id]
  return rows
    .map(({ key, label, kpis }) => ({
      key,
      name: label,
      values: Object.fromEntries(figures.map((figure) => [figure, kpis[figure]?.value ?? null])),
    }))
    .filter(({ values }) => figures.some((figure) => (values[figure] ?? 0) !== 0))
}

const COST_KINDS = ['personnel', 'technology', 'media', 'external', 'production'] as const

function costKinds(cockpit: CockpitAnswer): ReportFacts['costKinds'] {
  const cost = cockpit.blocks.flatMap(({ kpis }) => kpis).find(({ id }) => id === 'marketing_cost')
  const inputs: Readonly<Record<string, number | null | undefined>> = cost?.current.inputs ?? {}
  return COST_KINDS.map((id) => ({
    id,
    name: { de: WORDS.de.costKinds[id], en: WORDS.en.costKinds[id] },
    cents: inputs[`cost_${id}`] ?? null,
  }))
}

/** Puts together what a report shows from the answers of the domains. */
export function factsOf(gathered: Gathered): ReportFacts {
  const { cockpit, settings } = gathered
  const { channels, funnel, trust } = cockpit
  const facts: ReportFacts = {
    version: FACTS_VERSION,
    kind: gathered.kind,
    rhythm: rhythmOf(cockpit.period),
    company: {
      name: gathered.companyName,
      currency: cockpit.currency,
      timeZone: cockpit.timeZone,
    },
    address: gathered.address,
    madeAt: gathered.madeAt,
    period: cockpit.period,
    before: cockpit.before,
    yearBefore: cockpit.yearBefore,
    model: {
      id: cockpit.attribution.model,
      name: cockpit.attribution.name,
      describes: [...gathered.modelDescribes],
    },
    emptyCostKinds: [...cockpit.costCompleteness.empty],
    costKinds: costKinds(cockpit),
    months: [...cockpit.months],
    blocks: cockpit.blocks.map((block) => blockFacts(block, settings)),
    channels: {
      cost: cockpit.channelCost,
      columns: channels.columns.map(({ id, name, unit }) => ({ id, name, unit })),
      rows: channels.rows.map(({ key, name, kpis }) => ({ key, name, values: valuesOf(kpis) })),
      total: valuesOf(channels.total.kpis),
      warning: channels.warning,
      sentence: channels.sentence,
    },
    funnel: {
      sentence: funnel.sentence,
      stages: funnel.stages.map(({ id, name, count, rate }) => ({
        id,
        name,
        count: count ?? null,
        rate: rate?.result.value ?? null,
        immature: rate?.result.notes?.includes('immature_cohort') ?? false,
      })),
    },
    trust: {
      completeness: trust.completeness.map(({ name, filled, of, share }) => ({
        name,
        filled,
        of,
        share,
      })),
      changes: trust.changes
        .slice(0, CHANGES_SHOWN)
        .map(({ date, title, detail }) => ({ date: isoDate(date), title, detail })),
    },
    comparison: gathered.comparison.map(({ period, kpis }) => ({
      period,
      name: { de: periodName(period, 'de'), en: periodName(period, 'en') },
      values: valuesOf(kpis),
    })),
    campaigns: splitRows(gathered.campaigns, 'campaigns'),
    products: splitRows(gathered.products, 'products'),
    teams: splitRows(gathered.teams, 'teams'),
    roi: gathered.roi,
    movers: gathered.movers,
    decisions: gathered.decisions,
    proposals: [],
  }
  return { ...facts, proposals: proposalsOf(facts) }
}
