import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT, Stop, seconds, step } from './common.mjs'

const OLDEST_NODE = [24, 12]

/**
 * Installs the packages of package-lock.json unless they are there. Running the program needs neither
 * linter nor browser tests: without `withTests` they are left out, and left alone when they are there.
 */
export function install({ quiet = false, withTests = false } = {}) {
  if (isInstalled(withTests)) return
  const say = quiet ? (text) => console.error(`> ${text}`) : step
  say('installing packages (the first time takes about half a minute) ...')
  const since = performance.now()
  const [program, ...first] = npmCommand()
  const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  if (!withTests) args.push('--omit=dev')
  const result = spawnSync(program, args, {
    cwd: ROOT,
    stdio: quiet ? ['ignore', 2, 2] : 'inherit',
    env: { ...process.env, npm_config_production: undefined, NODE_ENV: undefined },
  })
  if (result.error) throw new Stop(`npm cannot be run: ${result.error.message}`)
  if (result.status !== 0) throw new Stop('npm ci failed; its message is above.')
  say(`packages installed in ${seconds(since)}`)
}

/** npm writes down what it installed: the same versions as in the lock file are an installation. */
function isInstalled(withTests) {
  const wanted = packagesOf('package-lock.json')
  const found = packagesOf('node_modules/.package-lock.json')
  if (!wanted || !found) return false
  const isThere = ([path, { version, integrity, optional, devOptional, link, dev }]) => {
    const entry = found[path]
    if (!entry) return Boolean(optional || devOptional || link || (dev && !withTests))
    return entry.version === version && entry.integrity === integrity
  }
  return (
    Object.entries(wanted)
      .filter(([path]) => path !== '')
      .every(isThere) && Object.keys(found).every((path) => wanted[path] !== undefined)
  )
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages
  } catch {
    return null
  }
}

/**
 * How npm is called. npm's PATH makes this script run on the Node inside node_modules, which `npm ci`
 * removes: so npm's own Node comes first.
 */
function npmCommand() {
  const { npm_node_execpath: node, npm_execpath: npm } = process.env
  if (node && npm && existsSync(node) && existsSync(npm)) return [node, npm]
  const beside = join(
    dirname(realpathSync(process.execPath)),
    '../lib/node_modules/npm/bin/npm-cli.js',
  )
  return existsSync(beside) ? [process.execPath, beside] : ['npm']
}

/** The Node that runs the program: the pinned one, else this one when it is new enough. */
export function programNode() {
  const modules = join(ROOT, 'node_modules')
  const folders = existsSync(modules) ? readdirSync(modules) : []
  const pinned = folders
    .filter((name) => /^node-[a-z]+-/.test(name))
    .map((name) => join(modules, name, 'bin/node'))
  const found = [...pinned, process.execPath].find((path) => existsSync(path) && isNewEnough(path))
  if (found) return found
  throw new Stop(
    `No pinned Node for ${process.platform}-${process.arch}, and ${process.version} is too old: ` +
      `install Node ${OLDEST_NODE.join('.')} or newer and put it first in PATH.`,
  )
}

function isNewEnough(path) {
  const { stdout, status } = spawnSync(path, ['--version'], { encoding: 'utf8' })
  if (status !== 0) return false
  const [major = 0, minor = 0] = stdout.replace('v', '').split('.').map(Number)
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
}
