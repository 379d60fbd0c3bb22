// Costs that come again, through the whole program: made ahead, changed, prolonged, taken back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledger, type Row } from './helpers/ledger.ts'

test('ledger: costs that come again are made ahead, once, divided, and taken back', async () => {
  await using site = await ledger()
  const { call, create, all, march } = site
  const split = await create('cost-splits', { name: 'Social und Messe' })
  await create('cost-shares', { split_id: split.id, channel: 'organic_social', share: 0.6 })
  await create('cost-shares', { split_id: split.id, channel: 'trade_fair', share: 0.3 })
  const salary = await create('recurring-costs', {
    name: 'Halbe Stelle Content',
    category: 'personnel',
    amount: 500_001,
    share: 0.5,
    rhythm: 'month',
    from_date: '2026-03-01',
    until_date: '2026-05-01',
    split_id: split.id,
  })
  await create('recurring-costs', {
    name: 'CRM in Dollar',
    category: 'technology',
    amount: 10_000,
    currency: 'USD',
    rhythm: 'month',
    from_date: '2026-03-01',
    until_date: '2026-04-01',
  })
  type Made = { count: number; refused: { name: string; rule: string }[] }
  const first = await call<Made>('POST', 'recurring-costs/make')
  assert.deepEqual(first.body, {
    count: 4,
    refused: [{ name: 'CRM in Dollar', rule: 'costs.no_rate' }],
  })
  // 5,000.01 x 0.5 = 2,500.005 -> 2,500.01 (half up); by 2 to 1: 1,666.67 and 833.34
  assert.deepEqual(
    (await all('costs?sort=from_date')).map(({ from_date, amount }) => [from_date, amount]).sort(),
    [
      ['2026-03-01', 166_667],
      ['2026-03-01', 83_334],
      ['2026-04-01', 166_667],
      ['2026-04-01', 83_334],
    ],
  )
  await create('currency-rates', { currency: 'usd', from_date: '2026-01-01', rate: 0.92 })
  assert.deepEqual((await call<Made>('POST', 'recurring-costs/make')).body, {
    count: 1,
    refused: [],
  })
  assert.equal((await call<Made>('POST', 'recurring-costs/make')).body.count, 0, 'never twice')
  // 2,500.01 + 100 USD x 0.92 = 2,592.01
  assert.equal(await march(), 259_201)

  const withdrawn = await call<{ count: number }>('POST', `recurring-costs/${salary.id}/withdraw`, {
    from: '2026-04-01',
  })
  assert.equal(withdrawn.body.count, 2)
  assert.equal((await call<Made>('POST', 'recurring-costs/make')).body.count, 0, 'paused')
  assert.equal((await all('costs')).length, 3)
  type Actions = { items: { id: string; type: string }[] }
  const actions = await call<Actions>('GET', 'costs/actions')
  const last = actions.body.items.find(({ type }) => type === 'bulk_delete')
  const undone = await call('POST', `costs/actions/${last?.id}/undo`)
  assert.ok(undone.status < 300, JSON.stringify(undone.body))
  assert.equal((await all('costs')).length, 5, 'taking back can be taken back')
})

test('ledger: what was made ahead follows new terms, and an end that moves', async () => {
  await using site = await ledger()
  const { call, create, all } = site
  const cost = await create('recurring-costs', {
    name: 'Newsletterwerkzeug',
    category: 'technology',
    amount: 10_000,
    rhythm: 'month',
    from_date: '2026-03-01',
  })
  const booked = async () =>
    (await all('costs?sort=from_date')).map(({ from_date, amount }) => [from_date, amount])
  const change = async (changes: object) => {
    const { body } = await call<{ record: Row }>('GET', `recurring-costs/${cost.id}`)
    const { version } = body.record
    const answer = await call('PATCH', `recurring-costs/${cost.id}`, { version, changes })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
  }
  const make = async () =>
    (await call<{ count: number }>('POST', 'recurring-costs/make')).body.count
  // the clock stands at 2 March: March and three more months
  assert.equal(await make(), 4)
  await change({ amount: 12_000, until_date: '2026-05-01' })
  assert.deepEqual(await booked(), [['2026-03-01', 10_000]], 'what has begun stays')
  assert.equal(await make(), 1)
  assert.deepEqual(await booked(), [
    ['2026-03-01', 10_000],
    ['2026-04-01', 12_000],
  ])
  // paused, ended with March, and prolonged again: April, May and June are made, none is left out
  await change({ active: false, until_date: '2026-04-01' })
  assert.deepEqual(await booked(), [['2026-03-01', 10_000]])
  await change({ active: true, until_date: null })
  assert.equal(await make(), 3)
  assert.deepEqual((await booked()).slice(1), [
    ['2026-04-01', 12_000],
    ['2026-05-01', 12_000],
    ['2026-06-01', 12_000],
  ])
})

test('ledger: a recurring cost that ended and is prolonged misses no month', async () => {
  await using site = await ledger()
  const { call, create, all } = site
  const cost = await create('recurring-costs', {
    name: 'Messewand',
    category: 'production',
    amount: 10_000,
    rhythm: 'month',
    from_date: '2026-02-01',
    until_date: '2026-04-01',
  })
  const make = async () =>
    (await call<{ count: number }>('POST', 'recurring-costs/make')).body.count
  assert.equal(await make(), 2)
  await call('PATCH', `recurring-costs/${cost.id}`, { version: 1, changes: { until_date: null } })
  // April, May and June: the clock stands at 2 March
  assert.equal(await make(), 3)
  const sum = (await all('costs')).reduce((all, { amount }) => all + Number(amount), 0)
  // five months of 100.00
  assert.equal(sum, 50_000)
})

test('ledger: with a recurring cost go the months ahead, and come back with it', async () => {
  await using site = await ledger()
  const { call, create, remove, undo, all } = site
  const cost = await create('recurring-costs', {
    name: 'Messeportal',
    category: 'technology',
    amount: 10_000,
    rhythm: 'month',
    from_date: '2026-02-01',
  })
  await call('POST', 'recurring-costs/make')
  const days = async () =>
    (await all('costs?sort=from_date')).map(({ from_date }) => from_date as string)
  const made = ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01']
  assert.deepEqual(await days(), made)
  await remove('recurring-costs', cost.id)
  // the clock stands at 2 March: February and March have begun
  assert.deepEqual(await days(), made.slice(0, 2))
  await undo('recurring-costs', 'delete')
  assert.deepEqual(await days(), made)
})

test('ledger: a period that an end had cut gets its rest; another rhythm leaves no gap', async () => {
  await using site = await ledger()
  const { call, create, change, all } = site
  const make = () => call('POST', 'recurring-costs/make')
  const booked = async () =>
    (await all('costs?sort=from_date')).map((cost) => [
      cost.from_date,
      cost.until_date,
      cost.amount,
    ])
  const cost = await create('recurring-costs', {
    name: 'Agenturpauschale',
    category: 'external',
    amount: 31_000,
    rhythm: 'month',
    from_date: '2026-03-01',
    until_date: '2026-03-16',
  })
  await make()
  // 310.00 x 15 of 31 days
  assert.deepEqual(await booked(), [['2026-03-01', '2026-03-16', 15_000]])
  await change('recurring-costs', cost.id, { until_date: '2026-05-01' })
  await make()
  // the other 16 of 31 days, then April
  const rest = [
    ['2026-03-01', '2026-03-16', 15_000],
    ['2026-03-16', '2026-04-01', 16_000],
    ['2026-04-01', '2026-05-01', 31_000],
  ]
  assert.deepEqual(await booked(), rest)
  await change('recurring-costs', cost.id, {
    rhythm: 'quarter',
    amount: 92_000,
    until_date: null,
  })
  await make()
  // March to May is a quarter of 92 days, 77 of them from 16 March on: what had not begun is made anew
  assert.deepEqual(await booked(), [
    ['2026-03-01', '2026-03-16', 15_000],
    ['2026-03-16', '2026-06-01', 77_000],
    ['2026-06-01', '2026-09-01', 92_000],
  ])
})

test('ledger: made entries that are taken back stay away; the cost is paused', async () => {
  await using site = await ledger()
  const { call, create, change, undo, all } = site
  const make = async () =>
    (await call<{ count: number }>('POST', 'recurring-costs/make')).body.count
  const cost = await create('recurring-costs', {
    name: 'Falscher Betrag',
    category: 'technology',
    amount: 99_000,
    rhythm: 'month',
    from_date: '2026-03-01',
  })
  assert.equal(await make(), 4)
  await undo('costs', 'create')
  assert.deepEqual(await all('costs'), [])
  const [paused] = await all('recurring-costs')
  assert.deepEqual([paused?.active, paused?.made_until], [false, null])
  assert.equal(await make(), 0, 'the job of the night makes none')
  await change('recurring-costs', cost.id, { active: true, amount: 9_900 })
  assert.equal(await make(), 4)
})
