import { isoDate, period } from '../../src/kernel/period.ts'
import type { FigureFacts, ReportFacts } from '../../src/reports/facts.ts'

const named = (name: string) => ({ de: name, en: `${name} (en)` })

/** A figure of October with 13 months of trend, by hand. */
export const figureFacts = (id: string, given: Partial<FigureFacts> = {}): FigureFacts => ({
  id,
  name: named(id),
  unit: 'money',
  formula: named('a / b'),
  source: 'K1',
  primary: true,
  value: 123_456_00,
  before: 100_000_00,
  yearBefore: null,
  difference: 23_456_00,
  verdict: 'more',
  good: true,
  notes: [],
  trend: [...Array.from({ length: 12 }, (_, month) => month * 1_000_00), 123_456_00],
  ...given,
})

/** Facts of a management report for October 2026, small enough to check by eye. */
export const reportFacts = (given: Partial<ReportFacts> = {}): ReportFacts => ({
  version: 1,
  kind: 'management',
  rhythm: 'month',
  company: { name: 'Prüf & Söhne GmbH', currency: 'EUR', timeZone: 'Europe/Berlin' },
  address: 'https://regelkreis.example.com',
  madeAt: '2026-11-02T06:30:00.000Z',
  period: period('2026-10-01', '2026-11-01'),
  before: period('2026-09-01', '2026-10-01'),
  yearBefore: period('2025-10-01', '2025-11-01'),
  model: { id: 'linear', name: named('Linear'), describes: [named('Jeder Kontakt zählt gleich.')] },
  emptyCostKinds: [],
  costKinds: [
    { id: 'personnel', name: named('Personal'), cents: 10_000_00 },
    { id: 'media', name: named('Media'), cents: 20_000_00 },
  ],
  months: Array.from({ length: 13 }, (_, index) => {
    const month = (at: number) => new Date(Date.UTC(2025, 9 + at, 1)).toISOString().slice(0, 10)
    return period(month(index), month(index + 1))
  }),
  blocks: [
    {
      id: 'result',
      name: named('Ergebnis'),
      sentence: named('Oktober 2026: 12 gewonnen.'),
      headline: 'revenue_won',
      figures: [
        figureFacts('revenue_won', {
          target: { value: 150_000_00, state: 'bad', attainment: 0.82 },
          interval: { low: 1, high: 2 },
        }),
        figureFacts('attributed_revenue', { value: 80_000_00 }),
        figureFacts('attributed_margin', { value: 50_000_00 }),
        figureFacts('marketing_cost', { value: 30_000_00, good: false }),
        figureFacts('win_rate', {
          unit: 'rate',
          value: 0.25,
          before: 0.231,
          difference: 0.019,
          verdict: 'no_clear_difference',
          good: null,
        }),
        figureFacts('clv', {
          value: null,
          difference: null,
          verdict: 'not_comparable',
          reason: named('Nicht definiert: Der Nenner ist 0.'),
        }),
      ],
    },
    ...(['efficiency', 'plannability', 'demand', 'trust'] as const).map((id) => ({
      id,
      name: named(id),
      sentence: named(`Oktober 2026: ${id}.`),
      headline: id,
      figures: [
        figureFacts(id === 'plannability' ? 'pipeline_velocity' : `${id}_figure`, { good: null }),
      ],
    })),
  ],
  channels: {
    cost: 'own',
    columns: [
      { id: 'cost', name: named('Marketingkosten'), unit: 'money' },
      { id: 'leads', name: named('Leads'), unit: 'count' },
      { id: 'revenue', name: named('zugeordneter Umsatz'), unit: 'money' },
      { id: 'won', name: named('Abschlüsse'), unit: 'count' },
      { id: 'roi', name: named('Marketing-ROI'), unit: 'ratio' },
    ],
    rows: [
      {
        key: 'paid_search',
        name: named('Suche (bezahlt)'),
        values: { cost: 20_000_00, leads: 40, revenue: 70_000_00, won: 9, roi: 2.5 },
      },
      {
        key: 'display',
        name: named('Display-Werbung'),
        values: { cost: 9_000_00, leads: 2, revenue: 1_000_00, won: 1, roi: -0.89 },
      },
    ],
    total: { cost: 30_000_00, leads: 42, revenue: 80_000_00, won: 12, roi: 1.667 },
    warning: null,
    sentence: named('Der meiste Umsatz: Suche (bezahlt).'),
  },
  funnel: {
    sentence: named('Engpass ist SQL.'),
    stages: [
      { id: 'leads', name: named('Leads'), count: 42, rate: null, immature: false },
      { id: 'mql', name: named('MQL'), count: 20, rate: 0.476, immature: false },
    ],
  },
  trust: {
    completeness: [{ name: named('Quelle'), filled: 40, of: 42, share: 40 / 42 }],
    changes: [
      { date: isoDate('2026-09-06'), title: named('Einwilligung'), detail: 'Banner <b>neu</b>' },
    ],
  },
  comparison: [
    {
      period: period('2026-09-01', '2026-10-01'),
      name: named('September 2026'),
      values: { revenue_won: 100_000_00 },
    },
    {
      period: period('2026-10-01', '2026-11-01'),
      name: named('Oktober 2026'),
      values: { revenue_won: 123_456_00 },
    },
  ],
  campaigns: [],
  products: [],
  teams: [],
  roi: null,
  movers: [],
  decisions: null,
  proposals: [],
  ...given,
})
