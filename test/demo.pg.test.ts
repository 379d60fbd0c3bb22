import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { readSettings } from '#company/io/settings.ts'
import { readAgenda } from '#decisions/io/agenda.ts'
import { readDetails } from '#decisions/io/figures.ts'
import { isoDate, period } from '#kernel/period.ts'
import { readCockpit } from '#kpis/io/cockpit.ts'
import { readKpis } from '#kpis/io/figures.ts'
import { KpiQuery } from '#kpis/query.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { readConfig } from '#platform/config.ts'
import { silentLog } from '#platform/log.ts'
import type { Db } from '#platform/records/binding.ts'
import type { Store } from '#platform/store.ts'
import { readSchedules, scheduleView } from '#reports/io/schedule-store.ts'
import { ScheduleView } from '#reports/shapes.ts'
import { command } from '../src/cli/commands/demo.ts'
import { composeCredits, composeDomain, DECLARED_SETTINGS } from '../src/compose.ts'
import { composeDecisions } from '../src/compose-decisions.ts'
import { composeDemo } from '../src/compose-demo.ts'
import { type TestDatabase, testDatabase } from './helpers/database.ts'
import { tableHashes } from './helpers/table-hashes.ts'

const NOW = new Date('2026-11-22T10:00:00Z')
const STARTER = { userId: null, name: 'Test' }

/** The last complete month is October 2026; the latest month of 30 days with all deals closed is June. */
const YEAR = { from: '2024-11-01', until: '2025-11-01' }
const LAST_MONTH = period('2026-10-01', '2026-11-01')
const MONTH = { from: '2026-06-01', until: '2026-07-01' }
const SOCIAL = ['organic_social', 'paid_social']

async function demoOf(database: TestDatabase<unknown>) {
  const domain = await composeDomain(database.db as Db)
  return composeDemo(domain, () => NOW, silentLog)
}

/** What `./regelkreis demo ...` prints. */
async function printed(database: TestDatabase<unknown>, args: string[]): Promise<string> {
  const lines: string[] = []
  await command.run(args, {
    config: readConfig({}),
    log: silentLog,
    now: () => NOW,
    out: (line) => lines.push(line),
    err: () => undefined,
    isTerminal: false,
    store: async () => ({ database }) as unknown as Store,
  })
  return lines.join('\n')
}

/** As the program answers: with the settings of the company, and the credits by its model. */
async function contextOf(db: Kysely<unknown>) {
  const current = () => readSettings(db, DECLARED_SETTINGS)
  const settings = KpiSettings.parse(await current())
  return { settings, now: NOW, credits: composeCredits(current, () => NOW) }
}

async function valuesOf(
  db: Kysely<unknown>,
  query: Record<string, unknown>,
): Promise<Record<string, number | null>> {
  const { kpis } = await readKpis(db, KpiQuery.parse(query), await contextOf(db))
  return Object.fromEntries(Object.entries(kpis).map(([id, { value }]) => [id, value]))
}

/**
 * All tables but the trail, which keeps that the demo company was there, and what is computed anew: the rollup and
 * attribution (docs/decisions/0014-demo-company.md).
 */
async function recordHashes(url: string): Promise<Record<string, string>> {
  const all = Object.entries(await tableHashes(url))
  const isLeftOut = (table: string) =>
    table === 'access.audit_event' ||
    table.startsWith('kpis.rollup') ||
    table.startsWith('attribution.')
  const hashes = Object.fromEntries(all.filter(([table]) => !isLeftOut(table)))
  assert.ok(Object.keys(hashes).length > 25, 'the comparison sees the tables')
  return hashes
}

const cockpitOf = async (db: Kysely<unknown>, query: Record<string, unknown>) =>
  readCockpit(
    db,
    { query: KpiQuery.parse(query), funnelView: query.view === 'cohort' ? 'cohort' : 'period' },
    await contextOf(db),
  )

test('demo: the published figures, then everything as it was', async (t) => {
  await using database = await testDatabase()
  const { db } = database
  await sql`insert into company.setting (key, value) values ('stale_days', '120')`.execute(db)
  const demo = await demoOf(database)
  const before = await recordHashes(database.url)
  const started = performance.now()
  await demo.runNow('load', STARTER)
  t.diagnostic(`loaded in ${((performance.now() - started) / 1000).toFixed(1)} s`)

  await t.test('G1: the first year, social media by cost, leads and won deals', async () => {
    const all = await valuesOf(db, YEAR)
    // G1 counts every deal with social media in its journey in full; in the demo it began as their lead.
    const social = await valuesOf(db, { ...YEAR, channel: SOCIAL, model: 'lead_source' })
    assert.equal(social.marketing_cost, 12_000_000)
    assert.equal(social.mql, 142)
    assert.equal(social.revenue_won, 42_000_000)
    assert.equal(social.attributed_revenue, 42_000_000)
    assert.equal(all.revenue_won, 150_000_000)
    assert.equal((social.won ?? 0) / (all.won ?? 1), 0.28)
    // (420,000 - 120,000) / 120,000: G1's ROI of the influenced revenue alone.
    assert.equal(social.marketing_roi, 2.5)
  })

  await t.test(
    'G1: cost kinds as stated, 8 hires of 3,500 EUR with the recruiting campaign',
    async () => {
      const { rows } = await sql<{ category: string; amount: number }>`
      select category, sum(amount)::bigint as amount from costs.entry
       where channel = any(${SOCIAL}) and from_date >= ${YEAR.from}::date and until_date <= ${YEAR.until}::date
       group by 1 order by 1`.execute(db)
      assert.deepEqual(rows, [
        { category: 'media', amount: 6_000_000 },
        { category: 'personnel', amount: 4_800_000 },
        { category: 'technology', amount: 1_200_000 },
      ])
      const recruiting = await valuesOf(db, { ...YEAR, channel: SOCIAL })
      assert.equal(recruiting.hires, 8)
      assert.equal(recruiting.recruiting_savings, 2_800_000)
      const ofCampaign = await sql<{ hires: number }>`
        select count(*) as hires from returns.hire join campaigns.campaign on campaign.id = hire.campaign_id
         where goal_type = 'recruiting'`.execute(db)
      assert.deepEqual(ofCampaign.rows, [{ hires: 8 }])
    },
  )

  await t.test('G1: 28 % of the won deals have a social touchpoint of their account', async () => {
    const { rows } = await sql<{ won: number; touched: number; amount: number }>`
      with won as (
        select opportunity.*, exists (
          select from tracking.touchpoint where touchpoint.account_id = opportunity.account_id
             and touchpoint.channel = any(${SOCIAL}) and occurred_at <= closed_at) as touched
          from crm.opportunity
         where outcome = 'won' and (closed_at at time zone 'Europe/Berlin')::date >= ${YEAR.from}::date
           and (closed_at at time zone 'Europe/Berlin')::date < ${YEAR.until}::date)
      select count(*) as won, count(*) filter (where touched) as touched,
             sum(amount) filter (where touched)::bigint as amount from won`.execute(db)
    assert.deepEqual(rows, [{ won: 50, touched: 14, amount: 42_000_000 }])
  })

  await t.test('G3: the funnel month by what happened in it', async () => {
    const figures = await valuesOf(db, MONTH)
    const counts = ['visitors', 'mql', 'sql', 'opportunities', 'won', 'lost'].map(
      (id) => figures[id],
    )
    assert.deepEqual(counts, [30_000, 1_000, 300, 120, 30, 90])
    assert.equal(figures.average_deal_value, 2_500_000)
    assertNear(figures.sales_cycle_days, 90)
    assertNear(figures.visitor_to_mql, 1 / 30)
    assert.equal(figures.mql_to_sql, 0.3)
    assert.equal(figures.sql_to_opportunity, 0.4)
    assert.equal(figures.opportunity_to_won, 0.25)
    assert.equal(figures.win_rate, 0.25)
    assertNear(figures.visitor_to_won, 0.001)
  })

  await t.test('G3: the funnel month by what became of it', async () => {
    const figures = await valuesOf(db, { ...MONTH, view: 'cohort' })
    assert.equal(figures.mql_to_sql, 0.3)
    assert.equal(figures.sql_to_opportunity, 0.4)
    assert.equal(figures.opportunity_to_won, 0.25)
  })

  await t.test('G3: velocity on both bases, beside what was won', async () => {
    const { velocity } = await cockpitOf(db, MONTH)
    const base = (id: string) => velocity.bases.find((line) => line.base === id)
    assertNear(base('open_stock')?.inputs.opportunities ?? null, 360)
    assertNear(base('open_stock')?.perDay ?? null, 2_500_000)
    assertNear(base('open_stock')?.per30Days ?? null, 75_000_000)
    assertNear(base('created_per_month')?.inputs.opportunities ?? null, 120)
    assertNear(base('created_per_month')?.perDay ?? null, 2_500_000 / 3)
  })

  await t.test('what decisions were kept on is what the figures still say', async () => {
    const domain = await composeDomain(db as Db)
    const parts = composeDecisions(domain, () => NOW)
    const { rows } = await sql<{ id: string; title: string }>`
      select id::text as id, title from decisions.decision order by id`.execute(db)
    assert.equal(rows.length, 5)
    const figures = (await Promise.all(rows.map(({ id }) => readDetails(parts, id)))).flatMap(
      (one) => one.figures,
    )
    assert.deepEqual(
      figures.map(({ kpi, role, value, today, why }) => [kpi, role, value, today === value, why]),
      [
        // 300 of 1,000 in June, 301 of 1,012 in July; 120 of 300 in June.
        ['mql_to_sql', 'ground', 0.3, true, []],
        ['mql_to_sql', 'check', 301 / 1_012, true, []],
        ['sql_to_opportunity', 'ground', 0.4, true, []],
      ],
    )
    const { parts: agenda } = await readAgenda(parts, LAST_MONTH, isoDate('2026-11-22'))
    const itemsOf = (part: string) => agenda.find(({ id }) => id === part)?.items ?? []
    assert.deepEqual(
      itemsOf('checks').map(({ sentence }) => sentence.de.split('.')[0]),
      ['Zu prüfen seit 01', 'Fällig seit 27'],
    )
    assert.equal(itemsOf('proposals').length, 1)
    for (const { items } of agenda) assert(items.length > 0, 'every part has something to show')
  })

  await t.test('ten of twelve contracts were renewed, and one invoice is there twice', async () => {
    const { renewal_rate, meetings } = await valuesOf(db, {
      from: '2025-11-01',
      until: '2026-11-01',
    })
    assert.equal(renewal_rate, 10 / 12)
    // 9 by social selling, 6 by telephone, 4 at events; three were missed.
    assert.equal(meetings, 19)
    const { rows } = await sql<{ lines: number; amount: number }>`
      select count(*) as lines, sum(amount)::bigint as amount from costs.entry where document_number = 'DN-4471'`.execute(
      db,
    )
    assert.deepEqual(rows, [{ lines: 2, amount: 2 * 68_400 }])
  })

  await t.test('its report schedule rests and goes to nobody', async () => {
    const [schedule, ...others] = await readSchedules(db)
    assert.deepEqual(others, [])
    assert.deepEqual([schedule?.active, schedule?.recipients], [false, []])
    assert(schedule && ScheduleView.safeParse(scheduleView(schedule, NOW, 'Europe/Berlin')).success)
  })

  await t.test('touchpoints of ads name their campaign, telephone calls none', async () => {
    const { trust } = await cockpitOf(db, MONTH)
    const share = (id: string) => trust.measurability.find(({ channel }) => channel === id)?.share
    assert.deepEqual([share('paid_search'), share('telephone')], [1, 0])
  })

  await t.test('targets stand at the head of the blocks', async () => {
    const { rows } = await sql<{ kpi: string; count: number }>`
      select kpi, count(*) as count from planning.target group by 1 order by 1`.execute(db)
    assert.deepEqual(
      rows.map(({ kpi, count }) => [kpi, count]),
      [
        ['attributable_lead_share', 12],
        ['cac', 12],
        ['mql_to_sql', 12],
        ['pipeline_velocity', 12],
        ['revenue_won', 12],
      ],
    )
  })

  await t.test('every lead has the channel its origin was made for', async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from leads.lead join campaigns.campaign on campaign.id = lead.campaign_id
       where lead.channel <> campaign.channel`.execute(db)
    assert.deepEqual(rows, [{ count: 0 }])
  })

  await t.test('it is loaded once, with one line in the audit trail', async () => {
    await assert.rejects(demo.runNow('load', STARTER), { code: 'demo.already_there' })
    const { rows } = await sql`
      select action, kind, actor_name, after->>'company' as company from access.audit_event`.execute(
      db,
    )
    assert.deepEqual(rows, [
      { action: 'load', kind: 'demo', actor_name: 'Test', company: 'Technik GmbH' },
    ])
    const { state, periods } = await demo.status()
    assert.equal(state, 'loaded')
    assert.deepEqual(periods, {
      last_month: { from: '2026-10-01', until: '2026-11-01' },
      published_month: MONTH,
      published_year: YEAR,
    })
  })

  // The program makes the coming months of recurring costs; what it made goes with them.
  await sql`insert into costs.entry (category, from_date, until_date, amount, recurring_id)
    select 'technology', '2026-11-01', '2026-12-01', 9900, id from costs.recurring where active limit 1`.execute(
    db,
  )
  const removing = performance.now()
  await demo.runNow('remove', STARTER)
  t.diagnostic(`removed in ${((performance.now() - removing) / 1000).toFixed(1)} s`)
  assert.deepEqual(await recordHashes(database.url), before)
  assert.equal((await demo.status()).state, 'none')
})

test('demo: stays out of a company with records, goes only when nothing holds on to it', async () => {
  await using database = await testDatabase()
  const { db } = database
  const demo = await demoOf(database)
  await sql`insert into crm.account (id, name) values ('11111111-1111-4111-8111-111111111111', 'Echt AG')`.execute(
    db,
  )
  await assert.rejects(demo.runNow('load', STARTER), { code: 'demo.company_not_empty' })
  await assert.rejects(demo.runNow('remove', STARTER), { code: 'demo.not_there' })
  assert.deepEqual((await demo.status()).own_records, ['account'])
  await sql`delete from crm.account`.execute(db)
  await sql`insert into company.setting (key, value) values ('company_name', '"Echt AG"')`.execute(
    db,
  )
  await sql`insert into access."user" (name) values ('emre talip')`.execute(db)

  await demo.start('load', STARTER)
  assert.equal((await demo.status()).state, 'loading')
  await demo.recover()
  await sql`insert into planning.target (kpi, period, from_date, amount)
    values ('cac', 'month', '2026-10-01', 100)`.execute(db)
  const { state, error } = await demo.status()
  assert.deepEqual([state, error], ['failed', 'demo.interrupted'], 'the process died before it ran')

  assert.match(await printed(database, []), /Published funnel +June 2026\n/)
  assert.match(await printed(database, []), /^Technik GmbH is there already/)
  assert.equal((await readSettings(db)).company_name, 'Echt AG')
  const targets = await sql<{ amount: number }>`select amount from planning.target`.execute(db)
  assert.deepEqual(targets.rows, [{ amount: 100 }], 'targets of its own stand')
  await sql`insert into leads.lead (created_on, last_name, campaign_id)
    select now(), 'Eigener', id from campaigns.campaign limit 1`.execute(db)
  await assert.rejects(
    demo.runNow('remove', STARTER),
    (error: { code?: string; problems?: unknown }) => {
      assert.equal(error.code, 'demo.in_use')
      assert.deepEqual(error.problems, [
        { field: 'lead', rule: 'demo.in_use', detail: { count: 1 } },
      ])
      return true
    },
  )
  assert.equal((await demo.status()).state, 'loaded')

  await sql`update leads.lead set campaign_id = null where last_name = 'Eigener'`.execute(db)
  await sql`update company.setting set value = '7' where key = 'customer_lifetime_years'`.execute(
    db,
  )
  assert.equal(await printed(database, ['--remove']), 'Technik GmbH is gone.')
  assert.deepEqual(JSON.parse(await printed(database, ['--remove', '--json'])), {
    state: 'none',
    company: 'Technik GmbH',
    periods: null,
  })
  const { rows } = await sql<{ last_name: string }>`select last_name from leads.lead`.execute(db)
  assert.deepEqual(rows, [{ last_name: 'Eigener' }])
  const settings = await readSettings(db)
  assert.equal(settings.customer_lifetime_years, 7, 'what somebody changed meanwhile stays')
  assert.equal(settings.margin_rate, null)
})

function assertNear(value: number | null | undefined, expected: number): void {
  assert.ok(
    value !== null &&
      value !== undefined &&
      Math.abs(value - expected) <= 1e-9 * Math.abs(expected),
    `${value} is not ${expected}`,
  )
}
