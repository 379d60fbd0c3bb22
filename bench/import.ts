// node bench/import.ts [rows]: how long a dry run and a commit of 50,000 leads take, and what memory. The
// baseline is a COPY of the same rows into the same table in the same run: what the database alone needs.
import { randomUUID } from 'node:crypto'
import { createWriteStream, statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { testImports } from '../test/helpers/imports.ts'

const ROWS = Number(process.argv[2] ?? 50_000)
const STAGES = ['Neu', 'Kontaktiert', 'MQL', 'SQL']
const SOURCES = [
  ['google', 'cpc'],
  ['linkedin', 'social'],
  ['newsletter', 'email'],
  ['Messe', ''],
]

const two = (value: number): string => String(value).padStart(2, '0')

/** One lead as a CRM would export it; the same at every run. */
function leadRow(index: number): string[] {
  const [source = '', medium = ''] = SOURCES[index % SOURCES.length] ?? []
  const day = `${two(1 + (index % 28))}.${two(1 + (index % 12))}.2025`
  return [
    String(500_000 + index),
    `Vorname${index % 997}`,
    `Nachname${index}`,
    `Firma ${index % 20_000} GmbH`,
    `person.${index}@firma${index % 20_000}.de`,
    `+49 221 ${100_000 + index}`,
    source,
    medium,
    `Kampagne ${index % 60}`,
    `${day} ${two(index % 24)}:${two(index % 60)}`,
    STAGES[index % STAGES.length] ?? 'Neu',
    `${1_000 + (index % 90_000)},50`,
  ]
}

const HEADER =
  'Lead ID;Vorname;Nachname;Firma;E-Mail;Telefon;Quelle;Medium;Kampagne;Erstellt am;Stufe;Wert'
const MAPPING = {
  kind: 'lead',
  columns: {
    'Lead ID': 'external_id',
    Vorname: 'first_name',
    Nachname: 'last_name',
    Firma: 'company',
    'E-Mail': 'email',
    Telefon: 'phone',
    Quelle: 'source',
    Medium: 'medium',
    Kampagne: 'campaign',
    'Erstellt am': 'created_on',
    Stufe: 'stage',
    Wert: 'expected_value',
  },
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1000
}

/** The file row by row: the rows must not lie in the memory that is measured. */
function* csvLines(): Generator<string> {
  yield `${HEADER}\r\n`
  for (let index = 0; index < ROWS; index++) yield `${leadRow(index).join(';')}\r\n`
}

function* copyLines(): Generator<string> {
  for (let index = 0; index < ROWS; index++) {
    const [, first, last, company, email, phone, source, medium, campaign] = leadRow(index)
    const texts = [randomUUID(), first, last, company, email, phone, source, medium, campaign]
    yield `${texts.join('\t')}\t2025-01-01T${two(index % 24)}:00:00Z\tmql\t100050\n`
  }
}

await using workplace = await testImports({ currency: 'EUR', time_zone: 'Europe/Berlin' })
const { database } = workplace
const path = await workplace.file('leads.csv', '')
await pipeline(Readable.from(csvLines()), createWriteStream(path))

/** The same rows straight into the table, in a transaction that is taken back. */
async function copyBaseline(): Promise<void> {
  const client = await database.pool.connect()
  try {
    await client.query('begin')
    const columns =
      'id, first_name, last_name, company, email, phone, source, medium, campaign, created_on, stage, expected_value'
    const target = client.query(copyFrom(`copy leads.lead (${columns}) from stdin`))
    await pipeline(Readable.from(copyLines()), target)
    await client.query('rollback')
  } finally {
    client.release()
  }
}

const baseline = await seconds(copyBaseline)
const importId = await workplace.create([path], { mappings: [MAPPING] })
const dryRun = await seconds(() => workplace.run(importId, 'dry_run'))
const commit = await seconds(() => workplace.run(importId, 'commit'))
await workplace.imports.outcome(importId)
const again = await workplace.create([path], { mappings: [MAPPING] })
const same = await seconds(() => workplace.run(again, 'dry_run'))
const undo = await seconds(() => workplace.run(importId, 'undo'))
const memory = process.resourceUsage().maxRSS / 1024

const megabytes = statSync(path).size / 1_000_000
const line = (name: string, value: number) =>
  console.log(
    `${name.padEnd(34)} ${value.toFixed(1).padStart(7)} s   ${(value / baseline).toFixed(1).padStart(6)} x COPY`,
  )
console.log(`${ROWS} leads, ${megabytes.toFixed(1)} MB of CSV`)
line('COPY of the same rows (baseline)', baseline)
line('dry run', dryRun)
line('commit', commit)
line('dry run and commit', dryRun + commit)
line('dry run of the same file again', same)
line('undo', undo)
console.log(`${'largest memory of the process'.padEnd(34)} ${memory.toFixed(0).padStart(7)} MB`)
