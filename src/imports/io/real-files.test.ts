import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { IMPORT_KINDS } from '../../../test/helpers/import-kinds.ts'
import { settleFormat } from '../format.ts'
import type { Mapping } from '../mapping.ts'
import { parseMoney } from '../numbers.ts'
import { proposeMappings } from '../proposal.ts'
import { openQuestions } from '../questions.ts'
import type { ReadRow } from '../read-row.ts'
import { compileReader } from '../reader.ts'
import { exactShares, largestRemainder, sumExact } from '../round.ts'
import { isTotalRow } from '../totals.ts'
import { profileFile, readRows } from './read-file.ts'
import { sniffFile } from './sniff.ts'

const DATA = new URL('../../../../shared/data/', import.meta.url)
const skip = existsSync(DATA) ? false : 'the files of ../shared/data are not there'
const path = (name: string) => fileURLToPath(new URL(name, DATA))

// biome-ignore lint/suspicious/noExplicitAny: the reference files have a shape each
type Reference = any
const reference = (folder: string): Reference =>
  JSON.parse(readFileSync(new URL(`${folder}/reference.json`, DATA), 'utf8'))

type Chosen = Partial<Mapping> & { kind?: string }

/** Reads a file the way the import does: as proposed, with changes. */
async function read(name: string, change: Chosen = {}) {
  const detection = await sniffFile(path(name))
  const proposal = proposeMappings(detection, IMPORT_KINDS)[0]
  assert.ok(proposal, name)
  const proposed = proposal.mappings.find(({ kind }) => !change.kind || kind === change.kind)
  const mapping: Mapping = { ...proposed, ...change }
  const format = settleFormat(detection, mapping.format)
  const profile = await profileFile(path(name), format, { file: detection.file })
  const kind = IMPORT_KINDS.find(({ id }) => id === mapping.kind)
  assert.ok(kind)
  const company = { timeZone: 'UTC', currency: 'EUR' }
  const reader = compileReader({ mapping, kind, detection, profile, format, company })
  assert.deepEqual(reader.problems, [], name)
  const rows: ReadRow[] = []
  for await (const row of readRows(path(name), format, { file: detection.file }))
    rows.push(reader.read(row))
  const of = (outcome: ReadRow['outcome']) => rows.filter((row) => row.outcome === outcome)
  return {
    detection,
    proposal,
    profile,
    mapping,
    questions: openQuestions(profile, [mapping], IMPORT_KINDS),
    read: of('read'),
    rejected: of('rejected'),
    skipped: of('skipped'),
  }
}

const sum = (rows: readonly ReadRow[], field: string): number =>
  rows.reduce((total, { values }) => total + Number(values[field] ?? 0), 0)

const written = (rows: readonly ReadRow[]): string[] => rows.map((row) => row.written ?? '0')

test('Google Ads: 675 keywords, totals rows left out, the period of the title', {
  skip,
}, async () => {
  const expected = reference('ads_google_reports').search_keyword_report
  const {
    read: rows,
    skipped,
    rejected,
    proposal,
  } = await read('ads_google_reports/Search_keyword_report_en_US.csv')
  assert.equal(proposal.id, 'google_ads')
  assert.deepEqual(
    [rows.length, skipped.length, rejected.length],
    [expected.data.rows, expected.total_rows, 0],
  )
  assert.equal(sum(rows, 'amount'), Math.round(expected.data.cost * 100))
  assert.equal(sum(rows, 'impressions'), expected.data.impressions)
  assert.equal(sum(rows, 'clicks'), expected.data.clicks)
  assert.equal(sum(rows, 'platform_conversions'), expected.data.conversions)
  for (const { values, currency } of rows)
    assert.deepEqual(
      [values.from_date, values.until_date, currency],
      ['2020-08-08', '2020-08-15', 'USD'],
    )
  for (const [campaign, figures] of Object.entries<Reference>(expected.by_campaign)) {
    const own = rows.filter(({ references }) => references.campaign?.name === campaign)
    assert.deepEqual(
      [own.length, sum(own, 'amount')],
      [figures.rows, Math.round(figures.cost * 100)],
    )
  }
  assert.equal(
    new Set(rows.map(({ key }) => key)).size,
    rows.length,
    'every row has a key of its own',
  )
})

test('Google Ads: the campaign report in rupees, channels by campaign type', { skip }, async () => {
  const { read: rows, skipped } = await read('ads_google_reports/Campaign_report_en_INR.csv')
  // the two rows of the file: 1661.67 + 904.26; the printed total 2565.92 is off by a cent
  assert.deepEqual([rows.length, skipped.length, sum(rows, 'amount')], [2, 4, 256_593])
  assert.deepEqual(
    rows.map(({ currency, values }) => [currency, values.channel]),
    [
      ['INR', 'paid_video'],
      ['INR', 'display'],
    ],
  )
})

test('Meta: the German XLSX and the ";" CSV hold the same 564 rows', { skip }, async () => {
  const expected = reference('ads_meta_de_export')
  const files = ['Facebook_Id_gerade.xlsx', 'Facebook_Id_gerade_utf8bom_semikolon.csv.gz']
  const both = await Promise.all(files.map((name) => read(`ads_meta_de_export/${name}`)))
  for (const { read: rows, rejected, skipped, proposal, detection } of both) {
    assert.equal(proposal.id, 'meta_ads')
    assert.equal(detection.header.length, expected.columns)
    assert.deepEqual([rows.length, rejected.length, skipped.length], [expected.rows, 0, 0])
    assert.equal(sumExact(written(rows)), String(expected.overall.spend_eur))
    assert.equal(sumExact(exactShares(written(rows))), String(expected.overall.spend_eur))
    const cents = largestRemainder(written(rows)).reduce((total, amount) => total + amount, 0)
    assert.equal(cents, 16_174_458)
    assert.equal(sum(rows, 'amount'), 16_174_457, 'rounded one by one a cent is lost')
    assert.equal(sum(rows, 'impressions'), expected.overall.impressions)
    assert.equal(sum(rows, 'reach'), expected.overall.reach_sum)
    assert.equal(sum(rows, 'clicks'), expected.overall.clicks_all)
    const days = rows.map(({ values }) => String(values.from_date)).sort()
    assert.equal(days[0], expected.start_min.slice(0, 10))
    for (const [year, spend] of Object.entries(expected.spend_by_start_year)) {
      const own = rows.filter(({ values }) => String(values.from_date).startsWith(year))
      assert.equal(Number(sumExact(written(own))), spend)
    }
  }
  const [xlsx, csv] = both
  assert.deepEqual(
    xlsx?.read.map(({ values }) => values),
    csv?.read.map(({ values }) => values),
  )
})

test('messy ads: three copies, one result; the damaged dates are asked about', {
  skip,
}, async () => {
  const { copies, mixed_dates_trap: trap } = reference('ads_messy_csv')
  for (const [name, copy] of Object.entries<Reference>(copies)) {
    const file = `ads_messy_csv/GoogleAds_Uncleaned_${name}.csv`
    const { read: rows, rejected, questions, detection } = await read(file)
    assert.equal(detection.header.length, copy.columns.length)
    assert.deepEqual([rows.length, rejected.length], [copy.parsed.Cost, copy.missing.Cost])
    assert.ok(
      rejected.every(({ problems }) =>
        problems.some(({ rule, column }) => rule === 'imports.required' && column === 'Cost'),
      ),
    )
    assert.equal(sum(rows, 'amount'), Math.round(copy.sums.Cost * 100))
    if (name !== 'mixed_dates') {
      assert.deepEqual(questions, [], name)
      const days = rows.map(({ values }) => String(values.from_date)).sort()
      assert.deepEqual([days[0], days.at(-1)], [copy.first_day, copy.last_day])
      continue
    }
    const [question] = questions
    assert.deepEqual(question?.candidates, ['m/d/yyyy', 'd/m/yyyy'])
    assert.deepEqual(
      [question?.detail.dates, question?.detail.ambiguous],
      [trap.slash_dates, trap.ambiguous_both_parts_le_12],
    )
    const said = await read(file, { format: { date: 'm/d/yyyy' } })
    assert.deepEqual([said.questions.length, said.read.length, said.rejected.length], [0, 2503, 97])
    // read day first, every date with a day over 12 in second place is a rejected row
    const other = await read(file, { format: { date: 'd/m/yyyy' } })
    const dates = other.rejected.filter(({ problems }) =>
      problems.some(({ rule }) => rule === 'imports.date'),
    )
    assert.equal(dates.length, trap.slash_dates - trap.ambiguous_both_parts_le_12)
  }
})

test('DATEV: one purchase is a cost, the sales invoice is none', { skip }, async () => {
  const expected = reference('german_csv').EXTF_Buchungsstapel
  const {
    read: rows,
    skipped,
    proposal,
    detection,
  } = await read('german_csv/EXTF_Buchungsstapel.csv')
  assert.equal(proposal.id, 'datev_postings')
  assert.deepEqual([detection.format.encoding, detection.format.headerRow], ['windows-1252', 2])
  assert.deepEqual(
    [detection.header.length, detection.guesses.currency.value],
    [expected.columns, 'EUR'],
  )
  const cents = detection.sample.map(({ cells }) => {
    const parsed = parseMoney(cells[0] ?? '', ',')
    return 'value' in parsed ? (parsed.value?.cents ?? 0) : 0
  })
  assert.equal(
    cents.reduce<number>((total, amount) => total + amount, 0),
    expected.sum_umsatz * 100,
  )
  assert.deepEqual([rows.length, skipped.map((row) => row.skipped)], [1, ['no_cost']])
  const { amount, gross_amount, vat_rate, from_date, until_date, account_number, description } =
    rows[0]?.values ?? {}
  assert.deepEqual(
    [amount, gross_amount, vat_rate, from_date, until_date, account_number, description],
    [2332, 2495, 0.07, '2018-02-21', '2018-02-22', '4940', 'Fachbuch: Controlling für Dummies'],
  )
})

test('DATEV: the table of accounts stands in the mapping and can be changed there', {
  skip,
}, async () => {
  const { mapping } = await read('german_csv/EXTF_Buchungsstapel.csv')
  const values = { 'datev.category': { ...mapping.values?.['datev.category'], '4940': '' } }
  const { read: rows, skipped } = await read('german_csv/EXTF_Buchungsstapel.csv', { values })
  assert.deepEqual([rows.length, skipped.length], [0, 2])
})

test('Ladesäulenregister: 292 rows, decimal commas, two-digit years', { skip }, async () => {
  const expected = reference('german_csv').Ladesaeulenregister
  const {
    detection,
    read: rows,
    proposal,
    profile,
  } = await read('german_csv/Ladesaeulenregister.csv')
  assert.equal(rows.length, expected.rows)
  assert.equal(proposal.id, 'account')
  assert.deepEqual(detection.header, expected.columns)
  assert.deepEqual([detection.format.delimiter, detection.format.decimal], [';', ','])
  const column = (name: string) => detection.header.indexOf(name)
  let kilowatts = 0
  const days: string[] = []
  for await (const { cells } of readRows(
    path('german_csv/Ladesaeulenregister.csv'),
    detection.format,
    { file: 'a' },
  )) {
    const power = parseMoney(cells[column('Anschlussleistung')] ?? '', ',')
    if ('value' in power) kilowatts += (power.value?.cents ?? 0) / 100
    days.push(String(cells[column('Inbetriebnahmedatum')]))
  }
  assert.equal(kilowatts, expected.sum_anschlussleistung_kw)
  assert.deepEqual(profile.columns[column('Inbetriebnahmedatum')]?.dates?.formats, ['dd.mm.yy'])
  assert.equal(days.length, 292)
})

test('Zoho: seven files, eight kinds, every amount and instant', { skip }, async () => {
  const expected = reference('zoho_crm_demo')
  const counts = {
    'Leads.csv': [expected.rows.leads, 0],
    'Potentials.csv': [expected.rows.potentials, 0],
    'Campaigns.csv': [expected.rows.campaigns, 0],
    'Campaign_Lead_Status.csv': [3900, 0],
    // three accounts of the export have no name
    'Accounts.csv': [2226, 3],
    'Contacts.csv': [1265, 0],
    'Users.csv': [11, 0],
  }
  for (const [name, [count, rejections]] of Object.entries(counts)) {
    const { read: rows, rejected, proposal, questions } = await read(`zoho_crm_demo/${name}`)
    assert.equal(proposal.source, 'preset', name)
    assert.deepEqual([rows.length, rejected.length, questions.length], [count, rejections, 0], name)
  }
  const { read: potentials } = await read('zoho_crm_demo/Potentials.csv')
  const won = potentials.filter(({ references }) => references.stage?.name === 'Closed Won')
  assert.deepEqual(
    [won.length, sum(won, 'amount')],
    [expected.overall.won, expected.overall.won_amount * 100],
  )
  assert.equal(new Set(potentials.map(({ key }) => key)).size, potentials.length)
  const days = won.map(
    ({ values }) => Date.parse(String(values.closed_at)) - Date.parse(String(values.opened_at)),
  )
  const mean = days.reduce((total, span) => total + span, 0) / days.length / 86_400_000
  assert.ok(Math.abs(mean - expected.overall.avg_cycle_days_won) < 1e-6)
  assert.ok(potentials.every(({ references }) => /^\d+$/.test(references.campaign?.id ?? '')))
})

test('Zoho: one file feeds campaigns and their cost', { skip }, async () => {
  const { proposal } = await read('zoho_crm_demo/Campaigns.csv')
  assert.deepEqual(
    proposal.mappings.map(({ kind }) => kind),
    ['campaign', 'cost'],
  )
  const { read: costs } = await read('zoho_crm_demo/Campaigns.csv', { kind: 'cost' })
  const first = costs.find(({ references }) => references.campaign?.id === '24000011')
  // "'$141.56K' means 141,560"; the campaign ran to 2021-05-05 inclusive
  assert.deepEqual(
    [
      first?.values.amount,
      first?.values.from_date,
      first?.values.until_date,
      first?.values.channel,
    ],
    [14_156_000, '2021-04-25', '2021-05-06', 'event'],
  )
})

test('Olist: leads and revenue are guessed, the rest is mapped by hand', { skip }, async () => {
  const expected = reference('olist_funnel')
  const leads = await read('olist_funnel/olist_marketing_qualified_leads_dataset.csv')
  assert.equal(leads.proposal.id, 'lead')
  assert.deepEqual(leads.mapping.columns, {
    mql_id: 'external_id',
    first_contact_date: 'first_seen_at',
    landing_page_id: 'content',
    origin: 'source',
  })
  assert.equal(leads.read.length, expected.rows.mql)
  const revenue = await read('olist_funnel/olist_seller_revenue.csv', {
    columns: { seller_id: 'account.id', gross_revenue_brl: 'amount' },
    constants: { kind: 'received', date: '2018-12-31' },
  })
  assert.equal(revenue.read.length, 3095)
  // grand total of the README: 13,591,643.70
  assert.equal(sum(revenue.read, 'amount'), 1_359_164_370)
})

test('real files: touchpoints with a zone of their own, a file without a last line end', {
  skip,
}, async () => {
  const { read: rows, proposal } = await read('attribution_events_slice/attribution_data.csv.gz')
  assert.equal(proposal.id, 'touchpoint')
  assert.equal(rows.length, 62_483)
  assert.equal(rows[0]?.values.occurred_at, '2018-07-22T20:40:41.000Z')
})

test('totals: a company called "Total" is none', () => {
  const row = (...cells: string[]) => ({ row: 1, cells })
  assert.equal(isTotalRow(row('Total: Campaigns', '', '12')), true)
  assert.equal(isTotalRow(row('Mobile phones', 'Total: Display', '', 'USD', '3')), true)
  assert.equal(isTotalRow(row('Gesamt', '', '1.234,50')), true)
  assert.equal(isTotalRow(row('', 'Summe', '12')), true)
  assert.equal(isTotalRow(row('Total', 'Berlin', 'Jean Dupont', 'total.de', '4')), false)
  assert.equal(isTotalRow(row('TotalEnergies GmbH', '', '12')), false)
})
