// The real program with certificate and key as settings.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { selfSigned } from './helpers/certificate.ts'
import { testDatabase } from './helpers/database.ts'
import { runProgram, testServer } from './helpers/server.ts'

const DAY_MS = 86_400_000

function certificateFiles(validDays: number) {
  const folder = mkdtempSync(join(tmpdir(), 'regelkreis-tls-'))
  const until = new Date(Date.now() + validDays * DAY_MS)
  const from = new Date(until.getTime() - 400 * DAY_MS)
  const { cert, key } = selfSigned({ name: 'localhost', from, until })
  const env = { TLS_CERT: join(folder, 'cert.pem'), TLS_KEY: join(folder, 'key.pem') }
  writeFileSync(env.TLS_CERT, cert)
  writeFileSync(env.TLS_KEY, key)
  return { folder, cert, env, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

type Answer = { readonly status: number; readonly cookies: readonly string[] }

const post = (url: URL, ca: string, body: object): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', origin: url.origin }
    const sent = request(url, { method: 'POST', ca, headers, agent: false }, (answer) => {
      answer
        .resume()
        .on('end', () =>
          resolve({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [] }),
        )
    })
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })

test('https by settings: the program says its address, set-up works, cookies are for https only', async () => {
  using files = certificateFiles(300)
  await using database = await testDatabase()
  const env = { ...files.env, DATABASE_URL: database.url }
  await using server = await testServer({ env })
  assert.match(server.address, /^https:\/\/localhost:\d+$/)
  const token = new URL(server.setupLink ?? '').searchParams.get('token')
  const person = { token, name: 'Anna', email: 'anna@example.com', password: 'ein langer Satz' }
  const done = await post(new URL('/api/setup', server.address), files.cert, person)
  assert.equal(done.status, 201)
  const session = done.cookies.find((cookie) => cookie.includes('session_token')) ?? ''
  assert.match(session, /^__Secure-regelkreis\.session_token=.*; Secure/)
})

test('https by settings: an expired certificate ends the start with words, before anything else', async () => {
  using files = certificateFiles(-1)
  const ended = await runProgram(['src/main.ts'], { env: files.env, dataFolder: files.folder })
  assert.equal(ended.code, 1)
  assert.match(
    ended.output,
    /^TLS_CERT: the certificate in .*cert\.pem expired on .* Renew it\.\n$/,
  )
})
