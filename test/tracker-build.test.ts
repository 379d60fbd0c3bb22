import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import vm from 'node:vm'
import { gzipSync } from 'node:zlib'
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
