// Spreading of overheads, empty kinds of cost and budgets through the whole program, from rows of the database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { period } from '#kernel/period.ts'
import { ask } from '../../../test/helpers/app.ts'
import { testImports } from '../../../test/helpers/imports.ts'
import { signedIn } from '../../../test/helpers/overheads.ts'
import type { BudgetAlarms, BudgetOverview } from '../budget-shapes.ts'
import type { Allocation, CompletenessAnswer, KeyList, KeyPreview } from '../overhead-shapes.ts'
import { watchBudgets } from './budget-alarms.ts'
import { costsByChannel, readSpreading, readSpreadings } from './overhead-read.ts'

const FIRST_QUARTER = 'from=2026-01-01&until=2026-04-01'

/** Two campaigns, 900.00 of own cost and 100.00 of overheads in January. */
const LEDGER = sql`
  insert into campaigns.campaign (id, name, channel) values
    ('00000000-0000-4000-8000-00000000000a', 'Frühjahr', 'paid_search'),
    ('00000000-0000-4000-8000-00000000000b', 'Messe', 'trade_fair');
`
const COSTS = sql`
  insert into costs.entry (category, from_date, until_date, amount, channel, campaign_id, overhead) values
    ('media', '2026-01-10', '2026-01-11', 60000, null, '00000000-0000-4000-8000-00000000000a', null),
    ('external', '2026-01-12', '2026-01-13', 30000, null, '00000000-0000-4000-8000-00000000000b', null),
    ('technology', '2026-01-01', '2026-02-01', 10000, null, null, null)
`

test('allocation: own and spread by channel and campaign, and the key tried, set and taken back', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  await LEDGER.execute(db)
  await COSTS.execute(db)
  const allocation = async () =>
    (await ask(program, 'GET', `/api/costs/allocation?${FIRST_QUARTER}`, { cookie }))
      .body as Allocation
  // 10,000 * 60,000 / 90,000 = 6,666.7
  const bySpend = [
    { key: 'paid_search', own: 60_000, spread: 6667 },
    { key: 'trade_fair', own: 30_000, spread: 3333 },
  ]
  const before = await allocation()
  assert.deepEqual(before.channels.rows, bySpend)
  assert.deepEqual(
    before.campaigns.rows.map(({ key, spread }) => [before.labels[key], spread]),
    [
      ['Frühjahr', 6667],
      ['Messe', 3333],
    ],
  )
  assert.equal(before.channels.total, 100_000)

  const wanted = {
    key: 'fixed',
    shares: [
      { channel: 'paid_search', share: 0.25 },
      { channel: 'paid_social', share: 0.5 },
    ],
  }
  const trial = await ask(program, 'POST', '/api/costs/allocation/preview', {
    cookie,
    body: { ...wanted, from: '2026-01-01', until: '2026-04-01' },
  })
  const preview = trial.body as KeyPreview
  const fixed = [
    { key: 'paid_search', own: 60_000, spread: 2500 },
    { key: 'trade_fair', own: 30_000, spread: 0 },
    { key: 'paid_social', own: 0, spread: 5000 },
  ]
  assert.deepEqual(preview.before.channels.rows, bySpend)
  assert.deepEqual(preview.after.channels.rows, fixed)
  assert.equal(preview.after.channels.unallocated.reasons.rest, 2500)
  assert.deepEqual((await allocation()).channels.rows, bySpend, 'trying writes nothing')

  const saved = await ask(program, 'PUT', '/api/costs/allocation/keys', { cookie, body: wanted })
  assert.equal(saved.status, 200)
  assert.deepEqual((await allocation()).channels.rows, fixed)
  const keys = (await ask(program, 'GET', '/api/costs/allocation/keys', { cookie })).body as KeyList
  assert.deepEqual(
    keys.items.map(({ key, shares }) => [key, shares.length]),
    [['fixed', 2]],
  )
  const { action } = saved.body as { action: string }
  const undone = await ask(program, 'POST', `/api/overhead-keys/actions/${action}/undo`, { cookie })
  assert.equal(undone.status, 200, JSON.stringify(undone.body))
  assert.deepEqual((await allocation()).channels.rows, bySpend)
})

test('allocation: what is spread on a campaign is cost of its channel, tried and set alike', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  await LEDGER.execute(db)
  await sql`
    insert into costs.entry (category, from_date, until_date, amount)
    values ('technology', '2026-01-05', '2026-01-06', 10000)
  `.execute(db)
  const campaign_id = '00000000-0000-4000-8000-00000000000b'
  const wanted = { key: 'fixed', shares: [{ campaign_id, share: 0.4 }] }
  // 100.00 x 0.4 = 40.00 for a fair without cost of its own; 60.00 stay with nobody
  const fair = [{ key: 'trade_fair', own: 0, spread: 4000 }]
  const trial = await ask(program, 'POST', '/api/costs/allocation/preview', {
    cookie,
    body: { ...wanted, from: '2026-01-01', until: '2026-04-01' },
  })
  assert.deepEqual((trial.body as KeyPreview).after.channels.rows, fair)
  await ask(program, 'PUT', '/api/costs/allocation/keys', { cookie, body: wanted })
  const { body } = await ask(program, 'GET', `/api/costs/allocation?${FIRST_QUARTER}`, { cookie })
  const { channels, campaigns } = body as Allocation
  assert.deepEqual(channels.rows, fair)
  assert.deepEqual(channels.unallocated.reasons, {
    no_weights: 0,
    rest: 6000,
    kept: 0,
    no_place: 0,
  })
  assert.deepEqual(campaigns.rows, [{ key: campaign_id, own: 0, spread: 4000 }])
})

test('allocation: shares above the whole and shares for another key are refused', async () => {
  await using company = await signedIn()
  const { program, cookie } = company
  const rulesOf = async (body: object) => {
    const answer = await ask(program, 'PUT', '/api/costs/allocation/keys', { cookie, body })
    const { error } = answer.body as { error: { problems: { rule: string }[] } }
    return error.problems.map(({ rule }) => rule)
  }
  const share = { channel: 'paid_search', share: 0.6 }
  assert.deepEqual(
    await rulesOf({ key: 'fixed', shares: [share, { ...share, channel: 'email' }] }),
    ['costs.shares_above_one'],
  )
  assert.deepEqual(await rulesOf({ key: 'leads', shares: [share] }), ['costs.shares_needed'])
  assert.deepEqual(await rulesOf({ key: 'fixed' }), ['costs.shares_needed'])
})

test('allocation: by leads of the month and by hours of a week across two months', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  await LEDGER.execute(db)
  await COSTS.execute(db)
  // Midnight in Berlin: the first lead is of January, the last of February.
  await sql`
    insert into leads.lead (channel, created_on, stage) values
      ('paid_search', '2025-12-31T23:30:00Z', 'new'), ('trade_fair', '2026-01-20T10:00:00Z', 'new'),
      ('trade_fair', '2026-01-21T10:00:00Z', 'new'), ('trade_fair', '2026-01-22T10:00:00Z', 'new'),
      ('paid_search', '2026-01-31T23:30:00Z', 'new')
  `.execute(db)
  // 7 hours on 3 days of January and 4 of February; 9 hours in January
  await sql`
    insert into costs.time_entry (from_date, until_date, hours, rate, amount, channel) values
      ('2026-01-29', '2026-02-05', 7, 5000, 35000, 'paid_social'), ('2026-01-05', '2026-01-06', 9, 5000, 45000, 'email')
  `.execute(db)
  const spreadBy = async (key: string) => {
    await ask(program, 'PUT', '/api/costs/allocation/keys', { cookie, body: { key } })
    const { body } = await ask(
      program,
      'GET',
      '/api/costs/allocation?from=2026-01-01&until=2026-02-01',
      { cookie },
    )
    const { rows } = (body as Allocation).channels
    return Object.fromEntries(rows.map(({ key: channel, spread }) => [channel, spread]))
  }
  assert.deepEqual(await spreadBy('leads'), { paid_search: 2500, trade_fair: 7500 })
  // 3 to 9 hours
  assert.deepEqual(await spreadBy('hours'), {
    paid_search: 0,
    trade_fair: 0,
    email: 7500,
    paid_social: 2500,
  })
})

test('allocation: whatever is in the ledger, channels and unallocated are its total', async () => {
  await using company = await signedIn()
  const { db } = company
  await LEDGER.execute(db)
  const anyEntry = fc.record({
    category: fc.constantFrom('personnel', 'media', 'external', 'sales'),
    from: fc.integer({ min: -40, max: 120 }),
    days: fc.integer({ min: 1, max: 90 }),
    amount: fc.integer({ min: -100_000, max: 5_000_000 }),
    channel: fc.constantFrom(null, 'paid_search', 'email'),
    campaign: fc.constantFrom(null, '00000000-0000-4000-8000-00000000000b'),
    overhead: fc.constantFrom(null, 'spread', 'keep'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 30 }), async (entries) => {
      await sql`delete from costs.entry`.execute(db)
      await sql`
        insert into costs.entry (category, from_date, until_date, amount, channel, campaign_id, overhead)
        select category, date '2026-01-01' + "from", date '2026-01-01' + "from" + days, amount, channel, campaign, overhead
          from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
            as given (category text, "from" int, days int, amount bigint, channel text, campaign uuid, overhead text)
      `.execute(db)
      for (const [from, until] of [
        ['2026-01-01', '2026-04-01'],
        ['2026-01-17', '2026-03-05'],
      ] as const) {
        const { rows } = await sql<{ sum: number }>`
          select coalesce(sum(kpis.booked(amount, from_date, until_date, ${from}::date, ${until}::date)), 0)::bigint as sum
            from costs.counted_entry where from_date < ${until}::date and until_date > ${from}::date
        `.execute(db)
        const period = { from, until } as unknown as Parameters<typeof costsByChannel>[1]
        const costs = await costsByChannel(db, period, 'Europe/Berlin')
        const sum = costs.rows.reduce((all, { own, spread }) => all + own + spread, 0)
        assert.equal(sum + costs.unallocated.cents, rows[0]?.sum)
      }
    }),
    { numRuns: 40, seed: 6 },
  )
})

test('figures: channels count own cost, and by the setting what is spread on them; the company stays the same', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  await LEDGER.execute(db)
  await COSTS.execute(db)
  type Cost = { readonly value: number | null; readonly notes?: readonly string[] }
  type Answer = {
    readonly kpis: { readonly marketing_cost: Cost }
    readonly by?: readonly {
      readonly key: string
      readonly kpis: { readonly marketing_cost: Cost }
    }[]
  }
  const read = async (query: string) =>
    (await ask(program, 'GET', `/api/kpis?${FIRST_QUARTER}&${query}`, { cookie })).body as Answer
  const byChannel = async () => {
    const { kpis, by } = await read('by=channel')
    const rows = by?.map((row) => [row.key, row.kpis.marketing_cost.value])
    return [...(rows ?? []).toSorted(), ['all', kpis.marketing_cost.value]]
  }
  assert.deepEqual(await byChannel(), [
    ['(none)', 10_000],
    ['paid_search', 60_000],
    ['trade_fair', 30_000],
    ['all', 100_000],
  ])
  const changed = await ask(program, 'PATCH', '/api/settings', {
    cookie,
    body: { changes: { channel_cost: 'with_spread' } },
  })
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
  assert.deepEqual(await byChannel(), [
    ['(none)', 0],
    ['paid_search', 66_667],
    ['trade_fair', 33_333],
    ['all', 100_000],
  ])
  const { marketing_cost: one } = (await read('channel=paid_search')).kpis
  assert.equal(one.value, 66_667)
  assert(one.notes?.includes('with_spread'))
})

test('completeness: what is spread on a channel makes its cost more complete', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  await LEDGER.execute(db)
  await COSTS.execute(db)
  const { body } = await ask(
    program,
    'GET',
    `/api/costs/completeness?${FIRST_QUARTER}&channel=paid_search`,
    { cookie },
  )
  const { own, withSpread, ledger } = body as CompletenessAnswer
  assert.deepEqual(own.missing, ['personnel', 'technology', 'external', 'production'])
  assert.deepEqual(withSpread.missing, ['personnel', 'external', 'production'])
  assert.deepEqual(ledger.missing, ['personnel', 'production'])
  assert.equal(ledger.warning, 'no_personnel')
})

// The clock of the program stands at 2 March 2026, 09:00.
test('budgets: plan, committed and actual by day, alarms raised and cleared by the job', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  await LEDGER.execute(db)
  await sql`
    insert into costs.entry (category, from_date, until_date, amount, campaign_id) values
      ('personnel', '2026-03-01', '2026-04-01', 310000, '00000000-0000-4000-8000-00000000000a'),
      ('media', '2026-03-01', '2026-03-02', 50000, '00000000-0000-4000-8000-00000000000a'),
      ('media', '2026-02-10', '2026-02-11', 9000, null)
  `.execute(db)
  const made = await ask(program, 'POST', '/api/budgets', {
    cookie,
    body: {
      month: '2026-03-17',
      campaign_id: '00000000-0000-4000-8000-00000000000a',
      planned: 350_000,
      ordered: 20_000,
    },
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const overview = (
    await ask(program, 'GET', '/api/budgets/overview?from=2026-02-01&until=2026-04-01', { cookie })
  ).body as BudgetOverview
  const group = overview.groups.find(({ source }) => source === 'months')
  // two of 31 days of the salary are over: 310,000 * 2 / 31 = 20,000, and 50,000 of media
  assert.deepEqual(
    [group?.planned, group?.actual, group?.committed, group?.forecast, group?.state],
    [350_000, 70_000, 310_000, 380_000, 'will_exceed'],
  )
  assert.equal(overview.unplanned, 9000)
  assert.equal(overview.total.actual, 79_000)

  const parts = {
    db,
    now: company.now,
    timeZone: () => 'Europe/Berlin',
    settings: async () => ({}),
  }
  const alarms = async () =>
    (await ask(program, 'GET', '/api/budgets/alarms', { cookie })).body as BudgetAlarms
  assert.equal(await watchBudgets(parts), 1)
  assert.equal(await watchBudgets(parts), 0, 'the same alarm is raised once')
  const [alarm] = (await alarms()).items
  assert.deepEqual(
    [alarm?.month, alarm?.state, alarm?.forecast],
    ['2026-03-01', 'will_exceed', 380_000],
  )
  await sql`update costs.budget set planned = 400000`.execute(db)
  await watchBudgets(parts)
  assert.deepEqual((await alarms()).items, [])
})

test('budgets: the amount of a campaign holds over its days where no month has a budget', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  await sql`
    insert into campaigns.campaign (id, name, budget, starts_on, ends_on)
    values ('00000000-0000-4000-8000-00000000000c', 'Lang', 300000, '2026-01-01', '2026-03-31')
  `.execute(db)
  await sql`
    insert into costs.entry (category, from_date, until_date, amount, campaign_id)
    values ('external', '2026-01-05', '2026-01-06', 280000, '00000000-0000-4000-8000-00000000000c')
  `.execute(db)
  const { groups } = (
    await ask(program, 'GET', '/api/budgets/overview?from=2026-03-01&until=2026-04-01', { cookie })
  ).body as BudgetOverview
  // March is 31 of 90 days: 300,000 * 31 / 90 = 103,333.3; 280,000 spent and March to come
  assert.deepEqual(
    groups.map(({ source, planned, actual, state, run }) => [
      source,
      planned,
      actual,
      state,
      run?.forecast,
    ]),
    [['campaign', 103_333, 0, 'will_exceed', 383_333]],
  )
})

const PLAN = 'Monat;Kampagne;Kostenart;Plan (netto)'
const BUDGET_FILE = {
  kind: 'budget',
  columns: {
    Monat: 'month',
    Kampagne: 'campaign_id',
    Kostenart: 'category',
    'Plan (netto)': 'planned',
  },
}

test('budgets: a plan comes in as a file, and its next version changes what is there', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await workplace.rows(
    `insert into campaigns.campaign (name) values ('Frühjahr'), ('Messe') returning id`,
  )
  const version = async (name: string, lines: readonly string[]) => {
    const path = await workplace.file(name, `${PLAN}\n${lines.join('\n')}\n`)
    await workplace.commit([path], { mappings: [BUDGET_FILE] })
    return workplace.rows<{ readonly planned: number }>(
      `select month, campaign.name, category, planned from costs.budget
         left join campaigns.campaign on campaign.id = campaign_id order by month, name, category`,
    )
  }
  assert.deepEqual(
    await version('plan.csv', [
      '01.03.2026;Frühjahr;;1.000,00',
      '15.03.2026;Messe;media;250,50',
      '01.04.2026;;;80,00',
    ]),
    [
      { month: '2026-03-01', name: 'Frühjahr', category: null, planned: 100_000 },
      { month: '2026-03-01', name: 'Messe', category: 'media', planned: 25_050 },
      { month: '2026-04-01', name: null, category: null, planned: 8000 },
    ],
  )
  assert.deepEqual(
    (await version('plan-2.csv', ['01.03.2026;Messe;media;300,00', '01.04.2026;;;90,00'])).map(
      ({ planned }) => planned,
    ),
    [100_000, 30_000, 9000],
  )
})

test('allocation: two halves of a month are spread as the month is, by every key', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  await LEDGER.execute(db)
  // own cost, hours and leads lie in one half of January each; the overhead is spread over all of it
  await sql`
    insert into costs.entry (category, from_date, until_date, amount, channel) values
      ('media', '2026-01-05', '2026-01-06', 60000, 'paid_search'),
      ('external', '2026-01-25', '2026-01-26', 30000, 'trade_fair'),
      ('technology', '2026-01-01', '2026-02-01', 31000, null)
  `.execute(db)
  await sql`insert into costs.work_role (id, name, rate) values
    ('00000000-0000-4000-8000-0000000000aa', 'Redaktion', 0)`.execute(db)
  await sql`
    insert into costs.time_entry (from_date, until_date, hours, role_id, rate, amount, channel) values
      ('2026-01-05', '2026-01-06', 8, '00000000-0000-4000-8000-0000000000aa', 0, 0, 'paid_search'),
      ('2026-01-25', '2026-01-26', 2, '00000000-0000-4000-8000-0000000000aa', 0, 0, 'trade_fair')
  `.execute(db)
  const spread = async (span: string) => {
    const { body } = await ask(program, 'GET', `/api/costs/allocation?${span}`, { cookie })
    return Object.fromEntries(
      (body as Allocation).channels.rows.map((row) => [row.key, row.spread]),
    )
  }
  const halves = ['from=2026-01-01&until=2026-01-16', 'from=2026-01-16&until=2026-02-01'] as const
  // 310.00 over 31 days: 150.00 in the first 15, 160.00 in the others; 2 to 1 by spend
  assert.deepEqual(await spread(halves[0]), { paid_search: 10_000, trade_fair: 5_000 })
  assert.deepEqual(await spread(halves[1]), { paid_search: 10_667, trade_fair: 5_333 })
  await sql`insert into costs.overhead_key (key) values ('hours')`.execute(db)
  // 8 to 2 hours
  assert.deepEqual(await spread(halves[0]), { paid_search: 12_000, trade_fair: 3_000 })
  assert.deepEqual(await spread(halves[1]), { paid_search: 12_800, trade_fair: 3_200 })
  const ever = await ask(program, 'GET', '/api/costs/allocation?from=0001-01-01&until=9999-01-01', {
    cookie,
  })
  assert.equal(ever.status, 400)
  const budgets = await ask(
    program,
    'GET',
    '/api/budgets/overview?from=0001-01-01&until=9999-01-01',
    {
      cookie,
    },
  )
  assert.equal(budgets.status, 400)
})

test('allocation: several periods at once are what each is alone', async () => {
  await using company = await signedIn()
  const { db } = company
  await LEDGER.execute(db)
  await COSTS.execute(db)
  const periods = [
    period('2025-12-01', '2026-01-01'),
    period('2026-01-01', '2026-02-01'),
    period('2026-01-10', '2026-01-20'),
    period('2026-01-01', '2026-04-01'),
  ]
  const together = await readSpreadings(db, periods, 'UTC')
  for (const [index, one] of periods.entries()) {
    assert.deepEqual(together[index], await readSpreading(db, one, 'UTC'), one.from)
  }
})

test('allocation: changed fixed shares leave no old split behind', async () => {
  await using company = await signedIn()
  const { program, cookie, db } = company
  const put = async (key: object) => {
    const answer = await ask(program, 'PUT', '/api/costs/allocation/keys', { cookie, body: key })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body as { action: string }
  }
  const splits = async () =>
    (await sql<{ name: string }>`select name from costs.split order by name`.execute(db)).rows.map(
      ({ name }) => name,
    )
  const half = (channel: string) => ({ key: 'fixed', shares: [{ channel, share: 0.5 }] })
  await put(half('email'))
  const second = await put(half('trade_fair'))
  await put({ ...half('email'), category: 'personnel', valid_from: '2026-03-01' })
  assert.deepEqual(await splits(), ['Umlage', 'Umlage Personal ab 2026-03-01'])
  await put({ key: 'spend' })
  assert.deepEqual(await splits(), ['Umlage Personal ab 2026-03-01'])
  const undone = await ask(program, 'POST', `/api/overhead-keys/actions/${second.action}/undo`, {
    cookie,
  })
  assert.equal(undone.status, 409, 'changed since')
})
