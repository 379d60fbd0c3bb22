import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { Refusal, type RefusalKind } from '#kernel/refusal.ts'
import { actorOf, buildHttp, type HttpOptions } from './http.ts'
import { silentLog } from './log.ts'

const actor = { userId: 'u1', name: 'Erika', role: 'viewer', scope: 'all' } as const

const frame = (options: Partial<HttpOptions> = {}) =>
  buildHttp({
    log: silentLog,
    publicUrl: 'https://regelkreis.example.com',
    ready: async () => true,
    version: '1.2.3',
    authorize: async () => actor,
    isPermission: (permission) => permission === 'leads:read',
    ...options,
  })

const host = 'regelkreis.example.com'

test('a route states what it needs, or the program does not start', async () => {
  const app = await frame()
  assert.throws(() => app.get('/api/a', async () => 1), /must state either/)
  assert.throws(
    () => app.get('/api/b', { config: { permission: 'leads:raed' } }, async () => 1),
    /unknown permission leads:raed/,
  )
  const both = { config: { permission: 'leads:read', public: true } }
  assert.throws(() => app.get('/api/c', both, async () => 1), /must state either/)
  await app.close()
})

test('the check runs before the body is read, and hands over the actor', async () => {
  const asked: string[] = []
  const app = await frame({
    authorize: async (request, _reply, permission) => {
      asked.push(permission)
      if (request.headers.cookie) return actor
      throw new Refusal('unauthenticated', 'access.not_signed_in')
    },
  })
  const schema = { body: z.strictObject({ points: z.int() }) }
  app.post('/api/a', { config: { permission: 'leads:read' }, schema }, async (request) => ({
    by: actorOf(request).name,
  }))
  const refused = await app.inject({ method: 'POST', url: '/api/a', payload: { wrong: true } })
  assert.equal(refused.statusCode, 401)
  const headers = { cookie: 'x' }
  const done = await app.inject({ method: 'POST', url: '/api/a', headers, payload: { points: 1 } })
  assert.deepEqual(done.json(), { by: 'Erika' })
  assert.deepEqual(asked, ['leads:read', 'leads:read'])
  await app.close()
})

test('refusals by kind; bad shape names the fields; a bug says nothing but its request id', async () => {
  const app = await frame()
  const config = { public: true }
  const query = z.object({ kind: z.string() })
  app.get('/api/refuse', { config, schema: { querystring: query } }, async (request) => {
    throw new Refusal(request.query.kind as RefusalKind, 'leads.some', { id: 7 }, [
      { field: 'won_at', rule: 'leads.won_before_created' },
    ])
  })
  app.get('/api/bug', { config }, async () => {
    throw new Error('secret of the machine room')
  })
  const body = z.strictObject({ items: z.array(z.strictObject({ name: z.string() })) })
  app.post('/api/shape', { config, schema: { body } }, async () => ({}))

  const expected = {
    not_found: 404,
    conflict: 409,
    forbidden: 403,
    invalid: 422,
    unauthenticated: 401,
    too_large: 413,
  }
  for (const [kind, status] of Object.entries(expected)) {
    const answer = await app.inject(`/api/refuse?kind=${kind}`)
    assert.equal(answer.statusCode, status, kind)
    const { error } = answer.json()
    assert.deepEqual([error.code, error.detail], ['leads.some', { id: 7 }])
    assert.deepEqual(error.problems, [{ field: 'won_at', rule: 'leads.won_before_created' }])
  }
  const bug = await app.inject('/api/bug')
  assert.equal(bug.statusCode, 500)
  assert.doesNotMatch(bug.body, /machine room/)
  assert.equal(bug.json().error.requestId, bug.headers['x-request-id'])

  const shape = await app.inject({
    method: 'POST',
    url: '/api/shape',
    payload: { items: [{ name: 1, extra: 2 }] },
  })
  assert.equal(shape.statusCode, 400)
  const problems = shape
    .json()
    .error.problems.map(({ field, rule }: Record<string, string>) => [field, rule])
  assert.deepEqual(problems, [
    ['items.0.name', 'http.invalid_type'],
    ['items.0.extra', 'http.unknown_field'],
  ])
  const large = {
    method: 'POST',
    url: '/api/shape',
    payload: { a: 'x'.repeat(2_000_000) },
  } as const
  assert.equal((await app.inject(large)).statusCode, 413)
  const cut = await app.inject({
    method: 'POST',
    url: '/api/shape',
    headers: { 'content-type': 'application/json' },
    payload: '{"items":',
  })
  assert.deepEqual([cut.statusCode, cut.json().error.code], [400, 'http.bad_request'])
  const nothing = await app.inject('/api/nothing')
  assert.deepEqual([nothing.statusCode, nothing.json().error.code], [404, 'http.not_found'])
  await app.close()
})

test('request ids are our own', async () => {
  const app = await frame()
  const headers = { 'x-request-id': 'mine', 'request-id': 'mine' }
  const answer = await app.inject({ url: '/healthz', headers })
  assert.match(String(answer.headers['x-request-id']), /^[0-9a-f-]{36}$/)
  await app.close()
})

test('a change that another site asks for is refused', async () => {
  const app = await frame({ otherOrigins: ['http://127.0.0.1:8080'] })
  app.post('/api/change', { config: { public: true } }, async () => 'done')
  const cases: [Record<string, string>, number][] = [
    [{ origin: 'https://regelkreis.example.com' }, 200],
    [{ origin: 'http://127.0.0.1:8080' }, 200],
    [{ origin: 'http://192.168.1.5:8080', host: '192.168.1.5:8080' }, 200],
    [{}, 200],
    [{ origin: 'https://evil.example.com' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://regelkreis.example.com', 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
  ]
  for (const [headers, status] of cases) {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/change',
      headers: { host, ...headers },
    })
    assert.equal(answer.statusCode, status, JSON.stringify(headers))
  }
  await app.close()
})

test('scripts come from here only, and nobody frames the program', async () => {
  const app = await frame()
  const { headers } = await app.inject('/healthz')
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /script-src 'self';/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.match(String(headers['strict-transport-security']), /max-age/)
  await app.close()
})

test('screens get the start page, hashed files stay for ever, packed ones are sent packed', async () => {
  const root = mkdtempSync(join(tmpdir(), 'web-'))
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>start</title>')
  writeFileSync(join(root, 'assets/app-4f3a.js'), 'plain')
  writeFileSync(join(root, 'assets/app-4f3a.js.br'), 'packed')
  const app = await frame({ webRoot: root })
  const screen = await app.inject({ url: '/leads/123', headers: { accept: 'text/html' } })
  assert.deepEqual([screen.statusCode, screen.headers['cache-control']], [200, 'no-cache'])
  assert.match(screen.body, /start/)
  const script = await app.inject('/assets/app-4f3a.js')
  assert.deepEqual([script.body, script.statusCode], ['plain', 200])
  assert.match(String(script.headers['cache-control']), /immutable/)
  const packed = await app.inject({
    url: '/assets/app-4f3a.js',
    headers: { 'accept-encoding': 'gzip, br' },
  })
  assert.deepEqual([packed.body, packed.headers['content-encoding']], ['packed', 'br'])
  assert.equal((await app.inject('/assets/old-0000.js')).statusCode, 404)
  assert.equal((await app.inject('/../../etc/passwd')).statusCode, 200, 'a screen, not the file')
  assert.doesNotMatch((await app.inject('/..%2f..%2f..%2fetc/passwd')).body, /root:/)
  await app.close()
  rmSync(root, { recursive: true })
})

test('a screen waits for its response once, not once more for every detour', async () => {
  const root = mkdtempSync(join(tmpdir(), 'web-'))
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>start</title>')
  writeFileSync(join(root, 'index.html.br'), 'packed')
  const app = await frame({ webRoot: root })
  after(() => app.close())
  const warnings: string[] = []
  const hear = (warning: Error) => warnings.push(warning.name)
  process.on('warning', hear)
  const address = await app.listen({ port: 0 })
  const answer = await fetch(`${address}/leads/123`, { headers: { accept: 'text/html' } })
  assert.equal(answer.status, 200)
  await answer.arrayBuffer().catch(() => {}) // the packed page of this test is no brotli
  await setImmediate()
  process.off('warning', hear)
  assert.deepEqual(warnings, [])
  rmSync(root, { recursive: true })
})

test('metrics: with a token whoever has it, without one this machine only', async () => {
  const metrics = async () => 'up 1\n'
  const open = await frame({ metrics })
  const statusOf = async (app: typeof open, headers: Record<string, string>, address: string) =>
    (await app.inject({ url: '/metrics', headers, remoteAddress: address })).statusCode
  assert.equal(await statusOf(open, {}, '127.0.0.1'), 200)
  assert.equal(await statusOf(open, {}, '192.0.2.1'), 404)
  assert.equal(await statusOf(open, { 'x-forwarded-for': '192.0.2.1' }, '127.0.0.1'), 404)
  const closed = await frame({ metrics, metricsToken: 'abc' })
  assert.equal(await statusOf(closed, {}, '127.0.0.1'), 404)
  assert.equal(await statusOf(closed, { authorization: 'Bearer abc' }, '192.0.2.1'), 200)
  await open.close()
  await closed.close()
})

test('ready only when the database is', async () => {
  const app = await frame({ ready: () => Promise.reject(new Error('down')) })
  assert.equal((await app.inject('/readyz')).statusCode, 503)
  assert.equal((await app.inject('/healthz')).statusCode, 200)
  await app.close()
})

test('the API describes itself, without a foreign host', async () => {
  const app = await frame()
  const schema = {
    summary: 'One <lead>',
    params: z.object({ id: z.uuid() }),
    response: { 200: z.object({ name: z.string().describe('The name') }) },
  }
  const config = { permission: 'leads:read' }
  app.get('/api/leads/:id', { config, schema }, async () => ({ name: 'x' }))
  await app.ready()
  const document = (await app.inject('/api/openapi.json')).json()
  assert.equal(document.openapi, '3.1.0')
  const operation = document.paths['/api/leads/{id}'].get
  assert.match(operation.description, /leads:read/)
  assert.equal(operation.parameters[0].name, 'id')
  const page = (await app.inject('/api/docs')).body
  assert.match(page, /One &#60;lead&#62;/)
  assert.match(page, /The name/)
  assert.doesNotMatch(page, /https?:\/\/|<script/)
  await app.close()
})
