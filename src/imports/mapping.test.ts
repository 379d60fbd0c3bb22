import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '#kernel/refusal.ts'
import { mappingsFor, parseMappingFile } from './mapping.ts'

const faults = (json: unknown): (string | undefined)[][] => {
  try {
    parseMappingFile(json)
  } catch (error) {
    assert.ok(error instanceof Refusal)
    assert.equal(error.code, 'imports.mapping_invalid')
    return error.problems.map(({ field, rule }) => [field, rule])
  }
  return []
}

test('mapping: the whole shape of a mapping file is taken', () => {
  const mapping = {
    kind: 'leads',
    columns: { mql_id: 'external_id', Firma: ['company', 'account.name'] },
    constants: { stage: 'mql' },
    values: { channel: { social: 'organic_social' }, 'stage.name': { 'Closed Won': 'won' } },
    key: ['mql_id'],
    format: {
      encoding: 'UTF-8',
      delimiter: ';',
      decimal: ',',
      date: 'd MMM, yyyy HH:mm:ss',
      timeZone: 'UTC',
      currency: 'BRL',
      sheet: 'Tabelle1',
      headerRow: 3,
    },
  }
  const [read] = parseMappingFile(mapping)
  assert.equal(read?.format?.encoding, 'utf-8')
  assert.deepEqual(read?.columns, mapping.columns)
  assert.equal(parseMappingFile([mapping, { kind: 'costs', file: 'b.csv' }]).length, 2)
})

test('mapping: faults name their path', () => {
  assert.deepEqual(faults({ kinds: 'leads' }), [['kinds', 'imports.unknown_key']])
  assert.deepEqual(faults({ format: { decimal: ';' } }), [
    ['format.decimal', 'imports.invalid_value'],
  ])
  assert.deepEqual(faults({ format: { timeZone: 'Europe/Bielefeld' } }), [
    ['format.timeZone', 'imports.time_zone'],
  ])
  assert.deepEqual(faults({ format: { date: 'gestern' } }), [
    ['format.date', 'imports.date_pattern'],
  ])
  assert.deepEqual(faults({ columns: { Name: 'Nach Name' } }), [
    ['columns.Name', 'imports.field_name'],
  ])
  assert.deepEqual(faults([{ kind: 'leads' }, { key: [] }]), [['1.key', 'imports.too_small']])
  assert.deepEqual(faults('leads'), [['', 'imports.invalid_type']])
})

test('mapping: of a list those that name the file go first', () => {
  const all = parseMappingFile([
    { file: 'folder/Leads.csv', kind: 'leads' },
    { file: 'Campaigns.csv', kind: 'campaigns' },
    { file: 'Campaigns.csv', kind: 'costs' },
    { kind: 'accounts' },
  ])
  const kinds = (name: string) => mappingsFor(all, name).map(({ kind }) => kind)
  assert.deepEqual(kinds('leads.CSV.gz'), ['leads'])
  assert.deepEqual(kinds('/tmp/Campaigns.csv'), ['campaigns', 'costs'])
  assert.deepEqual(kinds('other.csv'), ['accounts'])
})
