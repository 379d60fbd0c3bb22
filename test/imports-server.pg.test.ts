import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { settled, signedIn, signIn, start, upload, type View } from './helpers/import-client.ts'
import { testServer } from './helpers/server.ts'

const leadRows = (count: number): string =>
  [
    'Lead ID;Nachname;E-Mail;Erstellt am;Quelle',
    ...Array.from(
      { length: count },
      (_, index) =>
        `${index + 1};Muster${index};m${index}@firma${index % 100}.de;01.02.2026;google`,
    ),
  ].join('\r\n')

test('the screen’s way: upload, preview, dry run, commit, undo', async () => {
  await using server = await testServer()
  const call = await signedIn(server)
  const created = await upload(call, { 'leads.csv': leadRows(300) })
  assert.equal(created.status, 201)
  const view = (await created.json()) as View
  const [file] = view.files
  assert(file)
  const mappings = [
    {
      kind: 'lead',
      columns: {
        'Lead ID': 'external_id',
        Nachname: 'last_name',
        'E-Mail': 'email',
        'Erstellt am': 'created_on',
        Quelle: 'source',
      },
    },
  ]
  const put = await call(`/api/imports/${view.id}/files/${file.id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mappings }),
  })
  assert.equal(put.status, 200, await put.clone().text())
  const preview = await call(`/api/imports/${view.id}/files/${file.id}/preview?rows=5`)
  const { rows } = (await preview.json()) as {
    rows: { parts: { values: Record<string, unknown> }[] }[]
  }
  assert.equal(rows.length, 5)
  assert.equal(rows[0]?.parts[0]?.values.last_name, 'Muster0')

  assert.equal((await start(call, view.id, 'commit')).status, 409, 'a dry run comes first')
  assert.equal((await start(call, view.id, 'dry-run')).status, 202)
  const rehearsed = await settled(call, view.id)
  assert.deepEqual([rehearsed.state, rehearsed.counts?.new], ['ready', 300])
  assert.equal((await start(call, view.id, 'commit')).status, 202)
  assert.equal((await settled(call, view.id)).state, 'committed')
  const leads = (await (await call('/api/leads')).json()) as { count: number }
  assert.equal(leads.count, 300)
  const notes = await call(`/api/imports/${view.id}/files/${file.id}/notes?outcome=new`)
  const { items } = (await notes.json()) as { items: { recordId: string }[] }
  assert.equal((await call(`/api/leads/${items[0]?.recordId}`)).status, 200)
  const rejected = await call(`/api/imports/${view.id}/files/${file.id}/rejected.csv`)
  assert.equal(rejected.status, 200)
  assert.match(rejected.headers.get('content-disposition') ?? '', /leads-rejected\.csv/)
  assert.equal((await start(call, view.id, 'undo')).status, 202)
  assert.equal((await settled(call, view.id)).state, 'undone')
  assert.equal(((await (await call('/api/leads')).json()) as { count: number }).count, 0)
  for (const path of [
    'import-kinds',
    'import-presets',
    'import-mappings',
    'imports',
    'import-templates/leads.csv',
    'import-templates/costs.xlsx?language=de',
  ]) {
    const answer = await call(`/api/${path}`)
    assert.equal(answer.status, 200, `${path} ${await answer.text()}`)
  }
  assert.equal((await call(`/api/imports/${view.id}`, { method: 'DELETE' })).status, 204)
  assert.equal((await call(`/api/imports/${view.id}`)).status, 404)
})

test('kill -9 in the commit: nothing is written, and the import says so', async () => {
  await using server = await testServer()
  const call = await signedIn(server)
  const { id } = (await (await upload(call, { 'leads.csv': leadRows(10_000) })).json()) as View
  await start(call, id, 'dry-run')
  assert.equal((await settled(call, id)).state, 'ready')
  await start(call, id, 'commit')
  for (;;) {
    const view = (await (await call(`/api/imports/${id}`)).json()) as View & {
      progress: { phase: string; done: number } | null
    }
    assert.equal(view.state, 'committing', 'the kill must hit the commit')
    if (view.progress?.phase === 'rows' && view.progress.done >= 2_000) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await server.kill()
  await using again = await testServer({ dataFolder: server.dataFolder })
  const recall = await signIn(again)
  const view = await settled(recall, id)
  const leads = (await (await recall('/api/leads')).json()) as { count: number }
  assert.deepEqual([view.state, leads.count], ['interrupted', 0])
  assert.equal(
    view.error?.text?.de,
    'Das Programm endete während des Laufs. Es wurde nichts geschrieben.',
  )
  await start(recall, id, 'dry-run')
  assert.equal((await settled(recall, id)).state, 'ready')
  await start(recall, id, 'commit')
  assert.equal((await settled(recall, id)).state, 'committed')
  const done = (await (await recall('/api/leads')).json()) as { count: number }
  assert.equal(done.count, 10_000)
})

const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

const BROKEN_LIMIT_MS = 5_000
const MEMORY_LIMIT_MB = 200

const broken: Record<string, () => string | Uint8Array> = {
  'a binary': () => randomBytes(2_000_000),
  'a zip that is no workbook': () =>
    Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(500_000)]),
  'ten thousand columns': () =>
    `${Array.from({ length: 10_000 }, (_, index) => `c${index}`).join(',')}\n${'1,'.repeat(9_999)}1\n`,
  'a gzip bomb': () => gzipSync(Buffer.alloc(300_000_000, 'a'.charCodeAt(0))),
  'nothing at all': () => '',
  'a web page': () => '<!doctype html><html><body>Bitte anmelden</body></html>',
}

test('broken files are refused within five seconds and little memory', async () => {
  await using server = await testServer()
  const call = await signedIn(server)
  await upload(call, { 'warm.csv': leadRows(10) })
  const before = rssOf(server.pid)
  for (const [name, make] of Object.entries(broken)) {
    const content = make()
    const started = performance.now()
    const answer = await upload(call, { [`${name}.csv`]: content })
    const took = performance.now() - started
    const body = (await answer.json()) as { error?: { code: string } }
    assert(answer.status >= 400 && answer.status < 500, `${name}: ${answer.status}`)
    assert.match(body.error?.code ?? '', /^imports\./, name)
    assert(took < BROKEN_LIMIT_MS, `${name} took ${took} ms`)
  }
  const grown = rssOf(server.pid) - before
  assert(grown < MEMORY_LIMIT_MB, `the server grew by ${grown} MB`)
  const list = (await (await call('/api/imports')).json()) as { items: unknown[] }
  assert.equal(list.items.length, 1, 'refused uploads leave nothing behind')
})

test('a cut file is found in the dry run', async () => {
  await using server = await testServer()
  const call = await signedIn(server)
  const whole = `ID;Text;Erstellt am\n${Array.from({ length: 30_000 }, (_, i) => `${i};"Ein Text";01.02.2026`).join('\n')}`
  const { id } = (await (await upload(call, { 'a.csv': `${whole}\n30001;"Ein Te` })).json()) as View
  const started = performance.now()
  await start(call, id, 'dry-run')
  const view = await settled(call, id)
  assert(performance.now() - started < 2 * BROKEN_LIMIT_MS)
  assert.equal(view.state, 'failed')
})
