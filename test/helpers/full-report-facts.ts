import { addDays, isoDate, type Period, periodBefore, quarterOf } from '../../src/kernel/period.ts'
import { BLOCKS, calculationOf } from '../../src/kpis/define.ts'
import { FACTS } from '../../src/kpis/facts.ts'
import { KPIS } from '../../src/kpis/registry.ts'
import { NOTES } from '../../src/kpis/result.ts'
import { periodName } from '../../src/kpis/sentence.ts'
import { DEFAULT_SETTINGS } from '../../src/kpis/settings.ts'
import type {
  DecisionFacts,
  FigureFacts,
  MoverFacts,
  ReportFacts,
  ReportKind,
  Rhythm,
} from '../../src/reports/facts.ts'
import { proposalsOf } from '../../src/reports/proposals.ts'
import { comparedPeriods } from '../../src/reports/report-period.ts'
import { SPLIT_FIGURES } from '../../src/reports/split-figures.ts'
import { figureFacts, reportFacts } from './report-facts.ts'

const both = (de: string, en = de) => ({ de, en })
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index))

const VALUES = { money: 123_456_78, money_per_day: 9_876_54, rate: 0.3456, ratio: 3.4 } as const
const amountOf = (unit: FigureFacts['unit']): number =>
  unit in VALUES ? VALUES[unit as keyof typeof VALUES] : 1_234

/** A figure with everything that one can carry: target, interval, cases, remarks. */
function fullFigure(kpi: (typeof KPIS)[number], index: number): FigureFacts {
  const value = amountOf(kpi.unit)
  const notes = Object.values(NOTES)
  return figureFacts(kpi.id, {
    ...{ name: kpi.name, unit: kpi.unit, source: kpi.source, primary: index < 8 },
    formula: calculationOf(kpi, 'period', DEFAULT_SETTINGS).calculation.formula,
    ...{ value, before: value * 0.8, yearBefore: value * 0.6, difference: value * 0.2 },
    ...{
      verdict: 'more',
      good: index % 2 === 0,
      n: 140,
      interval: { low: value * 0.9, high: value * 1.1 },
    },
    target: { value: value * 1.3, state: 'bad', attainment: 0.77 },
    notes: [notes[index % notes.length] ?? both('')],
    trend: times(13, (month) => value * (0.5 + month / 20)),
  })
}

const LONG =
  'Budget der Anzeigen auf LinkedIn um ein Drittel kürzen und auf Fachmessen umlegen, weil der CPL dort seit drei Quartalen über dem Zielwert liegt'

const decision = (index: number): DecisionFacts => ({
  ...{ id: `${index}`, title: `${index + 1}. ${LONG}`, by: 'Dr. Annegret Schulze-Wiedenbrück' },
  ...{
    decidedOn: isoDate('2026-09-14'),
    dueOn: isoDate('2026-10-31'),
    checkOn: isoDate('2026-12-15'),
  },
  expected: both('Kosten je Lead (CPL) sinkt auf 40,00 €', 'Cost per lead (CPL) falls to €40.00'),
  outcome: both(`teilweise eingetreten. ${LONG}. ${LONG}.`),
  ...{ owner: 'Dr. Annegret Schulze-Wiedenbrück', grounds: `${LONG}. ${LONG}. ${LONG}.` },
  figures: times(4, (figure) => both(`CPL, ${figure + 6}/2026: 63,00 €`)),
})

const mover = (index: number): MoverFacts => {
  const kpi = KPIS[index * 5] ?? KPIS[0]
  const facts = Object.entries(FACTS).slice(index * 3, index * 3 + 3)
  return {
    ...{ kpi: kpi?.id ?? '', name: kpi?.name ?? both(''), unit: 'money' },
    ...{ before: 100_000_00, now: 150_000_00, difference: 50_000_00, relative: 0.5, good: true },
    sentence: both(`${kpi?.name.de} von 100.000 € auf 150.000 € gestiegen (+50 %).`),
    drivers: facts.map(([fact, { name }]) => ({
      ...{ fact, name, before: 1_000, now: 1_500, relative: 0.5 },
      records: { before: 1_000, now: 1_500 },
    })),
  }
}

const RETURNS = [
  ...['direct', 'attributed', 'margin', 'lead_value', 'pipeline', 'social_selling', 'recruiting'],
  ...['retention', 'proxy'],
]

/**
 * The facts of a company that fills in everything: more channels, campaigns, products, decisions and remarks than a
 * report can show, with the longest names that people give.
 */
export function fullFacts(kind: ReportKind, rhythm: Rhythm): ReportFacts {
  const period: Period =
    rhythm === 'month'
      ? { from: isoDate('2026-10-01'), until: isoDate('2026-11-01') }
      : quarterOf(isoDate('2026-07-01'))
  const blocks = BLOCKS.map(({ id, name }) => ({
    ...{ id, name, headline: '' },
    sentence: both(`${LONG}.`),
    figures: KPIS.filter((kpi) => kpi.block === id).map(fullFigure),
  }))
  const values = Object.fromEntries(KPIS.map(({ id, unit }) => [id, amountOf(unit)]))
  const rows = (figures: readonly string[], count: number, name: string) =>
    times(count, (index) => ({
      key: `${index}`,
      name: both(`${name} ${index + 1} mit einem recht langen Namen`),
      values: Object.fromEntries(figures.map((id) => [id, (values[id] ?? 0) * (count - index)])),
    }))
  const columns = reportFacts().channels.columns
  const cells = { cost: 9_000_00, leads: 120, revenue: 4_000_00, won: 9, roi: -0.5 }
  const decisions = times(30, decision)
  const facts = reportFacts({
    ...{ kind, rhythm, period, before: periodBefore(period) },
    company: {
      name: 'Maschinenbau Müller-Lüdenscheidt & Söhne GmbH & Co. KG',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
    },
    madeAt: `${addDays(period.until, 2)}T06:30:00.000Z`,
    model: {
      id: 'position_based',
      name: both('Positionsbasiert', 'Position-based'),
      describes: times(4, () => both(`${LONG}.`)),
    },
    emptyCostKinds: ['production'],
    costKinds: times(5, (index) => ({
      id: `${index}`,
      name: both(`Kostenart ${index}`),
      cents: 20_000_00,
    })),
    blocks,
    channels: {
      ...{
        cost: 'with_spread',
        columns,
        sentence: both(`${LONG}.`),
        total: { ...cells, cost: 90_000_00 },
      },
      warning: both(`${LONG}.`),
      rows: times(28, (index) => ({
        key: `c${index}`,
        name: both(`Kanal Nummer ${index + 1} (bezahlt)`),
        values: cells,
      })),
    },
    funnel: {
      sentence: both(`${LONG}.`),
      stages: times(6, (index) => ({
        id: `${index}`,
        name: both(`Stufe ${index}`),
        count: 1_000,
        rate: 0.4,
        immature: false,
      })),
    },
    trust: {
      completeness: times(10, (index) => ({
        name: both(`Angabe ${index}`),
        filled: 40,
        of: 80,
        share: 0.5,
      })),
      changes: times(12, () => ({
        date: isoDate('2026-09-06'),
        title: both('Einwilligung geändert'),
        detail: `${LONG}. ${LONG}.`,
      })),
    },
    comparison: comparedPeriods(period).map((one) => ({
      ...{ period: one, values },
      name: both(periodName(one, 'de'), periodName(one, 'en')),
    })),
    campaigns: rows(SPLIT_FIGURES.campaigns, 60, 'Kampagne'),
    products: rows(SPLIT_FIGURES.products, 40, 'Produkt'),
    teams: rows(SPLIT_FIGURES.teams, 30, 'Team'),
    roi: {
      ...{ costCents: 100_000_00, missingKinds: [] },
      parts: RETURNS.map((id) => ({
        ...{ kind: id, name: both(`Ertrag ${id}`), certainty: both('gebucht', 'booked') },
        ...{ cents: 50_000_00, countedCents: 40_000_00, count: 123, without: 1.2 },
      })),
      strict: { kinds: ['direct'], returnCents: 50_000_00, roi: -0.5 },
      all: { kinds: RETURNS, returnCents: 400_000_00, roi: 3 },
      fullOverlap: { kinds: RETURNS, returnCents: 200_000_00, roi: 1 },
      warnings: times(4, () => both(`${LONG}.`)),
    },
    movers: times(6, mover),
    decisions: {
      taken: decisions,
      checked: decisions,
      due: decisions,
      proposed: decisions,
      overdue: decisions,
    },
  })
  return { ...facts, proposals: proposalsOf(facts) }
}
