import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysOf, type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { dayOf } from '#kernel/zone.ts'
import { channelOf } from '#tracking/channel-rules.ts'
import { demoCalendar } from './calendar.ts'
import { type DemoCompany, demoCompany } from './demo-company.ts'
import { DEMO_KINDS, type DemoKind, demoId, demoIdRange } from './ids.ts'

const ZONE = 'Europe/Berlin'
const STAGES = { open: ['o1', 'o2', 'o3', 'o4'], won: 'won', lost: 'lost' }
const SOCIAL = ['organic_social', 'paid_social']

const companyAt = (lastMonth: string): DemoCompany =>
  demoCompany({ lastMonth: isoDate(lastMonth), timeZone: ZONE, stages: STAGES })

const company = companyAt('2026-10-01')

const valuesOf = (kind: DemoKind, of = company): Values[] =>
  of.records[kind].map((one) => one.values)
const dayIn = (instant: unknown): IsoDate => dayOf(Date.parse(String(instant)), ZONE)
const isIn = (instant: unknown, { from, until }: Period): boolean =>
  typeof instant === 'string' && from <= dayIn(instant) && dayIn(instant) < until
const sum = (values: readonly unknown[]): number =>
  values.reduce<number>((a, b) => a + Number(b), 0)
const countIn = (values: readonly Values[], field: string, period: Period): number =>
  values.filter((one) => isIn(one[field], period)).length

/** The channel that the rules of tracking give, or that of the campaign where no source is given. */
const campaignChannels = new Map(
  company.records.campaign.map(({ id, values }) => [id, String(values.channel)]),
)
function channelOfValues(one: Values): string {
  if (typeof one.channel === 'string') return one.channel
  const ofCampaign = campaignChannels.get(String(one.campaign_id))
  if (ofCampaign && !one.source && !one.medium) return ofCampaign
  return channelOf({
    source: one.source as string | null,
    medium: one.medium as string | null,
    campaign: one.campaign as string | null,
  }).channel
}

test('the same wish gives the same records', () => {
  assert.deepEqual(companyAt('2026-10-01'), company)
})

test('G3: the published month, counted by hand', () => {
  const month = company.periods.publishedMonth
  assert.equal(daysOf(month), 30)
  const counts = valuesOf('daily_count').filter(
    ({ date }) => String(date) >= month.from && String(date) < month.until,
  )
  assert.equal(sum(counts.map(({ visitors }) => visitors)), 30_000)
  const leads = valuesOf('lead')
  assert.equal(countIn(leads, 'mql_at', month), 1_000)
  assert.equal(countIn(leads, 'sql_at', month), 300)
  assert.equal(countIn(leads, 'opportunity_at', month), 120)
  const deals = valuesOf('opportunity')
  assert.equal(countIn(deals, 'opened_at', month), 120)
  const closed = deals.filter((deal) => isIn(deal.closed_at, month))
  const won = closed.filter((deal) => deal.stage_id === 'won')
  assert.deepEqual([closed.length, won.length], [120, 30])
  assert.equal(sum(won.map(({ amount }) => amount)), 75_000_000)
  const cycles = won.map(
    (deal) => Date.parse(String(deal.closed_at)) - Date.parse(String(deal.opened_at)),
  )
  assert.equal(sum(cycles), 30 * 90 * 86_400_000)
  assert.ok(new Set(cycles).size > 25, 'not one cycle thirty times')
})

test('G3: what enters in the published month ends as published', () => {
  const month = company.periods.publishedMonth
  const leads = valuesOf('lead')
  const mql = leads.filter((lead) => isIn(lead.mql_at, month))
  assert.equal(mql.filter((lead) => lead.sql_at).length, 300)
  const sql = leads.filter((lead) => isIn(lead.sql_at, month))
  assert.equal(sql.filter((lead) => lead.opportunity_at).length, 120)
  const opened = valuesOf('opportunity').filter((deal) => isIn(deal.opened_at, month))
  const ends = opened.map(({ stage_id }) => stage_id)
  assert.deepEqual(
    [ends.filter((end) => end === 'won').length, ends.filter((end) => end === 'lost').length],
    [30, 90],
  )
})

test('G1: the first year, added up by hand', () => {
  const year = company.periods.publishedYear
  const costs = valuesOf('cost').filter(
    ({ channel, from_date }) => SOCIAL.includes(String(channel)) && String(from_date) < year.until,
  )
  assert.equal(sum(costs.map(({ amount }) => amount)), 12_000_000)
  assert.deepEqual([...new Set(costs.map(({ category }) => category))].toSorted(), [
    'media',
    'personnel',
    'technology',
  ])
  const mql = valuesOf('lead').filter((lead) => isIn(lead.mql_at, year))
  assert.equal(mql.filter((lead) => SOCIAL.includes(channelOfValues(lead))).length, 142)
  const won = valuesOf('opportunity').filter(
    (deal) => deal.stage_id === 'won' && isIn(deal.closed_at, year),
  )
  assert.equal(won.length, 50)
  assert.equal(sum(won.map(({ amount }) => amount)), 150_000_000)
})

test('every month may be the last one: the published month has 30 days and closed deals', () => {
  // 30-day months: April, June, September, November. At least three months before the last one.
  const expected = {
    '2026-01-01': '2025-09-01',
    '2026-03-01': '2025-11-01',
    '2026-06-01': '2025-11-01',
    '2026-07-01': '2026-04-01',
    '2026-12-01': '2026-09-01',
    '2028-02-01': '2027-11-01',
  }
  for (const [last, published] of Object.entries(expected)) {
    const calendar = demoCalendar(isoDate(last), ZONE)
    assert.equal(calendar.month(calendar.published).from, published, last)
  }
  const { opportunity } = companyAt('2026-06-01').records
  const won = opportunity.filter(
    ({ values }) => values.stage_id === 'won' && String(values.closed_at).startsWith('2025-11'),
  )
  assert.equal(sum(won.map(({ values }) => values.amount)), 75_000_000)
})

test('nobody and nothing in it is real: addresses cannot exist', () => {
  const addresses = [...valuesOf('lead'), ...valuesOf('contact'), ...valuesOf('user')]
  for (const { email } of addresses) assert.match(String(email), /^[a-z.-]+@[a-z0-9-]+\.example$/)
  for (const { website } of valuesOf('account')) assert.match(String(website), /\.example$/)
  // Kept free for films by the Bundesnetzagentur: 0221 4710 000 to 999.
  for (const { phone } of valuesOf('contact')) assert.match(String(phone), /^\+49 221 4710\d{3}$/)
  const domains = valuesOf('account').map(({ website }) => website)
  assert.equal(new Set(domains).size, domains.length)
})

test('ids: of the kind and the place, in a range that nothing else is given', () => {
  assert.equal(demoId('team', 1), 'de300000-0001-8de3-8000-000000000001')
  for (const kind of DEMO_KINDS) {
    const { first, last } = demoIdRange(kind)
    const ids = company.records[kind].map(({ id }) => id)
    assert.equal(new Set(ids).size, ids.length, kind)
    assert.ok(
      ids.every((id) => first < id && id < last),
      kind,
    )
  }
})

test('nothing happens after the last month, and no lead is older than the first', () => {
  const last = company.periods.lastMonth.until
  const instants = [...valuesOf('lead'), ...valuesOf('opportunity'), ...valuesOf('touchpoint')]
    .flatMap((one) => Object.entries(one))
    .filter(([field]) => field.endsWith('_at') || field === 'created_on')
  for (const [field, instant] of instants) {
    if (instant !== null) assert.ok(dayIn(instant) < last, `${field} ${instant}`)
  }
  for (const { date } of valuesOf('revenue_entry')) assert.ok(String(date) < last)
  for (const { created_on } of valuesOf('lead')) assert.ok(dayIn(created_on) >= '2024-11-01')
})
