import { expect, test } from 'vitest'
import { brokenRows, readLinkTable } from './link-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('file: semicolons, quotes and a byte order mark as spreadsheets write them', () => {
  const { rows } = readLinkTable(
    bytes('\ufeffName;Ziel;Quelle\r\n"Stand; Rollup";https://a.example/;Messe\r\n'),
    'links.csv',
  )
  expect(rows).toEqual([
    { row: 2, values: { name: 'Stand; Rollup', target: 'https://a.example/', source: 'Messe' } },
  ])
})

test('file: commas, tabs and the letters of Windows', () => {
  expect(readLinkTable(bytes('Name,Ziel\nA,https://a.example/\n'), 'a').rows[0]?.values.name).toBe(
    'A',
  )
  expect(readLinkTable(bytes('Name\tZiel\nA\thttps://a.example/'), 'a').rows).toHaveLength(1)
  // 0xfc is ü in windows-1252 and no UTF-8.
  const windows = new Uint8Array([...bytes('Name\nM'), 0xfc, ...bytes('ller\n')])
  expect(readLinkTable(windows, 'a').rows[0]?.values.name).toBe('Müller')
})

test('broken rows: those with a problem; a warning is none', () => {
  const warning = { field: 'source', rule: 'r', given: 'A', used: 'a' }
  const items = [
    { address: null, problems: [{ field: 'target', rule: 'r' }], warnings: [] },
    { address: 'https://a.example/', problems: [], warnings: [warning] },
  ]
  expect(brokenRows({ items, created: null })).toBe(1)
})
