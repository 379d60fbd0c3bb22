// Makes the scripts for websites: tracker/dist/s.js (core.ts) and m.js (more.ts), each also under a name
// with the hash of its content, and manifest.json, which says what is there.
//   node tracker/build.ts [folder]
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

/** One script as built. `file` never changes its content, `name` does with every release. */
export type BuiltScript = {
  readonly name: string
  readonly file: string
  /** For the attribute `integrity`, together with `file`. */
  readonly integrity: string
  readonly bytes: number
  readonly gzipBytes: number
}
export type TrackerManifest = {
  /** What hits carry as `x`: changes with the content of the first script. */
  readonly version: string
  readonly scripts: readonly BuiltScript[]
}

/** Browsers since 2022: Chrome 97, Firefox 104, Safari 15.4. */
const TARGET = 'es2022'
const VERSION_CHARACTERS = 6
const PLACEHOLDER = '@'.repeat(VERSION_CHARACTERS)

/** Builds both scripts into `folder`, which is emptied. */
export async function buildTracker(folder: string): Promise<TrackerManifest> {
  const [core, more] = await Promise.all([minified('core.ts'), minified('more.ts')])
  const version = hashOf(core, 'hex').slice(0, VERSION_CHARACTERS)
  const contents = { s: core.replace(PLACEHOLDER, version), m: more }
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const scripts = Object.entries(contents).map(([name, content]) => {
    const file = `${name}-${hashOf(content, 'hex').slice(0, 10)}.js`
    writeFileSync(join(folder, file), content)
    writeFileSync(join(folder, `${name}.js`), content)
    return {
      name: `${name}.js`,
      file,
      integrity: `sha256-${hashOf(content, 'base64')}`,
      bytes: Buffer.byteLength(content),
      gzipBytes: gzipSync(content, { level: 9 }).length,
    }
  })
  const manifest = { version, scripts }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

async function minified(source: string): Promise<string> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { VERSION: JSON.stringify(PLACEHOLDER) },
    build: {
      write: false,
      target: TARGET,
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: join(import.meta.dirname, source), output: { format: 'iife' } },
    },
  })
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
  const chunk = outputs.find((output) => output.type === 'chunk')
  if (chunk === undefined || outputs.length !== 1) throw new Error(`${source} made no single file`)
  return chunk.code
}

const hashOf = (content: string, encoding: 'hex' | 'base64'): string =>
  createHash('sha256').update(content).digest(encoding)

if (import.meta.main) {
  await buildTracker(process.argv[2] ?? join(import.meta.dirname, 'dist'))
}
