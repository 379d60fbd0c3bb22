import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { can, ENROLMENT, isRole, permissionsOf, ROLES } from '../src/access/policy.ts'
import type { StatedRoute } from '../src/platform/http.ts'
import { ask } from './helpers/app.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

const PASSWORD = 'ein langes passwort'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]

const segment = (path: string) => `POST /v1/${path}`
/** The scripts for websites under the name that holds their hash. */
const HASHED_SCRIPT = /^GET \/:folder\/[sm]-[0-9a-f]{10}\.js$/

/** Public on purpose, with the reason in docs/decisions: signing in, setting up, health, reading about the API. */
const PUBLIC = [
  'GET /*',
  'GET /api/company/brand',
  'GET /api/company/logo',
  'GET /api/docs',
  'GET /api/openapi.json',
  'GET /api/setup/state',
  'GET /healthz',
  'GET /l/:code',
  'GET /metrics',
  'GET /readyz',
  'POST /api/auth/sign-in/code',
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'POST /api/calls',
  'POST /api/forms',
  'POST /api/setup',
  'POST /t',
  'POST /:folder/t',
  'GET /:folder/s.js',
  'GET /:folder/m.js',
  'GET /v1/projects/:key/settings',
  ...['track', 'page', 'screen', 'identify', 'group', 'alias', 'batch', 'import'].map(segment),
  ...['t', 'p', 's', 'i', 'g', 'a', 'b', 'm'].map(segment),
]

/** For everybody who is signed in. */
const OPEN = ['session', ENROLMENT]

const nameOf = ({ method, url }: StatedRoute) => `${method} ${url}`
const withIds = (url: string) =>
  url.replace(/:[a-zA-Z]+/g, '0198c5a0-0000-7000-8000-000000000001').replace('*', 'x')

test('every route: 401 without a session, 403 for every role that lacks the permission', async () => {
  await using program = await wholeProgram()
  const routes = program.app.statedRoutes.filter((route) =>
    METHODS.some((method) => method === route.method),
  )
  assert(routes.length > 80, `the walk must see the routes, saw ${routes.length}`)
  const open = routes.filter((route) => route.permission === null).map(nameOf)
  assert.deepEqual(
    open.filter((name) => !PUBLIC.includes(name) && !HASHED_SCRIPT.test(name)),
    [],
  )

  const cookies = new Map<string, string>()
  const hash = await passwordHash(PASSWORD)
  for (const role of ROLES) {
    const email = `${role}@example.com`
    await createUser(program.db, { name: role, email, role }, hash, NOW)
    const signedIn = await ask(program, 'POST', '/api/auth/sign-in/email', {
      body: { email, password: PASSWORD },
    })
    assert.equal(signedIn.status, 200)
    cookies.set(role, signedIn.cookie)
  }

  const wrong: string[] = []
  let refused = 0
  for (const route of routes) {
    if (route.permission === null) continue
    const method = METHODS.find((known) => known === route.method) as Method
    const url = withIds(route.url)
    const nobody = await ask(program, method, url)
    if (nobody.status !== 401) wrong.push(`${nameOf(route)} without a session: ${nobody.status}`)
    for (const role of ROLES) {
      const lacks = !OPEN.includes(route.permission) && can(role, route.permission) === 'none'
      if (!lacks) continue
      refused += 1
      const answer = await ask(program, method, url, { cookie: cookies.get(role) ?? '' })
      if (answer.status !== 403) wrong.push(`${nameOf(route)} as ${role}: ${answer.status}`)
    }
  }
  assert.deepEqual(wrong, [])
  assert(refused > 50, `the walk must see refusals, saw ${refused}`)
})

test('who needs a second factor and has none reaches nothing but the way to get one', async () => {
  await using program = await wholeProgram()
  const hash = await passwordHash(PASSWORD)
  const email = 'administrator@example.com'
  await createUser(program.db, { name: 'Anna', email, role: 'administrator' }, hash, NOW)
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password: PASSWORD },
  })
  await program.db.insertInto('access.two_factor_role').values({ role: 'administrator' }).execute()
  const wrong: string[] = []
  let refused = 0
  for (const route of program.app.statedRoutes) {
    const method = METHODS.find((known) => known === route.method)
    if (!method || route.permission === null || route.permission === ENROLMENT) continue
    const answer = await ask(program, method, withIds(route.url), { cookie })
    const { error } = answer.body as { error?: { code?: string } }
    if (error?.code === 'access.two_factor_needed' && answer.status === 403) refused += 1
    else wrong.push(`${nameOf(route)}: ${answer.status}`)
  }
  assert.deepEqual(wrong, [])
  assert(refused > 80, `the walk must see the routes, saw ${refused}`)
  const open = program.app.statedRoutes.filter((route) => route.permission === ENROLMENT)
  assert.deepEqual(
    open.map(nameOf).filter((name) => !name.startsWith('HEAD')),
    [
      'GET /api/two-factor',
      'POST /api/two-factor/enrolment',
      'POST /api/two-factor',
      'GET /api/me',
    ],
  )
  const me = await ask(program, 'GET', '/api/me', { cookie })
  assert.deepEqual((me.body as { permissions: string[] }).permissions, [])
})

test('a role sees what it may read', async () => {
  await using program = await wholeProgram()
  const hash = await passwordHash(PASSWORD)
  const email = 'viewer@example.com'
  await createUser(program.db, { name: 'viewer', email, role: 'viewer' }, hash, NOW)
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password: PASSWORD },
  })
  const me = await ask(program, 'GET', '/api/me', { cookie })
  const { permissions, user } = me.body as { permissions: string[]; user: { role: string } }
  assert(isRole(user.role))
  assert.deepEqual(permissions, permissionsOf('viewer'))
  for (const [path, status] of [
    ['/api/leads', 200],
    ['/api/opportunities', 200],
    ['/api/users', 403],
    ['/api/users/options', 200],
    ['/api/audit-events', 403],
  ] as const) {
    assert.equal((await ask(program, 'GET', path, { cookie })).status, status, path)
  }
})
