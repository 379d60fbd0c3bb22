// The picture of the company, through the whole program as main.ts builds it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { ask, ORIGIN } from './helpers/app.ts'
import { wholeProgram } from './helpers/program.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('logo: set, seen by everybody, replaced, taken away; only pictures of pixels, each change in the trail', async () => {
  await using program = await wholeProgram()
  const email = 'anna@example.com'
  const hash = await passwordHash('ein langes passwort')
  await createUser(program.db, { name: 'Anna', email, role: 'administrator' }, hash, new Date())
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password: 'ein langes passwort' },
  })
  const put = (content: Buffer, type: string) =>
    program.app.inject({
      method: 'PUT',
      url: '/api/company/logo',
      headers: { cookie, origin: ORIGIN, host: 'localhost:8080', 'content-type': type },
      payload: content,
    })
  assert.deepEqual((await ask(program, 'GET', '/api/company/brand')).body, { name: '', logo: null })
  assert.equal((await ask(program, 'GET', '/api/company/logo')).status, 404)

  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  assert.equal((await put(svg, 'image/svg+xml')).statusCode, 415)
  const disguised = await put(svg, 'image/png')
  assert.deepEqual(
    [disguised.statusCode, disguised.json().error.code],
    [422, 'company.logo_no_image'],
  )
  const huge = Buffer.from(PNG)
  huge.writeUInt32BE(50_000, 16)
  assert.equal((await put(huge, 'image/png')).json().error.code, 'company.logo_too_many_pixels')
  assert.equal((await put(Buffer.alloc(600 * 1024), 'image/png')).statusCode, 413)

  const done = await put(PNG, 'image/png')
  assert.equal(done.statusCode, 200, done.body)
  const { logo } = done.json() as { logo: string }
  const picture = await program.app.inject({ url: logo })
  assert.deepEqual(picture.rawPayload, PNG)
  assert.equal(picture.headers['content-type'], 'image/png')
  assert.equal(picture.headers['x-content-type-options'], 'nosniff')
  const etag = String(picture.headers.etag)
  const known = await program.app.inject({ url: logo, headers: { 'if-none-match': etag } })
  assert.equal(known.statusCode, 304)

  const removed = await ask(program, 'DELETE', '/api/company/logo', { cookie })
  assert.deepEqual(removed.body, { name: '', logo: null })
  const events = await program.db
    .selectFrom('access.audit_event')
    .select(['before', 'after'])
    .where('kind', '=', 'setting')
    .orderBy('id')
    .execute()
  const hashOf = new URL(logo, ORIGIN).searchParams.get('v')
  assert.deepEqual(events, [
    { before: { logo: null }, after: { logo: hashOf } },
    { before: { logo: hashOf }, after: { logo: null } },
  ])
})
