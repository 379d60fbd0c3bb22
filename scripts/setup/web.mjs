import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { childEnvironment, ROOT, Stop, seconds, step } from './common.mjs'

const DIST = join(ROOT, 'web/dist')
const TRACKER = join(ROOT, 'tracker')
const TRACKER_DIST = join(TRACKER, 'dist')
const COMPRESSED = ['.js', '.css', '.html', '.svg', '.json']
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Builds what browsers get, when its sources are not those of the last build: screens, and the script for websites. */
export function buildWeb(node) {
  if (!existsSync(join(ROOT, 'web/index.html'))) return
  const vite = ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn']
  buildWhenChanged(node, 'web application', vite, DIST, webSources())
  buildWhenChanged(node, 'tracking script', ['tracker/build.ts'], TRACKER_DIST, trackerSources())
}

function buildWhenChanged(node, name, args, dist, files) {
  const stamp = join(dist, '.sources')
  const sources = hashOf(files)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  step(`building the ${name} ...`)
  const since = performance.now()
  const result = spawnSync(node, args, { cwd: ROOT, stdio: 'inherit', env: childEnvironment() })
  if (result.status !== 0) throw new Stop(`The ${name} could not be built; see above.`)
  for (const file of filesIn(dist)) compress(file)
  writeFileSync(stamp, sources)
  step(`${name} built in ${seconds(since)}`)
}

/** The server hands these out as they are to browsers that take them. */
function compress(file) {
  const content = readFileSync(file)
  if (!COMPRESSED.includes(extname(file)) || content.length < 1024) return
  writeFileSync(`${file}.gz`, gzipSync(content))
  writeFileSync(`${file}.br`, brotliCompressSync(content, BROTLI))
}

const PACKAGES = [join(ROOT, 'package.json'), join(ROOT, 'package-lock.json')]

/** Everything that the web build reads: screens, shared pure code, package versions. */
function webSources() {
  const pure = filesIn(join(ROOT, 'src')).filter((file) => !/[\\/]io[\\/]/.test(file))
  return [...sourcesIn(join(ROOT, 'web'), DIST), ...pure, ...PACKAGES]
}

const trackerSources = () => [...sourcesIn(TRACKER, TRACKER_DIST), ...PACKAGES]

const sourcesIn = (folder, dist) => filesIn(folder).filter((file) => !file.startsWith(dist))

/** Changes with the content of the files, tests left out. */
function hashOf(files) {
  const hash = createHash('sha256')
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
