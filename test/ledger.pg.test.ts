// The ledger through the whole program: hours, weeks, costs made ahead, accruals, credit notes, currencies, doubles.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { ask } from './helpers/app.ts'
import { dataFile, testImports, withData } from './helpers/imports.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

type Row = { id: string; version: number } & Record<string, unknown>

async function ledger() {
  const program = await wholeProgram()
  const [email, password] = ['anna@example.com', 'ein langes passwort']
  await createUser(
    program.db,
    { name: 'Anna', email, role: 'administrator' },
    await passwordHash(password),
    NOW,
  )
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password },
  })
  const call = async <T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ) => {
    const answer = await ask(program, method, `/api/${path}`, { cookie, ...(body ? { body } : {}) })
    return answer as { status: number; body: T }
  }
  const create = async (path: string, body: object): Promise<Row> => {
    const answer = await call<{ record: Row }>('POST', path, body)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.record
  }
  const all = async (path: string) => (await call<{ items: Row[] }>('GET', path)).body.items
  /** Marketing cost of March 2026 as the figures have it, in cents. */
  const march = async (id = 'marketing_cost'): Promise<number | null> => {
    const answer = await call<{ kpis: Record<string, { value: number | null }> }>(
      'GET',
      `kpis?ids=${id}&from=2026-03-01&until=2026-04-01`,
    )
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.kpis[id]?.value ?? null
  }
  return {
    call,
    create,
    all,
    march,
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

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
  type Made = { count: number; withoutRate: string[] }
  const first = await call<Made>('POST', 'recurring-costs/make')
  assert.deepEqual(first.body, { count: 4, withoutRate: ['CRM in Dollar'] })
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
    withoutRate: [],
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

test(
  'ledger: accounts of the company decide what postings are, before the chart does',
  withData,
  async () => {
    await using workplace = await testImports({ currency: 'EUR' })
    // 4940 (books) is external in the chart; here it is technology of the trade fair
    await sql`
    insert into costs.account (account_number, category, channel) values ('4940', 'technology', 'trade_fair')
  `.execute(workplace.db)
    const posting = dataFile('german_csv/EXTF_Buchungsstapel.csv')
    const { importId } = await workplace.commit([posting])
    const stored = () => workplace.rows('select category, channel, amount from costs.entry')
    assert.deepEqual(await stored(), [
      { category: 'technology', channel: 'trade_fair', amount: 2_332 },
    ])
    await workplace.run(importId, 'undo')
    await sql`update costs.account set category = null`.execute(workplace.db)
    await workplace.commit([posting])
    assert.deepEqual(await stored(), [], 'an account without a category is no cost')
  },
)

test('ledger: a file in dollars is converted by the rate of each day, or not taken', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await sql`
    insert into costs.currency_rate (currency, from_date, rate)
    values ('USD', '2026-02-01', 0.90), ('USD', '2026-03-01', 0.92)
  `.execute(workplace.db)
  const path = await workplace.file(
    'dollars.csv',
    'Tag;Kostenart;Betrag;Währung\n31.01.2026;media;100,00;USD\n15.02.2026;media;100,00;USD\n02.03.2026;media;100,00;USD\n',
  )
  const { files } = await workplace.commit([path], { as: 'costs' })
  // 100 x 0.90 and 100 x 0.92; the last day of January has no rate
  assert.equal(files[0]?.rows.rejected, 1)
  assert.deepEqual(
    await workplace.rows(
      'select amount, currency, foreign_amount, currency_rate from costs.entry order by from_date',
    ),
    [
      { amount: 9_000, currency: 'USD', foreign_amount: 10_000, currency_rate: 0.9 },
      { amount: 9_200, currency: 'USD', foreign_amount: 10_000, currency_rate: 0.92 },
    ],
  )
  const again = await workplace.commit([path], { as: 'costs' })
  assert.equal(again.files[0]?.rows.same, 2, 'the same file again changes nothing')
})

test('ledger: hours come from a file, by the names of roles and campaigns', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await sql`insert into costs.work_role (name, rate) values ('Redaktion', 6500)`.execute(
    workplace.db,
  )
  const path = await workplace.file(
    'zeiten.csv',
    'Datum;Stunden;Tätigkeit;Kanal;Notiz\n02.03.2026;2,5;Redaktion;Messe;Standtexte\n03.03.2026;4;Redaktion;E-Mail und Newsletter;\n',
  )
  const { files } = await workplace.commit([path], { as: 'time-entries' })
  assert.equal(files[0]?.rows.new, 2, JSON.stringify(files))
  // 2.5 x 65.00 = 162.50 and 4 x 65.00 = 260.00, each with its entry in the ledger
  assert.deepEqual(
    await workplace.rows(
      'select category, amount, channel, description from costs.counted_entry order by from_date',
    ),
    [
      {
        category: 'personnel',
        amount: 16_250,
        channel: 'trade_fair',
        description: '2.50 h, Redaktion, Standtexte',
      },
      { category: 'personnel', amount: 26_000, channel: 'email', description: '4 h, Redaktion' },
    ],
  )
})

test('ledger: hours of a file are taken back with their cost, a correction too', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await sql`insert into costs.work_role (name, rate) values ('Redaktion', 6500)`.execute(
    workplace.db,
  )
  const mapping = {
    kind: 'time_entry',
    columns: {
      Nr: 'external_id',
      Datum: 'from_date',
      Stunden: 'hours',
      Tätigkeit: 'role_id',
      Kanal: 'channel',
    },
  }
  const version = async (name: string, hours: string) => {
    const text = `Nr;Datum;Stunden;Tätigkeit;Kanal\nZ-1;02.03.2026;${hours};Redaktion;Messe\n`
    const path = await workplace.file(name, text)
    return (await workplace.commit([path], { mappings: [mapping] })).importId
  }
  const amounts = async () =>
    (await workplace.rows<{ amount: number }>('select amount from costs.counted_entry')).map(
      ({ amount }) => amount,
    )
  const first = await version('zeiten.csv', '4')
  const second = await version('zeiten-2.csv', '8')
  // 8 x 65.00, then 4 x 65.00 again
  assert.deepEqual(await amounts(), [52_000])
  await workplace.run(second, 'undo')
  assert.deepEqual(await amounts(), [26_000])
  await workplace.run(first, 'undo')
  assert.deepEqual(await amounts(), [])
})
