import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkTable, mediumOf, rowWarnings } from './link-table.ts'

const table = (...lines: string[][]) => linkTable(lines.map((cells, i) => ({ row: i + 1, cells })))

test('link table: headings by field, label or synonym; empty rows and unknown columns are left out', () => {
  const read = table(
    ['\ufeffName', 'Zieladresse', 'utm_source', 'MEDIUM', 'Kampagne', 'Farbe', ''],
    ['Rollup', 'https://a.example/', 'messe', 'QR-Code', 'Messe 2026', 'rot', ''],
    ['', ' ', '', '', '', '', ''],
    ['Nur Name'],
  )
  assert.deepEqual(read, {
    rows: [
      {
        row: 2,
        values: {
          name: 'Rollup',
          target: 'https://a.example/',
          source: 'messe',
          medium: 'QR-Code',
          campaign_id: 'Messe 2026',
        },
      },
      { row: 4, values: { name: 'Nur Name' } },
    ],
    unknown: ['Farbe'],
    known: ['name', 'target', 'source', 'medium', 'campaign_id'],
  })
})

test('link table: utm_campaign is the word in the address, Kampagne the record', () => {
  assert.deepEqual(table(['utm_campaign', 'Kampagne'], ['a', 'b']).rows[0]?.values, {
    campaign: 'a',
    campaign_id: 'b',
  })
  assert.deepEqual(table(['Campaign'], ['a']).rows[0]?.values, { campaign_id: 'a' })
})

test('link table: no rows without a heading', () => {
  assert.deepEqual(table(), { rows: [], unknown: [], known: [] })
})

for (const [cell, expected] of [
  ['QR-Code', 'qr'],
  ['Klickanzeige', 'cpc'],
  ['Newsletter', 'email'],
  ['Brief und Mailing', 'mailing'],
  ['Rauchzeichen', 'rauchzeichen'],
] as const) {
  test(`link table: the medium "${cell}" is ${expected}`, () => {
    assert.equal(mediumOf(cell), expected)
  })
}

test('link table: a word that is written otherwise is told', () => {
  assert.deepEqual(
    rowWarnings({ source: 'Linked In', medium: 'QR-Code', campaign: 'Frühling' }).map(
      ({ field, used }) => [field, used],
    ),
    [
      ['source', 'linkedin'],
      ['campaign', 'fruehling'],
    ],
  )
})
