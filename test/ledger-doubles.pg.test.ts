// Bookings that are there twice, through the whole program.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledger } from './helpers/ledger.ts'

test('ledger: of an invoice and the export of its platform one counts, and clicks stay', async () => {
  await using site = await ledger()
  const { call, create, all, march } = site
  for (const [day, amount, clicks] of [
    ['2026-03-05', 60_000, 300],
    ['2026-03-20', 40_000, 100],
  ]) {
    await create('costs', {
      category: 'media',
      from_date: day,
      amount,
      clicks,
      impressions: 10_000,
      channel: 'paid_search',
      vendor: 'Google Ads',
    })
  }
  await create('costs', {
    category: 'media',
    from_date: '2026-03-31',
    amount: 99_500,
    description: 'Google Ireland Ltd Anzeigen März',
    document_number: 'G-31',
  })
  type Doubles = {
    twice: number
    suggestions: { key: object; first: { amount: number }; second: { amount: number } }[]
    decisions: { id: string }[]
  }
  const read = async () => (await call<Doubles>('GET', 'double-bookings')).body
  const open = await read()
  assert.equal(open.twice, 99_500)
  assert.equal(await march(), 199_500, 'undecided both count')
  const [pair] = open.suggestions
  assert.ok(pair)
  const decide = (decision: string, first = pair.first.amount) =>
    call<{ id: string }>('POST', 'double-bookings', {
      key: pair.key,
      decision,
      first_amount: first,
      second_amount: pair.second.amount,
    })
  assert.equal((await decide('second', 1)).status, 409, 'not what was shown')

  // the export counts: 600 + 400
  const export_ = await decide('second')
  assert.equal(export_.status, 201, JSON.stringify(export_.body))
  assert.equal(await march(), 100_000)
  assert.deepEqual((await read()).suggestions, [])
  assert.equal((await read()).twice, 0)

  // taken back, then the invoice counts; clicks and their price are those of the platform: 1,000.00 / 400 = 2.50
  assert.equal((await call('DELETE', `double-bookings/${export_.body.id}`)).status, 204)
  assert.equal(await march(), 199_500)
  assert.equal((await decide('first')).status, 201)
  assert.equal(await march(), 99_500)
  assert.equal(await march('cpc'), 250)

  // when the invoice goes, what was left out for it counts again
  const invoice = (await all('costs?q=Ireland'))[0]
  assert.ok((await call('DELETE', `costs/${invoice?.id}?version=${invoice?.version}`)).status < 300)
  assert.equal(await march(), 100_000)
  assert.deepEqual((await read()).decisions, [])

  // an invoice that is another thing does not keep the next one from being found
  const billed = { category: 'media', vendor: 'Google Ads', document_type: 'invoice' }
  await create('costs', { ...billed, from_date: '2026-03-30', amount: 100_000 })
  const [other] = (await read()).suggestions
  const apart = await call('POST', 'double-bookings', {
    key: other?.key,
    decision: 'separate',
    first_amount: 100_000,
    second_amount: 100_000,
  })
  assert.equal(apart.status, 201, JSON.stringify(apart.body))
  assert.deepEqual((await read()).suggestions, [])
  await create('costs', { ...billed, from_date: '2026-04-02', amount: 99_000 })
  assert.deepEqual(
    (await read()).suggestions.map(({ first }) => first.amount),
    [99_000],
  )
})

type Doubles = {
  twice: number
  suggestions: {
    key: { first: string[] }
    reason: string
    first: { amount: number }
    second: { amount: number }
  }[]
  decisions: { id: string; second: { lines: number } }[]
}

const exported = (day: string, amount: number) => ({
  ...{ category: 'media', from_date: day, amount, clicks: 10, impressions: 1_000 },
  ...{ channel: 'paid_search', vendor: 'Google Ads' },
})
const billed = (day: string, amount: number) => ({
  ...{ category: 'media', from_date: day, amount, vendor: 'Google Ads' },
  document_type: 'invoice',
})

test('ledger: lines of an export that come after its invoice counts are told, and join it', async () => {
  await using site = await ledger()
  const { call, create, remove, all, march } = site
  const read = async () => (await call<Doubles>('GET', 'double-bookings')).body
  const decide = (pair: Doubles['suggestions'][number], decision: string) =>
    call('POST', 'double-bookings', {
      ...{ key: pair.key, decision },
      ...{ first_amount: pair.first.amount, second_amount: pair.second.amount },
    })
  const decideFirst = async () => {
    const [pair] = (await read()).suggestions
    assert.ok(pair)
    return decide(pair, 'first')
  }
  await create('costs', exported('2026-03-05', 50_000))
  const [one, two] = [
    await create('costs', billed('2026-03-10', 30_000)),
    await create('costs', billed('2026-03-31', 20_000)),
  ]
  assert.equal((await decideFirst()).status, 201)
  assert.equal(await march(), 50_000)
  // a line of the same month that was exported later: 10.00, far from the 500.00 of the invoices
  await create('costs', exported('2026-03-30', 1_000))
  assert.equal(await march(), 51_000)
  const [late] = (await read()).suggestions
  assert.deepEqual([late?.reason, (await read()).twice], ['late', 1_000])
  assert.ok(late)
  assert.equal((await decide(late, 'second')).status, 409, 'the invoices count already')
  assert.equal((await decide(late, 'first')).status, 201)
  assert.equal(await march(), 50_000)
  assert.deepEqual(
    (await read()).decisions.map(({ second }) => second.lines),
    [2],
    'one decision about both lines',
  )

  // without one of the two invoices the other is not the money: all lines of the export count again
  await remove('costs', two?.id)
  // 300.00 + 500.00 + 10.00
  assert.equal(await march(), 81_000)
  assert.deepEqual((await read()).decisions, [])
  assert.deepEqual(
    (await all('costs')).map(({ standing }) => standing),
    ['booked', 'booked', 'booked'],
  )
  assert.ok(one)
})

test('ledger: an invoice that counts twice over loses neither decision, and no money', async () => {
  await using site = await ledger()
  const { call, create, remove, march } = site
  const read = async () => (await call<Doubles>('GET', 'double-bookings')).body
  await create('costs', exported('2026-03-05', 50_000))
  const invoice = await create('costs', { ...billed('2026-03-10', 50_000), document_number: 'G1' })
  const decideFirst = async () => {
    const [pair] = (await read()).suggestions
    const answer = await call<{ id: string }>('POST', 'double-bookings', {
      key: pair?.key,
      decision: 'first',
      first_amount: pair?.first.amount,
      second_amount: pair?.second.amount,
    })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.id
  }
  await decideFirst()
  await create('costs', { ...billed('2026-03-11', 50_000), document_number: 'G1' })
  const newer = await decideFirst()
  assert.equal(await march(), 50_000)
  // the newer decision is taken back: the two invoices count, the export does not
  assert.equal((await call('DELETE', `double-bookings/${newer}`)).status, 204)
  assert.equal(await march(), 100_000)
  // without the first invoice the export counts again beside the second
  await remove('costs', invoice.id)
  assert.equal(await march(), 100_000)
})

test('ledger: no booking on both sides, no hours; taking back is in the history', async () => {
  await using site = await ledger()
  const { call, create, all } = site
  const one = await create('costs', { ...billed('2026-03-10', 10_000), document_number: 'A' })
  const two = await create('costs', { ...billed('2026-03-11', 10_000), document_number: 'A' })
  type Answer = { id: string; error?: { code: string; problems: { rule: string }[] } }
  const decide = (first: string[], second: string[], decision = 'first') =>
    call<Answer>('POST', 'double-bookings', {
      ...{ key: { type: 'lines', first, second }, decision },
      ...{ first_amount: 10_000 * first.length, second_amount: 10_000 * second.length },
    })
  const same = await decide([one.id], [one.id])
  assert.deepEqual([same.status, same.body.error?.problems[0]?.rule], [422, 'costs.same_side'])
  const role = await create('work-roles', { name: 'Redaktion', rate: 10_000 })
  await create('time-entries', {
    ...{ from_date: '2026-03-12', hours: 1, role_id: role.id, channel: 'email' },
  })
  const [hours] = await all('costs?category=personnel')
  assert.equal((await decide([one.id], [String(hours?.id)])).status, 409)

  const decided = await decide([one.id], [two.id])
  assert.equal((await call('DELETE', `double-bookings/${decided.body.id}`)).status, 204)
  type Told = { items: { changes?: { field: string; before: unknown; after: unknown }[] }[] }
  const history = (await call<Told>('GET', `costs/${two.id}/timeline`)).body.items
  assert.deepEqual(
    history.slice(0, 2).map(({ changes }) => [changes?.[0]?.before, changes?.[0]?.after]),
    [
      ['duplicate', 'booked'],
      ['booked', 'duplicate'],
    ],
  )
})
