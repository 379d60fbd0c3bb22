// The program behind a real proxy, and on an address of the local network.
import assert from 'node:assert/strict'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { setUp, type TestApp, testApp } from './helpers/app.ts'

const PASSWORD = 'correct horse battery'
const PUBLIC_URL = 'https://regelkreis.example.com'

type Answer = { readonly status: number; readonly cookies: readonly string[] }

/** A proxy as nginx does it: appends the address it sees, hands the host on, speaks http to the program. */
async function proxy(target: number, client: string) {
  const server = createServer((incoming, outgoing) => {
    const before = incoming.headers['x-forwarded-for']
    const chain = [...(before === undefined ? [] : [String(before)]), client].join(', ')
    const onward = httpRequest(
      {
        port: target,
        host: '127.0.0.1',
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, 'x-forwarded-for': chain, 'x-forwarded-proto': 'https' },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        answer.pipe(outgoing)
      },
    )
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function listening(server: TestApp): Promise<number> {
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  return (server.app.server.address() as AddressInfo).port
}

const signIn = (
  port: number,
  headers: Readonly<Record<string, string>>,
  password = PASSWORD,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/api/auth/sign-in/email',
        headers: { 'content-type': 'application/json', ...headers },
      },
      (answer) => {
        answer.resume().on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            cookies: answer.headers['set-cookie'] ?? [],
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(JSON.stringify({ email: 'erika@example.com', password }))
  })

const addressesIn = async (server: TestApp, action: string) =>
  (
    await server.db
      .selectFrom('access.audit_event')
      .select('after')
      .where('action', '=', action)
      .orderBy('id')
      .execute()
  ).map(({ after }) => after?.address)

const atPublicUrl = { host: 'regelkreis.example.com', origin: PUBLIC_URL }

test('behind a trusted proxy: the client stands in trail, session and limit; cookies are for https only', async () => {
  await using server = await testApp({
    publicUrl: PUBLIC_URL,
    trustedProxies: ['127.0.0.1'],
    attemptsPerMinute: 2,
  })
  await setUp(server)
  const port = await listening(server)
  await using one = await proxy(port, '203.0.113.7')
  await using other = await proxy(port, '203.0.113.8')

  const wrong = [1, 2, 3].map(() => signIn(one.port, atPublicUrl, 'wrong password'))
  const statuses = (await Promise.all(wrong)).map(({ status }) => status).toSorted()
  assert.deepEqual(statuses, [401, 401, 429])
  const spoofed = { ...atPublicUrl, 'x-forwarded-for': '198.51.100.1' }
  assert.equal((await signIn(one.port, spoofed)).status, 429, 'what a client claims does not help')

  const done = await signIn(other.port, atPublicUrl)
  assert.equal(done.status, 200)
  const session = done.cookies.find((cookie) => cookie.includes('session_token')) ?? ''
  assert.match(session, /^__Secure-regelkreis\.session_token=/)
  assert.match(session, /; Secure/)
  assert.match(session, /; HttpOnly/)
  assert.deepEqual(await addressesIn(server, 'sign_in_failed'), ['203.0.113.7', '203.0.113.7'])
  assert.equal((await addressesIn(server, 'sign_in')).at(-1), '203.0.113.8')
  const stored = await server.db
    .selectFrom('access.login_session')
    .select('ip_address')
    .where('ip_address', '=', '203.0.113.8')
    .execute()
  assert.equal(stored.length, 1)
})

test('a proxy that nobody trusts: its word does not count', async () => {
  await using server = await testApp({ publicUrl: PUBLIC_URL })
  await setUp(server)
  await using front = await proxy(await listening(server), '203.0.113.7')
  assert.equal((await signIn(front.port, atPublicUrl)).status, 200)
  assert.equal((await addressesIn(server, 'sign_in')).at(-1), '127.0.0.1')
})

test('on the local network without PUBLIC_URL: signing in works at the address that was opened, elsewhere not', async () => {
  await using server = await testApp()
  await setUp(server)
  const port = await listening(server)
  const host = `192.168.1.20:${port}`
  const done = await signIn(port, {
    host,
    origin: `http://${host}`,
    'sec-fetch-site': 'same-origin',
  })
  assert.equal(done.status, 200)
  const session = done.cookies.find((cookie) => cookie.includes('session_token')) ?? ''
  assert.match(session, /^regelkreis\.session_token=/)
  assert.doesNotMatch(session, /Secure/, 'a browser would drop it on plain http')
  const foreign = await signIn(port, { host, origin: 'http://evil.example.com' })
  assert.equal(foreign.status, 403)
})
