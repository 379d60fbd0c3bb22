// Ends the server, and its database, in the middle of the load: whatever was acknowledged is there exactly once.
//   REGELKREIS_TEST_CRASH_ROUNDS=10 node --test test/intake-crash.test.ts
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { AGENT, hit, messageId } from './helpers/intake.ts'
import { type ServerProcess, testServer } from './helpers/server.ts'

const ROUNDS = Number(process.env.REGELKREIS_TEST_CRASH_ROUNDS ?? 2)
/** 20 hits every 10 ms: 2,000 events a second. */
const HITS = 20
const EVERY_MS = 10
const LOAD_MS = 1_500

type Answer = { readonly status: number; readonly retryAfter: string | undefined }

/** Sends without end and keeps count of what was acknowledged; what was not is sent again, as the script does. */
class Sender {
  readonly acknowledged = new Set<string>()
  readonly answers: (Answer & { readonly at: number })[] = []
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 })
  readonly #again: Record<string, unknown>[][] = []
  readonly #underWay = new Set<Promise<void>>()
  #isStopped = false
  address: string

  constructor(address: string) {
    this.address = address
  }

  async send(forMs: number): Promise<void> {
    const end = performance.now() + forMs
    this.#isStopped = false
    while (performance.now() < end && !this.#isStopped) {
      this.#start(this.#again.shift() ?? Array.from({ length: HITS }, this.#hit))
      await sleep(EVERY_MS)
    }
  }

  stop(): void {
    this.#isStopped = true
  }

  /** Until everything was acknowledged. */
  async finish(limitMs: number): Promise<void> {
    const end = performance.now() + limitMs
    await Promise.all(this.#underWay)
    for (let batch = this.#again.shift(); batch; batch = this.#again.shift()) {
      assert(performance.now() < end, 'everything is acknowledged in time')
      this.#start(batch)
      await Promise.all(this.#underWay)
      await sleep(20)
    }
  }

  #hit = () =>
    hit({ c: 1, v: messageId(), u: `https://www.pumpen.example/${Math.random()}`.slice(0, 30) })

  #start(batch: Record<string, unknown>[]): void {
    const done = this.#post(batch).then(
      (answer) => {
        this.answers.push({ ...answer, at: performance.now() })
        if (answer.status === 202) for (const { m } of batch) this.acknowledged.add(String(m))
        else this.#again.push(batch)
      },
      () => {
        this.#again.push(batch)
      },
    )
    this.#underWay.add(done)
    void done.then(() => this.#underWay.delete(done))
  }

  #post(batch: readonly object[]): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const headers = { 'content-type': 'text/plain', 'user-agent': AGENT, 'accept-language': 'de' }
    const sent = request(
      `${this.address}/t`,
      { method: 'POST', agent: this.#agent, headers },
      (answer) => {
        answer.resume()
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] }),
        )
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.setTimeout(20_000, () => sent.destroy(new Error('no answer')))
    sent.end(JSON.stringify({ b: batch }))
    return promise
  }

  end(): void {
    this.#agent.destroy()
  }
}

const postmasterOf = ({ dataFolder }: Pick<ServerProcess, 'dataFolder'>) => {
  const lines = readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')
  return { pid: Number(lines[0]), socketFolder: lines[4] ?? '' }
}

async function query<Row extends object>(server: ServerProcess, text: string): Promise<Row[]> {
  const host = encodeURIComponent(postmasterOf(server).socketFolder)
  const client = new pg.Client(`postgresql://postgres@localhost/regelkreis?host=${host}`)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

const makeWebsite = (server: ServerProcess) =>
  query(
    server,
    `insert into tracking.website (name, key, write_key, domains) values ('P', 'pumpen', 'w', '{pumpen.example}')`,
  )

/** Everything acknowledged is there, nothing is there twice, and visits add up to their events. */
async function expectExactly(
  server: ServerProcess,
  acknowledged: ReadonlySet<string>,
): Promise<void> {
  const stored = await query<{ id: string }>(
    server,
    'select message_id::text as id from tracking.event',
  )
  const ids = new Set(stored.map(({ id }) => id.replaceAll('-', '')))
  assert.equal(ids.size, stored.length, 'nothing is there twice')
  const expected = [...acknowledged].map((id) => Buffer.from(id, 'base64url').toString('hex'))
  assert.deepEqual(
    expected.filter((id) => !ids.has(id)),
    [],
    'nothing acknowledged is missing',
  )
  const [sums] = await query<{ pages: number; lone: number }>(
    server,
    `select (select sum(pages)::int from tracking.visit) as pages,
            (select count(*)::int from tracking.event
              where not exists (select from tracking.visit where id = visit_id)) as lone`,
  )
  assert.deepEqual(sums, { pages: stored.length, lone: 0 })
}

test('kill -9 of the server: what was acknowledged is there once', {
  timeout: 300_000,
}, async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'regelkreis-crash-'))
  let server = await testServer({ dataFolder })
  const sender = new Sender(server.address)
  try {
    await makeWebsite(server)
    for (let round = 1; round <= ROUNDS; round += 1) {
      const sending = sender.send(LOAD_MS)
      await sleep(LOAD_MS / 2)
      await server.kill()
      await sending
      server = await testServer({ dataFolder })
      sender.address = server.address
    }
    await sender.finish(60_000)
    assert(sender.acknowledged.size > ROUNDS * 200, `took ${sender.acknowledged.size}`)
    await expectExactly(server, sender.acknowledged)
  } finally {
    sender.end()
    await server.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
})

test('kill -9 of PostgreSQL: 503 at once, back within 15 s, everything there once', {
  timeout: 300_000,
}, async () => {
  await using server = await testServer()
  const sender = new Sender(server.address)
  try {
    await makeWebsite(server)
    await sender.send(LOAD_MS)
    for (let round = 1; round <= ROUNDS; round += 1) {
      const sending = sender.send(20_000)
      await sleep(LOAD_MS / 2)
      const killedAt = performance.now()
      process.kill(postmasterOf(server).pid, 'SIGKILL')
      const refused = await until(() =>
        sender.answers.find(({ at, status }) => at > killedAt && status === 503),
      )
      await until(() => server.output().split('PostgreSQL has ended').length > round || undefined)
      const noticedMs = performance.now() - killedAt
      const backAt = await until(() =>
        sender.answers.find(({ at, status }) => at > refused.at && status === 202),
      )
      assert.equal(refused.retryAfter, '5')
      assert(noticedMs < 1_000, `noticed after ${noticedMs} ms`)
      assert(backAt.at - killedAt < 15_000, `back after ${backAt.at - killedAt} ms`)
      process.stdout.write(
        `# refused after ${Math.round(refused.at - killedAt)} ms, noticed within ${Math.round(noticedMs)} ms, ` +
          `back after ${Math.round(backAt.at - killedAt)} ms\n`,
      )
      sender.stop()
      await sending
    }
    await sender.finish(60_000)
    const { status } = sender.answers.find((one) => ![202, 503].includes(one.status)) ?? {}
    assert.equal(status, undefined)
    await expectExactly(server, sender.acknowledged)
  } finally {
    sender.end()
  }
})

async function until<T>(look: () => T | undefined | null): Promise<T> {
  const end = performance.now() + 30_000
  for (;;) {
    const found = look()
    if (found !== undefined && found !== null) return found
    assert(performance.now() < end, 'it happens in time')
    await sleep(20)
  }
}
