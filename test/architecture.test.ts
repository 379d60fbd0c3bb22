import assert from 'node:assert/strict'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const ROOT = join(import.meta.dirname, '..')

/**
 * Which domain's pure code another domain may use. Adding an edge is a decision: own commit, own reason
 * in docs/decisions/.
 */
const EDGES: Readonly<Record<string, readonly string[]>> = {
  access: [],
  attribution: ['company', 'kpis'],
  company: [],
  crm: ['tracking'],
  decisions: ['company', 'kpis', 'planning'],
  demo: ['company', 'kpis', 'tracking'],
  tracking: [],
  leads: ['tracking'],
  campaigns: ['tracking'],
  costs: ['company', 'tracking'],
  imports: ['access', 'campaigns', 'company', 'costs', 'crm', 'leads', 'planning', 'tracking'],
  kpis: ['campaigns', 'company', 'costs', 'crm', 'leads', 'tracking'],
  planning: ['company', 'kpis'],
  reports: ['company', 'decisions', 'kpis', 'roi'],
  returns: ['tracking'],
  roi: ['attribution', 'company', 'costs', 'kpis', 'returns', 'tracking'],
  safety: [],
}

/** What the screens of a domain may use besides what the domain itself may. */
const WEB_EDGES: Readonly<Record<string, readonly string[]>> = {
  records: [
    'access',
    'campaigns',
    'company',
    'costs',
    'crm',
    'decisions',
    'leads',
    'planning',
    'returns',
    'roi',
    'tracking',
  ],
  returns: ['crm', 'kpis'],
  tracking: ['campaigns', 'imports', 'kpis'],
}

/** Pure files import no package but the schema library, and no node: module. */
const PURE_PACKAGES = ['zod']

/** Files of src itself: they build everything and are where domains meet. */
const MAIN_FILES = ['main', 'compose', 'compose-decisions', 'compose-demo', 'compose-reports']

type Ring = 'kernel' | 'pure' | 'io' | 'platform' | 'cli' | 'main'
type Zone = { readonly domain: string; readonly ring: Ring }

/** `leads/io/store.ts` is I/O of leads, `leads/lead.ts` is pure, `platform/*` is I/O without a domain. */
function zoneOf(path: string): Zone {
  const [first = '', second] = path.replace(/\.ts$/, '').split('/')
  if (first === 'kernel' || first === 'platform' || first === 'cli') {
    return { domain: first, ring: first }
  }
  if (MAIN_FILES.includes(first)) return { domain: 'main', ring: 'main' }
  return { domain: first, ring: second === 'io' ? 'io' : 'pure' }
}

const IMPORT =
  /^\s*(?:import|export)\s[^'`;=]*?\bfrom\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm

/** Without comments, so that an example in one is no import. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...code.matchAll(IMPORT)].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? [])
}

/** What is wrong with an import of `specifier` in the file `path` (relative to src), if anything. */
function problem(path: string, specifier: string): string | undefined {
  const from = zoneOf(path)
  if (from.ring === 'main' || from.ring === 'cli') return undefined
  if (!/^[#.]/.test(specifier)) {
    const mayUsePackages = from.ring === 'io' || from.ring === 'platform'
    return mayUsePackages || PURE_PACKAGES.includes(specifier) ? undefined : `package ${specifier}`
  }
  const isAlias = specifier.startsWith('#')
  const target = isAlias ? specifier.slice(1) : join(dirname(path), specifier)
  const to = zoneOf(target)
  if (isAlias === (to.domain === from.domain)) {
    return `${specifier} (${isAlias ? 'relative' : '#'} expected)`
  }
  return mayImport(from, to) ? undefined : specifier
}

function mayImport(from: Zone, to: Zone): boolean {
  if (to.ring === 'kernel') return true
  if (to.ring === 'cli' || to.ring === 'main') return false
  if (to.ring === 'platform') return from.ring === 'io' || from.ring === 'platform'
  if (from.ring === 'kernel' || from.ring === 'platform') return false
  if (to.domain === from.domain) return to.ring === 'pure' || from.ring === 'io'
  return to.ring === 'pure' && (EDGES[from.domain] ?? []).includes(to.domain)
}

const sourceFiles = (pattern: string): string[] =>
  globSync(pattern, { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .filter((file) => !file.includes('/dist/') && !file.includes('/node_modules/'))

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

test('src: imports point inwards', () => {
  const files = sourceFiles('src/**/*.ts')
  assert(files.length > 40, `the check must see the source tree, saw ${files.length} files`)
  const imports = files.flatMap((file) => importsOf(read(file)))
  assert(imports.length > files.length, `the check must see imports, saw ${imports.length}`)
  const found = files.flatMap((file) => {
    const path = file.slice('src/'.length)
    return importsOf(read(file)).flatMap((specifier) => {
      const bad = problem(path, specifier)
      return bad === undefined ? [] : [`${file} imports ${bad}`]
    })
  })
  assert.deepEqual(found, [])
})

test('the check sees every way to import', () => {
  const text = `import './a.ts'
import type { A } from './b.ts'
import {
  type B,
  c,
} from './c.ts'
export { d } from './d.ts'
export * from './e.ts'
const f = await import('./f.ts')
// import './no.ts'
/** import g from './no.ts' */
const from = pick(x, 'from', 'no')`
  assert.deepEqual(importsOf(text), ['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts', './f.ts'])
})

test('the check sees violations', () => {
  const violations: [string, string][] = [
    ['kpis/won.ts', 'node:fs'],
    ['kpis/won.ts', 'kysely'],
    ['kpis/won.ts', './io/facts.ts'],
    ['kpis/won.ts', '#platform/log.ts'],
    ['kpis/won.ts', '#imports/import.ts'],
    ['kpis/io/facts.ts', '#leads/io/store.ts'],
    ['platform/http.ts', '#kpis/won.ts'],
    ['kernel/money.ts', '#kpis/won.ts'],
    ['kernel/money.ts', '#platform/log.ts'],
    ['leads/lead.ts', '../tracking/channel.ts'],
    ['leads/lead.ts', '#leads/score.ts'],
    ['leads/io/store.ts', '../../main.ts'],
  ]
  for (const [path, specifier] of violations) {
    assert.notEqual(problem(path, specifier), undefined, `${path} imports ${specifier}`)
  }
  const allowed: [string, string][] = [
    ['kpis/won.ts', 'zod'],
    ['kpis/won.ts', '#leads/lead.ts'],
    ['kpis/io/facts.ts', '../won.ts'],
    ['kpis/io/facts.ts', '#platform/log.ts'],
    ['platform/records/read.ts', '../http.ts'],
    ['main.ts', '#leads/io/store.ts'],
    ['cli/commands/kpis.ts', '#kpis/io/facts.ts'],
  ]
  for (const [path, specifier] of allowed) {
    assert.equal(problem(path, specifier), undefined, `${path} imports ${specifier}`)
  }
})

test('src: every domain has its edges stated', () => {
  const rings = ['kernel', 'platform', 'cli']
  const domains = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !rings.includes(entry.name))
    .map((entry) => entry.name)
  assert.deepEqual(domains.toSorted(), Object.keys(EDGES).toSorted())
})

test('web: screens use pure code of their own domain and of listed edges', () => {
  const files = sourceFiles('web/**/*.{ts,tsx}')
  assert(files.length > 20, `the check must see the web tree, saw ${files.length} files`)
  const found = files.flatMap((file) => {
    const area = file.split('/')[1] ?? ''
    return importsOf(read(file)).flatMap((specifier) =>
      isAllowedInWeb(area, specifier) ? [] : [`${file} imports ${specifier}`],
    )
  })
  assert.deepEqual(found, [])
})

/** `web/platform`, `web/ui` and `web/app` know no domain but the policy, which decides what is shown. */
function isAllowedInWeb(area: string, specifier: string): boolean {
  if (/^node:/.test(specifier) || /(^|\/)src\//.test(specifier)) return false
  if (!specifier.startsWith('#')) return true
  const to = zoneOf(specifier.slice(1))
  if (to.ring === 'kernel') return true
  if (to.ring !== 'pure') return false
  const listed = [area, 'access', ...(EDGES[area] ?? []), ...(WEB_EDGES[area] ?? [])]
  return listed.includes(to.domain)
}

test('src: pure files know neither time nor chance', () => {
  const files = sourceFiles('src/**/*.ts').filter((file) =>
    ['kernel', 'pure'].includes(zoneOf(file.slice('src/'.length)).ring),
  )
  assert(files.length > 10)
  const found = files.filter((file) =>
    /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\brandomUUID\(/.test(
      read(file).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, ''),
    ),
  )
  assert.deepEqual(found, [])
})

test('only the two mains read the environment', () => {
  const found = sourceFiles('src/**/*.ts').filter((file) => /\bprocess\.env\b/.test(read(file)))
  const allowed = ['src/main.ts', 'src/cli/main.ts']
  assert.deepEqual(
    found.filter((file) => !allowed.includes(file)),
    [],
  )
})

test('SQL: periods are half-open, so nothing is between', () => {
  const files = sourceFiles('{src,db}/**/*.{sql,ts}')
  assert(files.length > 40)
  const found = files.filter((file) => {
    const text = read(file)
    const statements = file.endsWith('.sql')
      ? [text.replace(/--.*$/gm, '')]
      : [...text.matchAll(/`[^`]*`/g)].map((match) => match[0])
    return statements.some((sql) => /\bbetween\b.+\band\b/i.test(sql))
  })
  assert.deepEqual(found, [])
})

test('docs/architecture.md names the folders that are there', () => {
  const file = join(ROOT, 'docs/architecture.md')
  assert(existsSync(file), 'docs/architecture.md is missing')
  const tree = /```text\n([\s\S]*?)```/.exec(read('docs/architecture.md'))?.[1] ?? ''
  const named = [...tree.matchAll(/^(\s*)([a-z][\w-]*)\/(?=\s|$)/gm)].map((match) => ({
    depth: (match[1] ?? '').length / 2,
    name: match[2] ?? '',
  }))
  const path: string[] = []
  const listed = named.map(({ depth, name }) => {
    path.splice(depth)
    path.push(name)
    return path.join('/')
  })
  const onDisk = ['.', 'src', 'web'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !IGNORED.has(entry.name))
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) => (folder === '.' ? entry.name : `${folder}/${entry.name}`)),
  )
  assert(listed.length > 10)
  assert.deepEqual(
    listed.filter((folder) => !existsSync(join(ROOT, folder))),
    [],
  )
  assert.deepEqual(
    onDisk.filter((folder) => !listed.includes(folder)),
    [],
  )
})

/** Made by programs, not by us. */
const IGNORED = new Set(['node_modules', 'dist', 'data', 'test-results', 'playwright-report'])
