// The ledger from files: accounts of the company, currencies, hours.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { decideDouble } from '../src/costs/io/double-decisions.ts'
import { dataFile, testImports, withData } from './helpers/imports.ts'

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
        description: '2,5 h, Redaktion, Standtexte',
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

test('ledger: own accounts are not kept in a remembered mapping', withData, async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await sql`insert into costs.account (account_number, category) values ('4940', 'technology')`.execute(
    workplace.db,
  )
  const posting = dataFile('german_csv/EXTF_Buchungsstapel.csv')
  const { importId } = await workplace.commit([posting])
  await workplace.run(importId, 'undo')
  await sql`delete from costs.account`.execute(workplace.db)
  await workplace.commit([posting])
  // without the own account the chart decides again: 4940 is books, external
  assert.deepEqual(await workplace.rows('select category from costs.entry'), [
    { category: 'external' },
  ])
})

test('ledger: a file of costs takes the category of its account, and leaves out what is no cost', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await sql`
    insert into costs.account (account_number, category, channel)
    values ('4610', 'media', 'paid_social'), ('4900', null, null)
  `.execute(workplace.db)
  const path = await workplace.file(
    'kosten.csv',
    'Datum;Betrag;Sachkonto;Text\n02.03.2026;100,00;4610;Anzeigen\n03.03.2026;50,00;4900;Sonstiges\n',
  )
  const { files } = await workplace.commit([path], { as: 'costs' })
  assert.deepEqual([files[0]?.rows.new, files[0]?.rows.rejected], [1, 0], JSON.stringify(files))
  assert.deepEqual(await workplace.rows('select category, channel, amount from costs.entry'), [
    { category: 'media', channel: 'paid_social', amount: 10_000 },
  ])
})

test('ledger: invoices of a file settle their accruals, credit notes find their invoices', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const header = 'Belegnummer;Belegart;Von;Kostenart;Betrag;Bezieht sich auf\n'
  const december = await workplace.file(
    'dezember.csv',
    `${header}AB-1;Abgrenzung;15.12.2025;Externe Leistungen;500,00;\n`,
  )
  await workplace.commit([december], { as: 'costs' })
  // the credit note stands before its invoice, and both come in one file
  const march = await workplace.file(
    'maerz.csv',
    `${header}GS-9;Gutschrift;03.03.2026;Externe Leistungen;80,00;RE-7\nRE-7;Rechnung;02.03.2026;Externe Leistungen;480,00;AB-1\n`,
  )
  await workplace.commit([march], { as: 'costs' })
  assert.deepEqual(
    await workplace.rows(`
      select entry.document_number as number, entry.standing, entry.amount, other.document_number as other
        from costs.entry left join costs.entry other on other.id = entry.refers_to_id
       order by entry.document_number`),
    [
      { number: 'AB-1', standing: 'settled', amount: 50_000, other: null },
      { number: 'GS-9', standing: 'booked', amount: -8_000, other: 'RE-7' },
      { number: 'RE-7', standing: 'booked', amount: 48_000, other: 'AB-1' },
    ],
  )
  const again = await workplace.commit([march], { as: 'costs' })
  assert.equal(again.files[0]?.rows.same, 2, 'the same file again changes nothing')
})

test('ledger: an import is taken back although its lines were decided about', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const header = 'Belegnummer;Von;Kostenart;Betrag\n'
  const row = 'RE-7;02.03.2026;Externe Leistungen;480,00\n'
  await workplace.commit([await workplace.file('a.csv', header + row)], { as: 'costs' })
  const second = await workplace.file(
    'b.csv',
    `${header}RE-7;09.03.2026;Externe Leistungen;480,00\n`,
  )
  const { importId } = await workplace.commit([second], { as: 'costs' })
  const [one, two] = await workplace.rows<{ id: string }>(
    'select id from costs.entry order by from_date',
  )
  assert.ok(one && two)
  const context = {
    actor: { userId: null, name: 'Anna' },
    now: new Date('2026-03-10T09:00:00Z'),
    timeZone: 'UTC',
  }
  await decideDouble(
    workplace.domain.records,
    {
      key: { type: 'lines', first: [one.id], second: [two.id] },
      decision: 'first',
      first_amount: 48_000,
      second_amount: 48_000,
    },
    context,
  )
  await workplace.run(importId, 'undo')
  assert.deepEqual(await workplace.rows('select id, standing from costs.entry'), [
    { id: one.id, standing: 'booked' },
  ])
})
