import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { childEnvironment, ROOT, Stop, seconds, step } from './common.mjs'

const DIST = join(ROOT, 'web/dist')
const STAMP = join(DIST, '.sources')
const COMPRESSED = ['.js', '.css', '.html', '.svg', '.json']
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Builds the web application when its sources are not those of the last build. */
export function buildWeb(node) {
  if (!existsSync(join(ROOT, 'web/index.html'))) return
  const sources = sourcesHash()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return
  step('building the web application ...')
  const since = performance.now()
  const args = ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn']
  const result = spawnSync(node, args, { cwd: ROOT, stdio: 'inherit', env: childEnvironment() })
  if (result.status !== 0) throw new Stop('The web application could not be built; see above.')
  for (const file of filesIn(DIST)) compress(file)
  writeFileSync(STAMP, sources)
  step(`web application built in ${seconds(since)}`)
}

/** The server hands these out as they are to browsers that take them. */
function compress(file) {
  const content = readFileSync(file)
  if (!COMPRESSED.includes(extname(file)) || content.length < 1024) return
  writeFileSync(`${file}.gz`, gzipSync(content))
  writeFileSync(`${file}.br`, brotliCompressSync(content, BROTLI))
}

/** Changes with everything that the web build reads: screens, shared pure code, package versions. */
function sourcesHash() {
  const hash = createHash('sha256')
  const pure = filesIn(join(ROOT, 'src')).filter((file) => !/[\\/]io[\\/]/.test(file))
  const files = [
    ...filesIn(join(ROOT, 'web')).filter((file) => !file.startsWith(DIST)),
    ...pure,
    join(ROOT, 'package.json'),
    join(ROOT, 'package-lock.json'),
  ]
  for (const file of files.filter((name) => !/\.test\.tsx?$/.test(name)).sort()) {
    hash.update(file.slice(ROOT.length)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path)
    return entry.isFile() ? [path] : []
  })
}
