import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLine } from './helpers/command-line.ts'
import { dataFile, mappingPath, reference, withData } from './helpers/imports.ts'
import {
  type Ask,
  assertOlist,
  assertZoho,
  OLIST_FILES,
  type Results,
  ZOHO_FILES,
} from './helpers/reference-figures.ts'

// The program as a person at a terminal has it: `./regelkreis`, one process a call.

type CommandLine = Awaited<ReturnType<typeof commandLine>>
type Summary = {
  importId: string
  files: {
    file: string
    kind: string
    rows: { read: number; new: number; changed: number; same: number; rejected: number }
  }[]
}
type Attribution = {
  currency: string
  models: { model: string; rows: { value: number }[]; unattributed: { value: number } }[]
}
type OlistRevenue = { by_origin: Record<string, { gross_revenue_brl: number }> }
type Printed = { kpis: Results; by?: { key: string; kpis: Results }[] }

/** Asks `./regelkreis kpis`. Its JSON has keys, no names: `names` says whose they are. */
const asker =
  (program: CommandLine, names: ReadonlyMap<string, string> = new Map()): Ask =>
  async (query) => {
    const options = Object.entries(query).flatMap(([name, value]) => [`--${name}`, value])
    // the references count a deal in full for its campaign or the source of its lead
    const call = ['kpis', ...options, '--model', 'lead_source']
    const { kpis, by = [] } = await program.json<Printed>(...call)
    return { kpis, by: new Map(by.map((row) => [names.get(row.key) ?? row.key, row.kpis])) }
  }

/** New and changed records of every file of an import. */
const written = ({ files }: Summary) =>
  files.map(({ kind, rows }) => [kind, { new: rows.new, changed: rows.changed }])

test(
  'command line: the Olist exports give the figures of their reference; a second run changes nothing',
  withData,
  async () => {
    await using program = await commandLine({ currency: 'BRL', time_zone: 'UTC' })
    const call = ['import', ...OLIST_FILES.map(dataFile), '--mapping', mappingPath('olist.json')]
    const first = await program.json<Summary>(...call)
    assert.deepEqual(
      first.files.map(({ kind, rows }) => [kind, rows.read, rows.new, rows.rejected]),
      // Records of each file without its header, as counted by its README.
      [
        ['opportunity', 842, 842, 0],
        ['lead', 8_000, 8_000, 0],
        ['revenue_entry', 3_095, 3_095, 0],
      ],
    )
    await assertOlist(asker(program))

    // one touch a lead: every rule gives the revenue by origin, less 22.90 of a deal closed before its first contact
    const attribution = await program.json<Attribution>(
      ...[
        'attribution',
        '--from',
        '2000-01-01',
        '--until',
        '2030-01-01',
        '--model',
        'first,linear,w_shaped',
      ],
      ...['--by', 'source', '--value', 'received', '--lookback', 'unlimited'],
    )
    const total = Object.values(reference<OlistRevenue>('olist_funnel').by_origin).reduce(
      (sum, { gross_revenue_brl }) => sum + Math.round(gross_revenue_brl * 100),
      0,
    )
    assert.equal(attribution.currency, 'BRL')
    for (const { model, rows, unattributed } of attribution.models) {
      assert.equal(unattributed.value, 2290, model)
      assert.equal(
        rows.reduce((sum, { value }) => sum + value, 0),
        total - 2290,
        model,
      )
    }

    const again = await program.json<Summary>(...call)
    const nothing = { new: 0, changed: 0 }
    assert.deepEqual(written(again), [
      ['opportunity', nothing],
      ['lead', nothing],
      ['revenue_entry', nothing],
    ])
    assert.deepEqual(
      again.files.map(({ rows }) => rows.same),
      [842, 8_000, 3_095],
    )
  },
)

test(
  'command line: the seven files of a CRM need no mapping to give the figures of their reference',
  withData,
  async () => {
    const settings = { currency: 'USD', time_zone: 'UTC', velocity_base: 'open_at_end' }
    await using program = await commandLine(settings)
    await program.json<Summary>('import', ...ZOHO_FILES.map(dataFile))
    const { rows: named } = await program.database.pool.query<{ id: string; name: string }>(
      'select id, name from access."user" union all select id, name from campaigns.campaign',
    )
    const names = new Map(named.map(({ id, name }) => [id, name]))
    await assertZoho(asker(program, names))
  },
)

test('command line: a date that may be read in two ways ends with the question, a mapping answers it', async () => {
  await using program = await commandLine()
  const costs = join(program.dataFolder, 'costs.csv')
  // No part over 12 anywhere: nothing in the file proves which of the two is the day.
  await writeFile(costs, 'date,category,amount\n03/04/2026,media,100.00\n05/06/2026,media,200.00\n')
  const call = ['import', costs, '--as', 'costs']

  const asked = await program.run(...call, '--json')
  assert.equal(asked.code, 1)
  assert.equal(asked.out, '')
  assert.match(asked.err, /date: In 2 of 2 dates day and month may be swapped\./)
  assert.match(
    asked.err,
    /"format": \{ "date": \.\.\. \} \} with one of d\/m\/yyyy \| m\/d\/yyyy\./,
  )
  const kept = 'select count(*)::int as imports from imports.import'
  assert.deepEqual((await program.database.pool.query(kept)).rows, [{ imports: 0 }])

  const answer = join(program.dataFolder, 'answer.json')
  await writeFile(answer, JSON.stringify({ kind: 'costs', format: { date: 'd/m/yyyy' } }))
  const done = await program.json<Summary>('import', costs, '--mapping', answer)
  assert.deepEqual(written(done), [['cost', { new: 2, changed: 0 }]])
  const { rows } = await program.database.pool.query(
    'select from_date, amount from costs.entry order by amount',
  )
  assert.deepEqual(rows, [
    { from_date: '2026-04-03', amount: 10_000 },
    { from_date: '2026-06-05', amount: 20_000 },
  ])
})

test('command line: Ctrl-C in the middle of the rows takes everything back and says so', async () => {
  await using program = await commandLine()
  const rows = Array.from({ length: 5_000 }, (_, row) => `${row};Muster${row};2026-02-01`)
  const leads = join(program.dataFolder, 'leads.csv')
  await writeFile(leads, ['Lead ID;Nachname;Erstellt am', ...rows].join('\n'))
  const { interrupt, ended } = program.start('import', leads, '--as', 'leads')
  const { pool } = program.database
  const state = async () => (await pool.query('select state from imports.import')).rows[0]?.state
  while ((await state()) !== 'committing') await sleep(20)
  interrupt()
  const { code, out, err } = await ended
  assert.deepEqual([code, out], [1, ''])
  assert.match(err, /The run was cancelled\. Nothing was written\./)
  assert.equal(await state(), 'cancelled')
  const { rows: counts } = await pool.query('select count(*)::int as leads from leads.lead')
  assert.deepEqual(counts, [{ leads: 0 }])
})
