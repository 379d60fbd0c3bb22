import assert from 'node:assert/strict'
import { test } from 'node:test'
import { costKind } from '#costs/cost.ts'
import { opportunityKind } from '#crm/opportunity.ts'
import { productKind } from '#crm/product.ts'
import type { RecordKind } from '#kernel/record.ts'
import { leadKind } from '#leads/lead.ts'
import type { Cell, Row } from './cell.ts'
import { detect } from './detect.ts'
import type { FileFormat } from './format.ts'
import type { Mapping } from './mapping.ts'
import { compileReader } from './reader.ts'

const FORMAT: FileFormat = {
  container: 'csv',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ';',
  quote: '"',
  decimal: ',',
  decimalGiven: false,
  date: [],
  timeZone: null,
  currency: null,
  sheet: null,
  headerRow: 1,
}

const fixed = <T>(value: T) => ({
  value,
  sure: true,
  evidence: { rule: 'imports.given', detail: {} },
  candidates: [value],
})

const tableOf = (cells: readonly (readonly Cell[])[]): Row[] =>
  cells.map((row, index) => ({ row: index + 1, cells: row }))

/** Reads a small table: the first row is the header. */
function read(kind: RecordKind, mapping: Mapping, cells: readonly (readonly Cell[])[]) {
  const rows = tableOf(cells)
  const detection = detect({
    file: 'a.csv',
    format: FORMAT,
    guesses: {
      encoding: fixed('utf-8' as const),
      delimiter: fixed(';' as const),
      quote: fixed('"' as const),
      sheet: fixed(null),
    },
    sheets: [],
    rows,
    complete: true,
    hints: { ...mapping.format, headerRow: 1 },
  })
  const reader = compileReader({
    mapping,
    kind,
    detection,
    profile: null,
    format: detection.format,
    company: { timeZone: 'Europe/Berlin', currency: 'EUR' },
  })
  return { problems: reader.problems, rows: rows.slice(1).map((row) => reader.read(row)) }
}

const costs = (
  columns: Mapping['columns'],
  cells: readonly (readonly Cell[])[],
  more: Mapping = {},
) => read(costKind, { columns: columns ?? {}, constants: { category: 'media' }, ...more }, cells)

const spans = (found: ReturnType<typeof read>) =>
  found.rows.map(({ values }) => [values.from_date, values.until_date])

test('reader: one column may feed several fields, several columns one text', () => {
  const { rows } = read(
    leadKind,
    { columns: { Firma: ['company', 'account.name'], Vorname: 'last_name', Name: 'last_name' } },
    [
      ['Firma', 'Vorname', 'Name'],
      ['Beispiel GmbH', 'Erika', 'Muster'],
      ['-', '', 'Allein'],
    ],
  )
  assert.deepEqual(rows[0]?.values, { company: 'Beispiel GmbH', last_name: 'Erika Muster' })
  assert.deepEqual(rows[0]?.references, { account: { name: 'Beispiel GmbH' } })
  assert.deepEqual(rows[1]?.values, { company: null, last_name: 'Allein' })
})

test('reader: a header that occurs twice is reached by its number', () => {
  const { rows } = read(leadKind, { columns: { Name: 'first_name', 'Name (2)': 'last_name' } }, [
    ['Name', 'Name'],
    ['Erika', 'Muster'],
  ])
  assert.deepEqual(rows[0]?.values, { first_name: 'Erika', last_name: 'Muster' })
})

test('reader: values are translated, "*" takes any other, "" an empty cell', () => {
  const mapping: Mapping = {
    columns: { Status: 'stage', Phase: 'channel' },
    values: {
      stage: { 'Closed Won': 'won', '*': 'new' },
      channel: { social: 'organic_social', '': 'unknown' },
    },
  }
  const { rows } = read(leadKind, mapping, [
    ['Status', 'Phase'],
    ['closed won', 'social'],
    ['irgendwas', ''],
  ])
  assert.deepEqual(
    rows.map(({ values }) => values),
    [
      { stage: 'won', channel: 'organic_social' },
      { stage: 'new', channel: 'unknown' },
    ],
  )
})

test('reader: a constant fills in where the column says nothing', () => {
  const { rows } = read(
    leadKind,
    {
      columns: { Quelle: 'source' },
      constants: { source: 'Liste', created_on: '2024-03-01', score: 5 },
    },
    [
      ['Quelle', 'x'],
      ['Messe', ''],
      ['', 'y'],
    ],
  )
  const at = '2024-02-29T23:00:00.000Z'
  assert.deepEqual(
    rows.map(({ values }) => values),
    [
      { source: 'Messe', created_on: at, score: 5 },
      { source: 'Liste', created_on: at, score: 5 },
    ],
  )
})

test('reader: a wrong cell rejects the row with column, field, rule and value', () => {
  const { rows } = read(
    leadKind,
    { columns: { Tag: 'created_on', Punkte: 'score', Mail: 'email' } },
    [
      ['Tag', 'Punkte', 'Mail'],
      ['31.02.2024', '12,5', 'keine'],
    ],
  )
  assert.equal(rows[0]?.outcome, 'rejected')
  assert.deepEqual(
    rows[0]?.problems.map(({ column, field, rule, detail }) => [
      column,
      field,
      rule,
      detail?.value,
    ]),
    [
      ['Tag', 'created_on', 'imports.date', '31.02.2024'],
      ['Punkte', 'score', 'imports.integer', '12,5'],
    ],
  )
  assert.deepEqual(
    rows[0]?.warnings.map(({ field, rule }) => [field, rule]),
    [['email', 'imports.email']],
  )
})

test('reader: ids lose the ".0" of numbers, of several the first counts', () => {
  const { rows } = read(
    opportunityKind,
    { columns: { Name: 'name', Id: 'campaign.id', C: 'contact.id' } },
    [
      ['Name', 'Id', 'C'],
      ['A', '24000023.0', '12;15'],
      ['B', 24_000_023, ''],
    ],
  )
  assert.deepEqual(
    rows.map(({ references }) => references),
    [{ campaign: { id: '24000023' }, contact: { id: '12' } }, { campaign: { id: '24000023' } }],
  )
})

test('reader: a cost lies on one day, a month, a span, or the report period', () => {
  const head = ['Tag', 'Ende', 'Betrag']
  assert.deepEqual(
    spans(costs({ Tag: 'day', Betrag: 'amount' }, [head, ['31.12.2024', '', '5']])),
    [['2024-12-31', '2025-01-01']],
  )
  assert.deepEqual(
    spans(costs({ Tag: 'from_date', Betrag: 'amount' }, [head, ['28.02.2024', '', '5']])),
    [['2024-02-28', '2024-02-29']],
  )
  assert.deepEqual(
    spans(
      costs({ Tag: 'month', Betrag: 'amount' }, [
        head,
        ['2024-02', '', '5'],
        ['März 2024', '', '5'],
      ]),
    ),
    [
      ['2024-02-01', '2024-03-01'],
      ['2024-03-01', '2024-04-01'],
    ],
  )
  const span = { Tag: 'from_date', Ende: 'end_date', Betrag: 'amount' }
  const found = costs(span, [
    head,
    ['01.02.2024', '29.02.2024', '5'],
    ['05.02.2024', '01.02.2024', '5'],
  ])
  assert.deepEqual(spans(found)[0], ['2024-02-01', '2024-03-01'])
  assert.deepEqual(
    found.rows[1]?.problems.map(({ column, rule }) => [column, rule]),
    [['Ende', 'imports.ends_before_start']],
  )
})

test('reader: what a campaign spent is booked within the days of the report', () => {
  const columns = {
    S: 'from_date',
    E: 'end_date',
    RS: 'report_start',
    RE: 'report_end',
    B: 'amount',
  }
  const found = costs(columns, [
    ['S', 'E', 'RS', 'RE', 'B'],
    ['01.01.2023', '--', '01.03.2024', '31.03.2024', '5'],
    ['10.03.2024', '20.03.2024', '01.03.2024', '31.03.2024', '5'],
    ['01.01.2023', '02.01.2023', '01.03.2024', '31.03.2024', '5'],
  ])
  assert.deepEqual(spans(found), [
    ['2024-03-01', '2024-04-01'],
    ['2024-03-10', '2024-03-21'],
    ['2024-03-01', '2024-04-01'],
  ])
})

test('reader: net is gross without VAT where only gross is known', () => {
  const columns = { T: 'day', B: 'gross_amount', U: 'vat_rate' }
  const { rows } = costs(columns, [
    ['T', 'B', 'U'],
    ['01.01.2024', '119,00', '19 %'],
    ['02.01.2024', '24,95', '7 %'],
  ])
  // 119 / 1.19 = 100; 24.95 / 1.07 = 23.317757
  assert.deepEqual(
    rows.map(({ values }) => [values.amount, values.exact_amount]),
    [
      [10_000, '100'],
      [2_332, '23.317757'],
    ],
  )
})

test('reader: the currency is what was said, else the column, the sign, the header', () => {
  const columns = { T: 'day', 'Betrag (USD)': 'amount', W: 'currency' }
  const cells = [
    ['T', 'Betrag (USD)', 'W'],
    ['01.01.2024', '5,00', 'CHF'],
    ['01.01.2024', '5,00 €', ''],
    ['01.01.2024', '5', ''],
  ]
  const currencies = (more: Mapping) =>
    costs(columns, cells, more).rows.map(({ currency }) => currency)
  assert.deepEqual(currencies({}), ['CHF', 'EUR', 'USD'])
  assert.deepEqual(currencies({ format: { currency: 'BRL' } }), ['BRL', 'BRL', 'BRL'])
})

test('reader: the key of a cost holds its period', () => {
  const { rows } = costs(
    { T: 'day', B: 'amount' },
    [
      ['T', 'B', 'K'],
      ['01.01.2024', '1', 'a'],
      ['02.01.2024', '1', 'a'],
    ],
    {
      key: ['K'],
    },
  )
  assert.deepEqual(
    rows.map(({ key }) => key),
    ['a\u001f2024-01-01/2024-01-02', 'a\u001f2024-01-02/2024-01-03'],
  )
})

test('reader: a CRM close date is both the end and the expectation', () => {
  const { rows } = read(opportunityKind, { columns: { Name: 'name', Schluss: 'close_date' } }, [
    ['Name', 'Schluss'],
    ['A', '31.12.2024'],
  ])
  assert.deepEqual(
    [rows[0]?.values.closed_at, rows[0]?.values.expected_close_date],
    ['2024-12-30T23:00:00.000Z', '2024-12-31'],
  )
})

test('reader: a rate without a percent sign is percent where a value of the column is over one', () => {
  const rates = (...cells: string[]) =>
    read(productKind, { columns: { P: 'name', M: 'margin_rate' } }, [
      ['P', 'M'],
      ...cells.map((cell) => ['A', cell]),
    ]).rows.map(({ values }) => values.margin_rate)
  assert.deepEqual(rates('0,4', '1'), [0.4, 1])
  assert.deepEqual(rates('40', '0,5'), [0.4, 0.005])
  assert.deepEqual(rates('40 %'), [0.4])
})

test('reader: faults of the mapping are told before any row', () => {
  const faults = (kind: RecordKind, mapping: Mapping) =>
    read(kind, mapping, [
      ['A', 'B'],
      ['x', 'y'],
    ]).problems.map(({ field, rule }) => [field, rule])
  assert.deepEqual(faults(leadKind, { columns: { A: 'nase', C: 'source' }, key: ['D'] }), [
    ['columns.A', 'imports.field_unknown'],
    ['columns.C', 'imports.column_missing'],
    ['key.0', 'imports.column_missing'],
  ])
  assert.deepEqual(faults(leadKind, { columns: { A: 'channel_rule' } }), [
    ['columns.A', 'imports.field_unknown'],
  ])
  assert.deepEqual(
    faults(costKind, { columns: { A: 'description' }, constants: { category: 'media' } }),
    [
      ['from_date', 'imports.required_not_mapped'],
      ['until_date', 'imports.required_not_mapped'],
      ['amount', 'imports.required_not_mapped'],
    ],
  )
})

test('reader: values and constants that no field takes are faults of the mapping, not of each row', () => {
  const mapping: Mapping = {
    columns: { A: 'name', B: 'business_type' },
    constants: { amount: 'viel', closed_at: '2026-02-30' },
    values: { business_type: { Neu: 'new', Alt: 'uralt', '': '' }, region: { x: 'y' } },
  }
  const { problems } = read(opportunityKind, mapping, [
    ['A', 'B'],
    ['x', 'Neu'],
  ])
  assert.deepEqual(problems, [
    { field: 'constants.amount', rule: 'imports.number', detail: { value: 'viel' } },
    { field: 'constants.closed_at', rule: 'imports.date', detail: { value: '2026-02-30' } },
    {
      field: 'values.business_type.Alt',
      rule: 'imports.value_unknown',
      detail: { value: 'uralt', choices: 'new, existing' },
    },
  ])
})

test('reader: more cells than columns is a rejected row', () => {
  const { rows } = read(leadKind, { columns: { A: 'source' } }, [
    ['A', 'B'],
    ['x', 'y', 'z'],
    ['x', 'y', ''],
  ])
  assert.deepEqual(
    rows.map(({ outcome }) => outcome),
    ['rejected', 'read'],
  )
})

test('reader: the apostrophe of our own export is taken off', () => {
  const { rows } = read(leadKind, { columns: { A: 'phone' } }, [
    ['A', 'B'],
    ["'+49 221 1234", 'x'],
  ])
  assert.equal(rows[0]?.values.phone, '+49 221 1234')
})
