import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { ask, setUp, type TestApp, testApp } from '../../../test/helpers/app.ts'
import { passwordHash } from './logins.ts'
import { createUser, resetTwoFactor } from './user-admin.ts'

const PASSWORD = 'correct horse battery'
const EMAIL = 'erika@example.com'
const STEP_MS = 30_000

const codeOf = (body: unknown) => (body as { error?: { code?: string } }).error?.code

/** The plugin reads the real clock: so does the program in these tests. */
const appNow = (): Promise<TestApp> => testApp({ access: { now: () => new Date() } })

/** The code that an authenticator app would show, computed by another program than ours. */
const appCode = (key: string, stepsAhead = 0) =>
  createOTP(base32.decode(key) as never).hotp(Math.floor(Date.now() / STEP_MS) + stepsAhead)

const post = (server: TestApp, url: string, body: object, cookie = '') =>
  ask(server, 'POST', url, { body, ...(cookie === '' ? {} : { cookie }) })

/** Sets a second factor up; the key and the recovery codes. */
async function enrol(server: TestApp, cookie: string) {
  const begun = await post(server, '/api/two-factor/enrolment', { password: PASSWORD }, cookie)
  assert.equal(begun.status, 200, JSON.stringify(begun.body))
  const { key, uri } = begun.body as { key: string; uri: string }
  assert.match(uri, /^otpauth:\/\/totp\/Regelkreis:erika%40example\.com\?secret=/)
  const done = await post(server, '/api/two-factor', { code: await appCode(key) }, cookie)
  assert.equal(done.status, 200, JSON.stringify(done.body))
  const { recoveryCodes } = done.body as { recoveryCodes: string[] }
  return { key, recoveryCodes }
}

const passwordStep = (server: TestApp) =>
  post(server, '/api/auth/sign-in/email', { email: EMAIL, password: PASSWORD })

const actions = async (server: TestApp, kind: string) =>
  (
    await server.db
      .selectFrom('access.audit_event')
      .select('action')
      .where('kind', '=', kind)
      .orderBy('id')
      .execute()
  ).map(({ action }) => action)

test('two-factor: set up by a code, then the password alone opens nothing', async () => {
  await using server = await appNow()
  const here = await setUp(server)
  const elsewhere = (await passwordStep(server)).cookie
  const wrong = await post(server, '/api/two-factor/enrolment', { password: 'wrong one' }, here)
  assert.deepEqual([wrong.status, codeOf(wrong.body)], [422, 'access.wrong_password'])

  const begun = await post(server, '/api/two-factor/enrolment', { password: PASSWORD }, here)
  const { key } = begun.body as { key: string }
  assert.deepEqual((await ask(server, 'GET', '/api/two-factor', { cookie: here })).body, {
    enabled: false,
    recoveryCodesLeft: 0,
    needed: false,
  })
  assert.equal((await passwordStep(server)).status, 200, 'an unconfirmed key changes nothing')
  const bad = await post(server, '/api/two-factor', { code: '000000' }, here)
  assert.deepEqual([bad.status, codeOf(bad.body)], [422, 'access.wrong_code'])

  const code = await appCode(key)
  const done = await post(server, '/api/two-factor', { code }, here)
  const { recoveryCodes } = done.body as { recoveryCodes: string[] }
  assert.equal(recoveryCodes.length, 10)
  assert.match(recoveryCodes[0] ?? '', /^[a-z2-9]{4}-[a-z2-9]{4}$/)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: elsewhere })).status, 401)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: here })).status, 200)

  const first = await passwordStep(server)
  assert.deepEqual([first.status, first.body], [200, { user: null, codeNeeded: true }])
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: first.cookie })).status, 401)
  const again = await post(server, '/api/auth/sign-in/code', { code }, first.cookie)
  assert.deepEqual([again.status, codeOf(again.body)], [422, 'access.wrong_code'], 'used before')

  const fresh = await passwordStep(server)
  const second = await post(
    server,
    '/api/auth/sign-in/code',
    { code: await appCode(key, 1) },
    fresh.cookie,
  )
  assert.equal(second.status, 200, JSON.stringify(second.body))
  const me = await ask(server, 'GET', '/api/me', { cookie: second.cookie })
  assert.deepEqual((me.body as { twoFactor: object }).twoFactor, { enabled: true, needed: false })
  const stored = await server.pool.query('select secret, backup_codes from access.login_two_factor')
  const row = JSON.stringify(stored.rows)
  assert(!row.includes(key) && !row.includes(recoveryCodes[0] ?? '?'), 'both encrypted')
  assert.deepEqual(await actions(server, 'user'), ['set_up', 'enable_two_factor'])
})

test('two-factor: each recovery code works once, however it is typed; no session remains of a refused one', async () => {
  await using server = await appNow()
  const { recoveryCodes } = await enrol(server, await setUp(server))
  const [one = '', two = ''] = recoveryCodes
  const use = async (recoveryCode: string) => {
    const { cookie } = await passwordStep(server)
    return post(server, '/api/auth/sign-in/code', { recoveryCode }, cookie)
  }
  const typed = await use(` ${one.toUpperCase().replace('-', ' ')} `)
  assert.equal(typed.status, 200, JSON.stringify(typed.body))
  assert.equal(codeOf((await use(one)).body), 'access.wrong_code')
  assert.equal((await use(two)).status, 200)
  const state = await ask(server, 'GET', '/api/two-factor', { cookie: typed.cookie })
  assert.equal((state.body as { recoveryCodesLeft: number }).recoveryCodesLeft, 8)
  const sessions = await server.db.selectFrom('access.login_session').select('id').execute()
  assert.equal(sessions.length, 3, 'set-up and the two codes that counted')
})

test('two-factor: five wrong codes end the sign-in, ten lock the codes; each stands in the trail', async () => {
  await using server = await appNow()
  const { key } = await enrol(server, await setUp(server))
  const codes: (string | undefined)[] = []
  for (let round = 0; round < 3; round++) {
    const { cookie } = await passwordStep(server)
    for (let attempt = 0; attempt < 6; attempt++) {
      const answer = await post(server, '/api/auth/sign-in/code', { code: '000000' }, cookie)
      codes.push(codeOf(answer.body)?.replace('access.', ''))
    }
  }
  const wrong = Array.from({ length: 5 }, () => 'wrong_code')
  const locked = Array.from({ length: 6 }, () => 'codes_locked')
  assert.deepEqual(codes, [...wrong, 'sign_in_again', ...wrong, 'codes_locked', ...locked])
  const { cookie } = await passwordStep(server)
  const right = await post(
    server,
    '/api/auth/sign-in/code',
    { code: await appCode(key, 1) },
    cookie,
  )
  assert.deepEqual([right.status, codeOf(right.body)], [409, 'access.codes_locked'])
  const failed = await server.db
    .selectFrom('access.audit_event')
    .select(['actor_name', 'after'])
    .where('action', '=', 'sign_in_failed')
    .orderBy('id')
    .execute()
  assert.equal(failed.length, 19)
  assert.equal(failed[0]?.actor_name, 'Erika Muster')
  assert.equal(failed[0]?.after?.reason, 'access.wrong_code')
})

test('two-factor: off needs password and code; new recovery codes replace the old ones', async () => {
  await using server = await appNow()
  const here = await setUp(server)
  const { key, recoveryCodes } = await enrol(server, here)
  const [one = '', two = ''] = recoveryCodes
  const off = (password: string, code: string) =>
    post(server, '/api/two-factor/off', { password, code }, here)
  assert.equal(codeOf((await off('not the password', one)).body), 'access.wrong_password')
  assert.equal(codeOf((await off(PASSWORD, '000000')).body), 'access.wrong_code')
  const renewed = await post(
    server,
    '/api/two-factor/recovery-codes',
    { password: PASSWORD, code: await appCode(key, 1) },
    here,
  )
  const { recoveryCodes: fresh } = renewed.body as { recoveryCodes: string[] }
  assert.equal(fresh.length, 10)
  assert.equal(codeOf((await off(PASSWORD, two)).body), 'access.wrong_code', 'an old one')
  assert.equal((await off(PASSWORD, fresh[0] ?? '')).status, 204)
  const plain = await passwordStep(server)
  assert.equal((plain.body as { codeNeeded: boolean }).codeNeeded, false)
  assert.deepEqual(
    (await server.db.selectFrom('access.user').select('two_factor').execute()).map(
      ({ two_factor }) => two_factor,
    ),
    [false],
  )
  assert.deepEqual(await actions(server, 'user'), [
    'set_up',
    'enable_two_factor',
    'renew_recovery_codes',
    'disable_two_factor',
  ])
})

test('two-factor: a role that needs it is led to setting it up, by the server', async () => {
  await using server = await appNow()
  const here = await setUp(server)
  const hash = await passwordHash(PASSWORD)
  const viktor = { name: 'Viktor', email: 'viktor@example.com', role: 'sales' } as const
  await createUser(server.db, viktor, hash, new Date())
  const set = await ask(server, 'PUT', '/api/two-factor/roles', {
    cookie: here,
    body: { roles: ['sales'] },
  })
  assert.deepEqual(
    (set.body as { roles: { role: string }[] }).roles.find(({ role }) => role === 'sales'),
    { role: 'sales', needed: true, users: 1, without: 1 },
  )
  const { cookie } = await post(server, '/api/auth/sign-in/email', {
    email: viktor.email,
    password: PASSWORD,
  })
  const closed = await ask(server, 'GET', '/api/sessions', { cookie })
  assert.deepEqual([closed.status, codeOf(closed.body)], [403, 'access.two_factor_needed'])
  const begun = await post(server, '/api/two-factor/enrolment', { password: PASSWORD }, cookie)
  const { key } = begun.body as { key: string }
  await post(server, '/api/two-factor', { code: await appCode(key) }, cookie)
  assert.equal((await ask(server, 'GET', '/api/sessions', { cookie })).status, 200)
  assert.deepEqual(await actions(server, 'setting'), ['update'])
})

test('two-factor: an administrator or the command line resets it, which ends the sessions', async () => {
  await using server = await appNow()
  const here = await setUp(server)
  await enrol(server, here)
  const { id } = await server.db.selectFrom('access.user').select('id').executeTakeFirstOrThrow()
  const reset = await ask(server, 'DELETE', `/api/users/${id}/two-factor`, { cookie: here })
  assert.equal(reset.status, 204)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: here })).status, 401)
  const back = await passwordStep(server)
  assert.equal((back.body as { codeNeeded: boolean }).codeNeeded, false)
  const none = await ask(server, 'DELETE', `/api/users/${id}/two-factor`, { cookie: back.cookie })
  assert.deepEqual([none.status, codeOf(none.body)], [409, 'access.two_factor_missing'])

  await enrol(server, back.cookie)
  assert.equal(await resetTwoFactor(server.db, EMAIL), true)
  assert.equal(await resetTwoFactor(server.db, EMAIL), false)
  assert.equal(((await passwordStep(server)).body as { codeNeeded: boolean }).codeNeeded, false)
})

test('two-factor: a new password by link does not go around the second step', async () => {
  await using server = await appNow()
  const here = await setUp(server)
  await enrol(server, here)
  const { id } = await server.db.selectFrom('access.user').select('id').executeTakeFirstOrThrow()
  const link = await ask(server, 'POST', `/api/users/${id}/invitation`, { cookie: here })
  const token = new URL((link.body as { url: string }).url).searchParams.get('token')
  const used = await post(server, '/api/setup', { token, password: 'ein neues Passwort' })
  assert.deepEqual([used.status, used.body], [201, { user: null, codeNeeded: true }])
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: used.cookie })).status, 401)
})
