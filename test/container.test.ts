import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { Environment } from '../src/platform/config.ts'
import { isOpenToAll } from './helpers/server.ts'

// There is no container engine where the tests run: the files are read, and what they say is done without one.

const ROOT = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

type Instruction = { readonly name: string; readonly text: string }

/** The instructions of a Dockerfile, continued lines joined, comments left out. */
function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line.trim()) ?? []
      return { name, text: rest }
    })
}

/** What is wrong with a Dockerfile, in words. */
function problemsOf(text: string): string[] {
  const all = instructionsOf(text)
  const lastFrom = all.findLastIndex(({ name }) => name === 'FROM')
  const image = all.slice(lastFrom)
  const of = (name: string, list = all) => list.filter((instruction) => instruction.name === name)
  const user = of('USER', image).at(-1)?.text ?? 'root'
  const problems = [
    ...all.filter(({ name }) => name === '').map(() => 'a line that is no instruction'),
    ...of('FROM')
      .filter(({ text: base }) => !/^\S+:\d+\.\d+\.\d+\S*( AS \w+)?$/.test(base))
      .map(({ text: base }) => `${base}: the base must be pinned to a version`),
    ...of('RUN')
      .filter(({ text: line }) =>
        /\b(curl|wget)\b.*\|\s*(ba|da)?sh\b|\bsudo\b|chmod 777/.test(line),
      )
      .map(({ text: line }) => `RUN ${line}`),
    ...[...of('ENV'), ...of('ARG')]
      .filter(({ text: line }) => /SECRET|PASSWORD|TOKEN|DATABASE_URL|SMTP_URL/.test(line))
      .map(({ text: line }) => `a secret in ${line}`),
    ...of('ADD').map(() => 'ADD fetches and unpacks: use COPY'),
    ...(['root', '0'].includes(user.split(':')[0] ?? '') ? ['runs as root'] : []),
    ...(of('HEALTHCHECK', image).some(({ text: line }) => line.includes('/readyz'))
      ? []
      : ['no HEALTHCHECK on /readyz']),
    ...(of('EXPOSE', image).length === 1 ? [] : ['no EXPOSE']),
    ...(of('VOLUME', image).some(({ text: line }) => line.includes('/data'))
      ? []
      : ['no VOLUME /data']),
    ...(of('FROM').length > 1 ? [] : ['one stage only: what builds is in what runs']),
  ]
  const userAt = image.findLastIndex(({ name }) => name === 'USER')
  const copiedLater = image.slice(userAt + 1).some(({ name }) => name === 'COPY' || name === 'RUN')
  return copiedLater ? [...problems, 'the user of the program can change the program'] : problems
}

test('Dockerfile: pinned, not root, no secrets, healthy', () => {
  assert.deepEqual(problemsOf(read('Dockerfile')), [])
})

const bad = [
  {
    was: 'FROM node:24.21.0-bookworm-slim AS build',
    is: 'FROM node:latest AS build',
    says: /pinned/,
  },
  { was: 'USER node', is: 'USER root', says: /runs as root/ },
  { was: 'USER node\n', is: '', says: /runs as root/ },
  { was: 'EXPOSE 8080\n', is: '', says: /EXPOSE/ },
  { was: '/readyz', is: '/', says: /HEALTHCHECK/ },
  { was: 'LOG_FORMAT=json', is: 'REGELKREIS_SECRET=abc', says: /a secret/ },
  { was: 'RUN npm ci', is: 'RUN curl -s https://x.example | sh', says: /curl/ },
  { was: 'COPY package.json', is: 'ADD https://x.example/a.tar', says: /ADD/ },
  { was: 'VOLUME ["/data", "/backups"]\n', is: '', says: /VOLUME/ },
  { was: 'STOPSIGNAL SIGTERM', is: 'RUN npm install left-pad', says: /can change the program/ },
]
for (const { was, is, says } of bad) {
  test(`Dockerfile: "${is.trim() || `no ${was.trim()}`}" would be found`, () => {
    const text = read('Dockerfile')
    assert(text.includes(was), was)
    assert.match(problemsOf(text.replace(was, is)).join('\n'), says)
  })
}

/** `COPY [--from=build] source ... target` as paths in the repository, where they are ours. */
function copiesOf(stage: readonly Instruction[]): { source: string; target: string }[] {
  return stage
    .filter(({ name }) => name === 'COPY')
    .flatMap(({ text }) => {
      const words = text.split(/\s+/).filter((word) => !word.startsWith('--'))
      const target = words.at(-1) ?? ''
      return words
        .slice(0, -1)
        .map((source) => ({ source: source.replace(/^\/app\//, ''), target }))
    })
}

test('Dockerfile: what it copies is there, what it sets is a setting, and the version of Node is ours', () => {
  const all = instructionsOf(read('Dockerfile'))
  const copies = copiesOf(all)
  assert(copies.length > 10)
  const made = ['.', 'node_modules', 'tracker/dist', 'web/dist']
  const missing = copies.filter(
    ({ source }) => !made.includes(source) && !existsSync(join(ROOT, source)),
  )
  assert.deepEqual(missing, [])
  const keys = environmentOf(all).map(([key]) => key)
  assert.deepEqual(
    keys.filter((key) => !(key in Environment.shape)),
    [],
  )
  const bases = all.filter(({ name }) => name === 'FROM').map(({ text }) => text.split(/[:-]/)[1])
  assert.deepEqual(new Set(bases), new Set([read('.nvmrc').trim()]))
})

const environmentOf = (all: readonly Instruction[]): [string, string][] =>
  all
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ text }) => text.split(/\s+/))
    .map((pair) => {
      const [key = '', value = ''] = pair.split('=')
      return [key, value]
    })

test('.dockerignore: neither data nor secrets nor history get into the image', () => {
  const lines = read('.dockerignore').split('\n')
  for (const name of ['.git', 'data', '.env', 'node_modules', '*.backup']) {
    assert(lines.includes(name), name)
  }
})

const Compose = z.strictObject({
  services: z.record(
    z.string(),
    z.strictObject({
      build: z.literal('.'),
      image: z.string(),
      restart: z.literal('unless-stopped'),
      init: z.literal(true),
      stop_grace_period: z.string().regex(/^\d+s$/),
      read_only: z.literal(true),
      tmpfs: z.array(z.string()),
      shm_size: z.string().regex(/^\d+mb$/),
      cap_drop: z.tuple([z.literal('ALL')]),
      security_opt: z.tuple([z.literal('no-new-privileges:true')]),
      environment: z.record(z.string(), z.string()),
      ports: z.array(z.string()),
      volumes: z.array(z.string()),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
})

test('compose.yaml: known settings, named volumes, closed to the network, no privileges', () => {
  const { services, volumes } = Compose.parse(parse(read('compose.yaml')))
  const { version } = JSON.parse(read('package.json')) as { version: string }
  const service = services.regelkreis
  assert(service)
  assert.equal(service.image, `regelkreis:${version}`)
  assert.deepEqual(
    Object.keys(service.environment).filter((key) => !(key in Environment.shape)),
    [],
  )
  assert.deepEqual(
    service.volumes.map((volume) => volume.split(':')[0]).sort(),
    Object.keys(volumes).sort(),
  )
  const image = instructionsOf(read('Dockerfile'))
  const declared = image.find(({ name }) => name === 'VOLUME')?.text ?? ''
  for (const volume of service.volumes)
    assert(declared.includes(`"${volume.split(':')[1]}"`), volume)
  const port = image.find(({ name }) => name === 'EXPOSE')?.text
  assert.deepEqual(service.ports, [`127.0.0.1:${port}:${port}`])
})

const scratch = mkdtempSync(join(tmpdir(), 'regelkreis-container-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

/** A folder that holds what the last stage copies, and nothing else. */
function imageFolder(): string {
  const app = join(scratch, 'app')
  mkdirSync(app, { recursive: true })
  const all = instructionsOf(read('Dockerfile'))
  const stage = all.slice(all.findLastIndex(({ name }) => name === 'FROM'))
  for (const { source, target } of copiesOf(stage)) {
    const place = target.endsWith('/') ? join(app, target, basename(source)) : join(app, target)
    mkdirSync(dirname(place), { recursive: true })
    if (source === 'node_modules') symlinkSync(join(ROOT, source), place)
    else cpSync(join(ROOT, source), place, { recursive: true })
  }
  return app
}

/** All but the packages: these are a link to the ones of this checkout, where Node may keep what it compiled. */
const ownFilesOf = (app: string): string[] =>
  readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('node_modules'))
    .sort()

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  server.close()
  return typeof bound === 'object' && bound !== null ? bound.port : 0
}

test('the image without an engine: what is copied starts as an ordinary user, is healthy, writes only its volumes', async (t) => {
  if (!existsSync(join(ROOT, 'web/dist'))) return t.skip('the screens are not built')
  const isRoot = process.getuid?.() === 0
  if (isRoot && !isOpenToAll(ROOT)) return t.skip('this folder is closed to other users')
  const user = isRoot ? { uid: 65534, gid: 65534 } : {}
  const app = imageFolder()
  spawnSync('chmod', ['-R', 'a+rX', scratch])
  const before = ownFilesOf(app)
  const volumes = Object.fromEntries(
    ['data', 'backups'].map((name) => {
      const folder = join(scratch, name)
      mkdirSync(folder, { mode: 0o700 })
      if (isRoot) chownSync(folder, 65534, 65534)
      return [`/${name}`, folder]
    }),
  )
  const all = instructionsOf(read('Dockerfile'))
  const port = await freePort()
  const settings = environmentOf(all).map(([key, value]) => [key, volumes[value] ?? value])
  const env = { PATH: process.env.PATH, ...Object.fromEntries(settings), PORT: String(port) }
  const command = (name: string): string[] => {
    const { text = '[]' } = all.findLast((instruction) => instruction.name === name) ?? {}
    const [program, ...args] = JSON.parse(text.slice(text.indexOf('['))) as string[]
    assert.equal(program, 'node')
    return args
  }
  const program = spawn(process.execPath, command('ENTRYPOINT'), { cwd: app, env, ...user })
  let output = ''
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const isHealthy = () =>
    spawnSync(process.execPath, command('HEALTHCHECK'), { cwd: app, env, ...user }).status === 0
  try {
    assert.equal(isHealthy(), false, 'not healthy before it listens')
    const deadline = performance.now() + 60_000
    while (!output.includes('Regelkreis: ') && performance.now() < deadline) {
      assert.equal(program.exitCode, null, output)
      await sleep(100)
    }
    assert(isHealthy(), output)
    const page = await fetch(`http://127.0.0.1:${port}/`)
    assert.match(await page.text(), /<div id="root">/)
    // A command as `docker compose exec regelkreis ./regelkreis ...` runs it.
    const doctor = spawnSync('./regelkreis', ['doctor', '--json'], { cwd: app, env, ...user })
    const { findings } = JSON.parse(doctor.stdout.toString()) as {
      findings: { id: string; state: string; finding: string }[]
    }
    const states = Object.fromEntries(findings.map(({ id, state }) => [id, state]))
    assert.deepEqual(
      [states.database, states.folder, states.secret, states.web],
      ['ok', 'ok', 'ok', 'ok'],
      JSON.stringify(findings),
    )
  } finally {
    program.kill('SIGTERM')
    if (program.exitCode === null) await once(program, 'exit')
  }
  assert.equal(program.exitCode, 0, output)
  assert.deepEqual(ownFilesOf(app), before, 'nothing was written beside the program')
})
