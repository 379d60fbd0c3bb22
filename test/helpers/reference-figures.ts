import assert from 'node:assert/strict'
import { reference } from './imports.ts'

// What the real exports must come to, whichever way they went in and their figures came out. The
// expected values are those of the `reference.json` beside each export.

/** One figure, as the API, `readKpis` and `./regelkreis kpis --json` all give it. */
type Figure = {
  readonly value: number | null
  readonly inputs: Readonly<Record<string, number | null | undefined>>
  readonly n?: number
}
export type Results = Readonly<Record<string, Figure>>

/** Figures of a query, and their rows by the name a person reads (sources and months: by the key). */
export type Ask = (
  query: Readonly<Record<string, string>>,
) => Promise<{ readonly kpis: Results; readonly by: ReadonlyMap<string, Results> }>

/** References have six decimals. */
const close = (actual: number | null | undefined, expected: number, what: string) =>
  assert(Math.abs((actual ?? Number.NaN) - expected) <= 1e-6, `${what}: ${actual}, not ${expected}`)

type Origin = {
  mql: number
  closed: number
  conversion_rate: number
  median_days_fractional: number
  gross_revenue_brl: number
}
type Month = { mql: number; conversion_rate: number }
type Olist = {
  rows: { mql: number }
  overall: {
    conversion_rate: number
    mean_days_fractional: number
    median_days_fractional: number
    gross_revenue_brl: number
  }
  by_origin: Record<string, Origin>
  by_first_contact_month: Record<string, Month>
  closed_by_won_month: Record<string, number>
}

/** The files of the Olist funnel; deals come before their leads on purpose. */
export const OLIST_FILES = [
  'olist_funnel/olist_closed_deals_dataset.csv',
  'olist_funnel/olist_marketing_qualified_leads_dataset.csv',
  'olist_funnel/olist_seller_revenue.csv',
]

/** MQL, won, conversion, days and revenue by origin and month. For a company in UTC and BRL. */
export async function assertOlist(ask: Ask): Promise<void> {
  const expected = reference<Olist>('olist_funnel')
  const all = { from: '2010-01-01', until: '2030-01-01', view: 'cohort' }
  const { kpis, by: rows } = await ask({ ...all, by: 'source' })
  assert.equal(kpis.mql?.value, expected.rows.mql)
  close(kpis.lead_to_won?.value, expected.overall.conversion_rate, 'conversion')
  close(kpis.sales_cycle_days?.value, expected.overall.mean_days_fractional, 'mean days')
  close(kpis.sales_cycle_median_days?.value, expected.overall.median_days_fractional, 'median')

  for (const [origin, one] of Object.entries(expected.by_origin)) {
    const row = rows.get(origin === '(blank)' ? '' : origin)
    assert.equal(row?.mql?.value, one.mql, origin)
    assert.equal(row?.lead_to_won?.inputs.leads_became_won, one.closed, origin)
    close(row?.lead_to_won?.value, one.conversion_rate, origin)
    close(row?.sales_cycle_median_days?.value, one.median_days_fractional, origin)
    assert.equal(row?.revenue_received?.value, Math.round(one.gross_revenue_brl * 100), origin)
  }
  // 13,591,643.70 in all (grand total of the data), the rest belongs to sellers without a lead
  const without = rows.get('(none)')?.revenue_received?.value ?? 0
  assert.equal(without, 1_359_164_370 - Math.round(expected.overall.gross_revenue_brl * 100))
  assert.equal(rows.size, Object.keys(expected.by_origin).length + 1)

  const months = { from: '2017-06-01', until: '2018-12-01', view: 'cohort', by: 'month' }
  const { by: byMonth } = await ask(months)
  for (const [month, { mql, conversion_rate }] of Object.entries(expected.by_first_contact_month)) {
    assert.equal(byMonth.get(month)?.mql?.value, mql, month)
    close(byMonth.get(month)?.lead_to_won?.value, conversion_rate, month)
  }
  for (const [month, closed] of Object.entries(expected.closed_by_won_month)) {
    assert.equal(byMonth.get(month)?.sales_cycle_days?.n, closed, month)
  }
}

type Pipeline = {
  won: number
  lost: number
  open: number
  win_rate: number
  avg_won_amount: number
  avg_cycle_days_won: number
  median_cycle_days_won: number
  open_amount: number
  won_amount: number
  velocity_per_day_open: number
}
type Campaign = { id: string; name: string; roi: number }
type Zoho = {
  overall: Pipeline
  by_owner: Record<string, Pipeline>
  by_lead_source: Record<string, Pipeline>
  campaigns: { roi_total: number; top5_by_won_amount: Campaign[] }
}

export const ZOHO_FILES = [
  'Accounts',
  'Campaign_Lead_Status',
  'Campaigns',
  'Contacts',
  'Leads',
  'Potentials',
  'Users',
].map((name) => `zoho_crm_demo/${name}.csv`)

function assertPipeline(kpis: Results | undefined, one: Pipeline, what: string) {
  assert.equal(kpis?.win_rate?.inputs.won_count, one.won, what)
  assert.equal(kpis?.win_rate?.inputs.lost_count, one.lost, what)
  close(kpis?.win_rate?.value, one.win_rate, what)
  close((kpis?.average_deal_value?.value ?? Number.NaN) / 100, one.avg_won_amount, what)
  close(kpis?.sales_cycle_days?.value, one.avg_cycle_days_won, what)
  close(kpis?.sales_cycle_median_days?.value, one.median_cycle_days_won, what)
  assert.equal(kpis?.open_opportunities?.value, one.open, what)
  close((kpis?.pipeline_value?.value ?? Number.NaN) / 100, one.open_amount, what)
  close((kpis?.pipeline_velocity?.value ?? Number.NaN) / 100, one.velocity_per_day_open, what)
}

/**
 * Three opportunities of the export state no source (lines 1221, 1847 and 2283 of Potentials.csv). The
 * reference leaves them out of its sources; here they count for the source of their lead (LEADID 3923,
 * 4895, 1811 in Leads.csv). Amounts in units of the currency.
 */
const SOURCE_OF_THEIR_LEAD: Readonly<
  Record<string, { won: number; wonAmount: number; open: number; openAmount: number }>
> = {
  'Employee Referral': { won: 1, wonAmount: 17_600, open: 0, openAmount: 0 },
  'External Referral': { won: 0, wonAmount: 0, open: 1, openAmount: 105_100 },
  'Public Relations': { won: 1, wonAmount: 10_900, open: 0, openAmount: 0 },
}

function assertSources(bySource: ReadonlyMap<string, Results>, expected: Zoho['by_lead_source']) {
  for (const [source, one] of Object.entries(expected)) {
    const kpis = bySource.get(source)
    const more = SOURCE_OF_THEIR_LEAD[source]
    if (!more) assertPipeline(kpis, one, source)
    assert.equal(kpis?.win_rate?.inputs.won_count, one.won + (more?.won ?? 0), source)
    assert.equal(kpis?.win_rate?.inputs.lost_count, one.lost, source)
    assert.equal(kpis?.open_opportunities?.value, one.open + (more?.open ?? 0), source)
    const amount = (units: number, extra = 0) => Math.round((units + extra) * 100)
    assert.equal(kpis?.revenue_won?.value, amount(one.won_amount, more?.wonAmount), source)
    assert.equal(kpis?.pipeline_value?.value, amount(one.open_amount, more?.openAmount), source)
  }
}

/** Win rate, amounts, cycle, velocity and ROI. For a company in UTC, USD, velocity base `open_at_end`. */
export async function assertZoho(ask: Ask): Promise<void> {
  const expected = reference<Zoho>('zoho_crm_demo')
  const all = { from: '2010-01-01', until: '2030-01-01' }
  const { kpis, by: byOwner } = await ask({ ...all, by: 'owner' })
  assertPipeline(kpis, expected.overall, 'all')
  for (const [name, one] of Object.entries(expected.by_owner)) {
    assertPipeline(byOwner.get(name), one, name)
  }
  close(kpis.marketing_roi?.value, expected.campaigns.roi_total, 'ROI')
  const { by: bySource } = await ask({ ...all, by: 'source' })
  assertSources(bySource, expected.by_lead_source)
  const { by: byCampaign } = await ask({ ...all, by: 'campaign' })
  for (const { name, roi } of expected.campaigns.top5_by_won_amount) {
    close(byCampaign.get(name)?.marketing_roi?.value, roi, name)
  }
}
