// The ledger through the whole program: hours, weeks, accruals, credit notes, currencies.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledger } from './helpers/ledger.ts'

test('ledger: a week in one sentence is hours, cost and figures, without a name', async () => {
  await using site = await ledger()
  const { call, create, all, march } = site
  const role = await create('work-roles', { name: 'Redaktion', rate: 6_500 })
  const campaign = await create('campaigns', {
    name: 'LinkedIn Fachkräfte',
    channel: 'paid_social',
  })
  type Preview = {
    from: string
    rate: number
    items: { hours: number; place: { channel: string; campaign_id: string | null } | null }[]
  }
  const read = await call<Preview>('POST', 'time-entries/week/preview', {
    text: '12 h LinkedIn, 4 h newsletter',
    day: '2026-03-12',
    role_id: role.id,
  })
  assert.equal(read.status, 200, JSON.stringify(read.body))
  // 12 March 2026 is a Thursday: the week begins on Monday the 9th
  assert.equal(read.body.from, '2026-03-09')
  assert.deepEqual(
    read.body.items.map(({ hours, place }) => [hours, place?.channel, place?.campaign_id]),
    [
      [12, 'paid_social', campaign.id],
      [4, 'email', null],
    ],
  )
  assert.equal((await all('time-entries')).length, 0, 'reading writes nothing')

  const items = read.body.items.map(({ hours, place }) => ({
    hours,
    words: '',
    channel: place?.channel ?? null,
    campaign_id: place?.campaign_id ?? null,
  }))
  const written = await call('POST', 'time-entries/week', {
    day: '2026-03-12',
    role_id: role.id,
    items,
  })
  assert.equal(written.status, 201, JSON.stringify(written.body))
  // 12 x 65.00 + 4 x 65.00 = 1,040.00
  assert.equal(await march(), 104_000)
  const costs = await all('costs?sort=-amount')
  assert.deepEqual(
    costs.map((cost) => [cost.category, cost.amount, cost.campaign_id, cost.description]),
    [
      ['personnel', 78_000, campaign.id, '12 h, Redaktion'],
      ['personnel', 26_000, null, '4 h, Redaktion'],
    ],
  )

  const user = (await all('users'))[0]
  const named = await call<{ error: { problems: { rule: string }[] } }>('POST', 'time-entries', {
    from_date: '2026-03-12',
    hours: 1,
    role_id: role.id,
    user_id: user?.id,
    channel: 'email',
  })
  assert.equal(named.status, 422)
  assert.deepEqual(
    named.body.error.problems.map(({ rule }) => rule),
    ['costs.names_off'],
  )

  // another rate later leaves what was worked as it is; the entry of hours cannot be changed by itself
  await call('PATCH', `work-roles/${role.id}`, { version: role.version, changes: { rate: 7_000 } })
  const [cost] = costs
  const changed = await call('PATCH', `costs/${cost?.id}`, {
    version: cost?.version,
    changes: { amount: 1 },
  })
  assert.equal(changed.status, 422)
  const hours = (await all('time-entries?sort=-hours'))[0]
  await call('PATCH', `time-entries/${hours?.id}`, {
    version: hours?.version,
    changes: { hours: 10 },
  })
  // 10 x 65.00 + 260.00 = 910.00
  assert.equal(await march(), 91_000)
  await call('DELETE', `costs/${costs[1]?.id}?version=${costs[1]?.version}`)
  assert.equal((await all('time-entries')).length, 1, 'hours and their cost go together')

  // for whom sales cost is spent is said at the cost, and stays when the hours change
  const selling = await create('work-roles', {
    name: 'Außendienst',
    rate: 8_000,
    category: 'sales',
  })
  const visit = await create('time-entries', {
    from_date: '2026-03-12',
    hours: 2,
    role_id: selling.id,
    channel: 'trade_fair',
  })
  const sales = async () => (await all('costs?category=sales'))[0]
  await call('PATCH', `costs/${(await sales())?.id}`, {
    version: (await sales())?.version,
    changes: { sales_scope: 'winning' },
  })
  await call('PATCH', `time-entries/${visit.id}`, { version: visit.version, changes: { hours: 3 } })
  // 3 x 80.00 = 240.00
  assert.deepEqual([(await sales())?.amount, (await sales())?.sales_scope], [24_000, 'winning'])
  const gone = await call<{ changed: number }>('POST', 'time-entries/bulk-delete', {
    ids: [visit.id],
    mode: 'all_or_nothing',
  })
  assert.equal(gone.body.changed, 1, JSON.stringify(gone.body))
  assert.equal(await sales(), undefined)
})

test('ledger: credit notes, accruals and foreign money come to net cents of the company', async () => {
  await using site = await ledger()
  const { call, create, march } = site
  const day = { from_date: '2026-03-01', until_date: '2026-04-01' }
  const invoice = await create('costs', {
    category: 'external',
    ...day,
    gross_amount: 119_000,
    vat_rate: 0.19,
    document_type: 'invoice',
  })
  // 1,190.00 / 1.19 = 1,000.00
  assert.equal(await march(), 100_000)
  await create('costs', {
    category: 'external',
    ...day,
    document_type: 'credit_note',
    refers_to_id: invoice.id,
    amount: 20_000,
  })
  assert.equal(await march(), 80_000)

  const accrual = await create('costs', {
    category: 'production',
    ...day,
    amount: 50_000,
    document_type: 'accrual',
  })
  assert.equal(await march(), 130_000, 'expected cost counts')
  const settling = await create('costs', {
    category: 'production',
    ...day,
    amount: 46_000,
    document_type: 'invoice',
    refers_to_id: accrual.id,
  })
  assert.equal(await march(), 126_000, 'the invoice takes the place of the accrual')
  await call('DELETE', `costs/${settling.id}?version=1`)
  assert.equal(await march(), 130_000, 'without its invoice the accrual counts again')

  const foreign = { category: 'media', ...day, currency: 'USD', foreign_amount: 10_000 }
  const refused = await call<{ error: { problems: { rule: string }[] } }>('POST', 'costs', foreign)
  assert.equal(refused.status, 422)
  assert.deepEqual(
    refused.body.error.problems.map(({ rule }) => rule).filter((rule) => rule.startsWith('costs.')),
    ['costs.no_rate'],
  )
  await create('currency-rates', { currency: 'USD', from_date: '2026-01-01', rate: 0.92 })
  const stored = await create('costs', foreign)
  assert.equal(stored.amount, 9_200)
  assert.equal(stored.currency_rate, 0.92)
})

test('ledger: hours of a sales role are for whom the role says, unless the entry says otherwise', async () => {
  await using site = await ledger()
  const { create, change, all } = site
  const role = await create('work-roles', {
    name: 'Akquise',
    rate: 8_000,
    category: 'sales',
    sales_scope: 'winning',
  })
  const visit = await create('time-entries', {
    from_date: '2026-03-12',
    hours: 2.5,
    role_id: role.id,
    channel: 'trade_fair',
  })
  const cost = async () => (await all('costs?category=sales'))[0]
  assert.deepEqual(
    [(await cost())?.sales_scope, (await cost())?.description],
    ['winning', '2,5 h, Akquise'],
  )
  await change('costs', String((await cost())?.id), { sales_scope: 'existing' })
  await change('time-entries', visit.id, { hours: 3 })
  // 3 x 80.00
  assert.deepEqual([(await cost())?.sales_scope, (await cost())?.amount], ['existing', 24_000])
})

test('ledger: another campaign brings its channel; a name from before can stay', async () => {
  await using site = await ledger()
  const { call, create, change, all } = site
  const search = await create('campaigns', { name: 'Suche', channel: 'paid_search' })
  const fair = await create('campaigns', { name: 'Messe', channel: 'trade_fair' })
  const day = { from_date: '2026-03-02', category: 'media', amount: 1_000 }
  const cost = await create('costs', { ...day, campaign_id: search.id })
  assert.equal((await change('costs', cost.id, { campaign_id: fair.id })).channel, 'trade_fair')
  const both = { campaign_id: search.id, channel: 'email' }
  assert.equal((await change('costs', cost.id, both)).channel, 'email')

  const role = await create('work-roles', { name: 'Redaktion', rate: 6_000 })
  const named = (hours_with_names: boolean) =>
    call('PATCH', 'settings', { changes: { hours_with_names } })
  await named(true)
  const hours = await create('time-entries', {
    ...{ from_date: '2026-03-02', hours: 2, role_id: role.id, campaign_id: search.id },
    user_id: (await all('users'))[0]?.id,
  })
  await named(false)
  const moved = await change('time-entries', hours.id, { hours: 3, campaign_id: fair.id })
  assert.deepEqual([moved.amount, moved.channel], [18_000, 'trade_fair'])

  const far = await call<{ error: { problems: { field: string }[] } }>('PATCH', 'settings', {
    changes: { recurring_months_ahead: 36 },
  })
  assert.deepEqual([far.status, far.body.error.problems[0]?.field], [422, 'recurring_months_ahead'])
})

test('ledger: credit notes together are not above their invoice; an accrual tells of its invoice', async () => {
  await using site = await ledger()
  const { call, create, remove, march } = site
  const day = { from_date: '2026-03-01', until_date: '2026-04-01' }
  const invoice = await create('costs', { category: 'external', ...day, amount: 100_000 })
  const credit = { document_type: 'credit_note', refers_to_id: invoice.id }
  await create('costs', { ...credit, amount: 60_000 })
  const refused = await call<{ error: { problems: { rule: string }[] } }>('POST', 'costs', {
    ...credit,
    amount: 40_001,
  })
  assert.deepEqual(
    [refused.status, refused.body.error.problems.map(({ rule }) => rule)],
    [422, ['costs.credit_above_invoice']],
  )
  await create('costs', { ...credit, amount: 40_000 })
  // 1,000.00 - 600.00 - 400.00
  assert.equal(await march(), 0)

  const accrual = await create('costs', {
    ...{ category: 'production', from_date: '2025-12-01', until_date: '2026-01-01' },
    ...{ amount: 50_000, document_type: 'accrual', description: 'Katalog' },
  })
  const younger = { ...day, category: 'production', amount: 7_000, document_type: 'accrual' }
  await create('costs', younger)
  type Open = {
    items: { label: string; invoiceId: string | null }[]
    open: object
    waiting: object
  }
  const open = async (query: string) => (await call<Open>('GET', `costs/accruals${query}`)).body
  const atYearEnd = await open('?day=2025-12-31')
  assert.deepEqual(atYearEnd.open, { count: 1, amount: 50_000 })
  // that of March waits since 1 April at the earliest; that of December has since 1 January, 60 days ago
  assert.deepEqual(atYearEnd.waiting, { count: 1, amount: 50_000 })
  assert.deepEqual((await open('')).open, { count: 2, amount: 57_000 })

  const settling = await create('costs', { amount: 48_000, refers_to_id: accrual.id })
  const came = await open('?day=2025-12-31')
  assert.deepEqual(
    came.items.map(({ label, invoiceId }) => [label, invoiceId]),
    [['Katalog', settling.id]],
  )
  assert.deepEqual((await open('')).open, { count: 1, amount: 7_000 })
  assert.deepEqual(came.waiting, { count: 0, amount: 0 })
  await remove('costs', settling.id)
  type Told = { items: { changes?: { field: string; before: unknown; after: unknown }[] }[] }
  const history = (await call<Told>('GET', `costs/${accrual.id}/timeline`)).body.items
  assert.deepEqual(
    history.flatMap(({ changes = [] }) =>
      changes
        .filter(({ field, before }) => field === 'standing' && before !== null)
        .map(({ before, after }) => [before, after]),
    ),
    [
      ['settled', 'booked'],
      ['booked', 'settled'],
    ],
  )
})

test('ledger: one cost is divided by a split, to the cent, and put together again', async () => {
  await using site = await ledger()
  const { call, create, undo, all, march } = site
  const split = await create('cost-splits', { name: 'Drittel' })
  const day = { from_date: '2026-03-01', until_date: '2026-04-01' }
  const invoice = await create('costs', {
    ...{ ...day, category: 'external', description: 'Agentur', vendor: 'Muster AG' },
    ...{ gross_amount: 119_000, vat_rate: 0.19, channel: 'email' },
  })
  const divide = (version: number) =>
    call<{ count: number; error?: { problems: { rule: string }[] } }>(
      'POST',
      `costs/${invoice.id}/divide`,
      { version, split_id: split.id },
    )
  const empty = await divide(1)
  assert.deepEqual([empty.status, empty.body.error?.problems[0]?.rule], [422, 'costs.split_empty'])
  for (const channel of ['organic_social', 'trade_fair', 'email']) {
    await create('cost-shares', { split_id: split.id, channel, share: 0.333333 })
  }
  assert.equal((await divide(1)).body.count, 3)
  // 1,000.00 by three: 333.34 + 333.33 + 333.33; 1,190.00 gross: 396.67 + 396.67 + 396.66
  const parts = await all('costs?sort=-amount')
  assert.deepEqual(parts.map(({ amount }) => amount).sort(), [33_333, 33_333, 33_334])
  assert.deepEqual(parts.map(({ gross_amount }) => gross_amount).sort(), [39_666, 39_667, 39_667])
  assert.deepEqual(new Set(parts.map(({ vendor }) => vendor)), new Set(['Muster AG']))
  assert.equal(new Set(parts.map(({ channel }) => channel)).size, 3)
  assert.equal(await march(), 100_000)
  assert.equal((await divide(1)).status, 409, 'changed since')
  await undo('costs', 'update')
  assert.deepEqual(
    (await all('costs')).map(({ amount, channel }) => [amount, channel]),
    [[100_000, 'email']],
  )
  const accrual = await create('costs', {
    ...day,
    category: 'media',
    amount: 1,
    document_type: 'accrual',
  })
  const not = await call<{ error: { problems: { rule: string }[] } }>(
    'POST',
    `costs/${accrual.id}/divide`,
    { version: 1, split_id: split.id },
  )
  assert.deepEqual(not.body.error.problems[0]?.rule, 'costs.not_divisible')
})
