// node bench/import.ts [rows]: how long a dry run and a commit of 50,000 leads take, and what memory. The
// server is the real one, called as the screen calls it; the baseline is a COPY of the same rows into the same
// table of the same database: what the database alone needs.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { silentLog } from '../src/platform/log.ts'
import { openStore } from '../src/platform/store.ts'
import { settled, signedIn, start, upload, type View } from '../test/helpers/import-client.ts'
import { testServer } from '../test/helpers/server.ts'

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

const csvText = (): string =>
  [HEADER, ...Array.from({ length: ROWS }, (_, index) => leadRow(index).join(';'))].join('\r\n')

function* copyLines(): Generator<string> {
  for (let index = 0; index < ROWS; index++) {
    const [, first, last, company, email, phone, source, medium, campaign] = leadRow(index)
    const texts = [randomUUID(), first, last, company, email, phone, source, medium, campaign]
    yield `${texts.join('\t')}\t2025-01-01T${two(index % 24)}:00:00Z\tmql\t100050\n`
  }
}

await using server = await testServer()
const call = await signedIn(server)
const store = await openStore({ databaseUrl: null, dataFolder: server.dataFolder }, silentLog)

/** The same rows straight into the table, in a transaction that is taken back. */
async function copyBaseline(): Promise<void> {
  const client = await store.database.pool.connect()
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

/** Largest resident memory of the server so far. */
const peakMegabytes = (): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024

async function uploaded(): Promise<View> {
  const view = (await (await upload(call, { 'leads.csv': csv })).json()) as View
  const [file] = view.files
  await call(`/api/imports/${view.id}/files/${file?.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mappings: [MAPPING] }),
  })
  return view
}

async function run(id: string, mode: string, expected: string): Promise<void> {
  await start(call, id, mode)
  const view = await settled(call, id, 1_800_000)
  if (view.state !== expected)
    throw new Error(`${mode}: ${view.state} ${JSON.stringify(view.error)}`)
}

const csv = csvText()
const idle = peakMegabytes()
const baseline = await seconds(copyBaseline)
const { id } = await uploaded()
const dryRun = await seconds(() => run(id, 'dry-run', 'ready'))
const commit = await seconds(() => run(id, 'commit', 'committed'))
const memory = peakMegabytes()
const again = await uploaded()
const same = await seconds(() => run(again.id, 'dry-run', 'ready'))
const undo = await seconds(() => run(id, 'undo', 'undone'))
await store.disconnect()

const line = (name: string, value: number) =>
  console.log(
    `${name.padEnd(34)} ${value.toFixed(1).padStart(7)} s   ${(value / baseline).toFixed(1).padStart(6)} x COPY`,
  )
console.log(`${ROWS} leads, ${(Buffer.byteLength(csv) / 1_000_000).toFixed(1)} MB of CSV`)
line('COPY of the same rows (baseline)', baseline)
line('dry run', dryRun)
line('commit', commit)
line('dry run and commit', dryRun + commit)
line('dry run of the same file again', same)
line('undo', undo)
console.log(`${'server memory before'.padEnd(34)} ${idle.toFixed(0).padStart(7)} MB`)
console.log(`${'largest server memory'.padEnd(34)} ${memory.toFixed(0).padStart(7)} MB`)
