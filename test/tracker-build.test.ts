import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import vm from 'node:vm'
import { gzipSync } from 'node:zlib'
import { readWire } from '../src/tracking/wire.ts'
import { buildTracker, type TrackerManifest } from '../tracker/build.ts'

/** The promise of the first script; 2.0 kB are 2,000 bytes. */
const CORE_GZIP_BYTES_MAX = 2_000

const folder = mkdtempSync(join(tmpdir(), 'regelkreis-tracker-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let manifest: TrackerManifest
before(async () => {
  manifest = await buildTracker(folder)
})
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
const scriptOf = (name: string) => {
  const found = manifest.scripts.find((script) => script.name === name)
  assert(found, name)
  return found
}

test('tracker: the first script stays below 2.0 kB gzipped', () => {
  const { gzipBytes } = scriptOf('s.js')
  assert.equal(gzipBytes, gzipSync(read('s.js'), { level: 9 }).length)
  assert(gzipBytes < CORE_GZIP_BYTES_MAX, `${gzipBytes} bytes`)
  assert(gzipBytes > 1_000, 'a script so small does nothing')
})

test('tracker: both scripts lie under a lasting name and under one with their hash', () => {
  assert.deepEqual(
    readdirSync(folder).sort(),
    ['manifest.json', 's.js', 'm.js', scriptOf('s.js').file, scriptOf('m.js').file].sort(),
  )
  for (const { name, file, integrity } of manifest.scripts) {
    assert.equal(read(file), read(name))
    assert.equal(integrity, `sha256-${createHash('sha256').update(read(name)).digest('base64')}`)
  }
  assert.deepEqual(JSON.parse(read('manifest.json')), manifest)
})

test('tracker: a script is one program without imports, and carries its version', () => {
  for (const { name } of manifest.scripts) {
    // A classic script: an import or export would not compile.
    assert.doesNotThrow(() => new vm.Script(read(name)), name)
    assert.doesNotMatch(read(name), /\bimport\(|\beval\(|new Function|https?:\/\//, name)
  }
  assert.match(manifest.version, /^[0-9a-f]{6}$/)
  assert(read('s.js').includes(manifest.version))
})

test('tracker: a script that is no page of ours makes nothing, and no global', () => {
  const world = { document: { currentScript: null, querySelector: () => null }, window: {} }
  vm.runInNewContext(read('s.js'), world)
  assert.deepEqual(Object.keys(world), ['document', 'window'])
  assert.deepEqual(world.window, {})
})

test('tracker: a page that is left sends what waits in requests that the server reads whole', () => {
  const listeners = new Map<string, () => void>()
  const bodies: string[] = []
  const location = { href: 'https://pumpen.example/', hash: '', pathname: '/', hostname: 'x' }
  const page = {
    ...{ location, listeners, crypto, btoa, URL, Map, navigator: { language: 'de' } },
    ...{ innerWidth: 1440, localStorage: {}, history: { pushState() {}, replaceState() {} } },
    document: {
      ...{ referrer: '', cookie: '', addEventListener() {} },
      currentScript: { dataset: { site: 'pumpen' }, src: 'https://daten.example/m/s.js' },
    },
    addEventListener: (name: string, act: () => void) => listeners.set(name, act),
    // A server that has not answered yet.
    fetch: (_: string, { body }: { body: string }) => {
      bodies.push(body)
      return new Promise(() => undefined)
    },
    setTimeout,
  }
  const window: { regelkreis?: (name: string) => unknown } = {}
  vm.runInNewContext(read('s.js'), { ...page, window })
  for (let number = 0; number < 61; number += 1) window.regelkreis?.(`e${number}`)
  listeners.get('visibilitychange')?.()
  const hits = bodies.flatMap((body) => readWire(JSON.parse(body), Date.now())?.hits ?? [])
  // the page view and 61 events, each once
  assert.equal(new Set(hits.map(({ messageId }) => messageId)).size, 62)
})
