import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import type { Role } from '../src/access/policy.ts'
import { ask } from './helpers/app.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

const PASSWORD = 'ein langes passwort'

type Body = Record<string, unknown> & {
  readonly record?: { readonly id: string; readonly version: number }
  readonly action?: string | null
  readonly error?: { readonly code: string }
}

/** The whole program with people of several roles; a call as one of them. */
async function company() {
  const program = await wholeProgram()
  const cookies = new Map<string, string>()
  const hash = await passwordHash(PASSWORD)
  for (const role of ['administrator', 'sales', 'marketing', 'viewer'] as const) {
    const email = `${role}@example.com`
    await createUser(program.db, { name: role, email, role }, hash, NOW)
    const signedIn = await ask(program, 'POST', '/api/auth/sign-in/email', {
      body: { email, password: PASSWORD },
    })
    cookies.set(role, signedIn.cookie)
  }
  const as = async (
    role: Role,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
  ) => {
    const answer = await ask(program, method, url, {
      cookie: cookies.get(role) ?? '',
      ...(body ? { body } : {}),
    })
    return { ...answer, body: answer.body as Body }
  }
  return { as, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() }
}

test('over HTTP: made, deleted and brought back, by its maker or an administrator only', async () => {
  await using world = await company()
  const { as } = world
  const made = await as('sales', 'POST', '/api/accounts', { name: 'Muster AG' })
  assert.equal(made.status, 201)
  assert.equal(typeof made.body.action, 'string')
  const { id = '', version } = made.body.record ?? {}
  const gone = await as('sales', 'DELETE', `/api/accounts/${id}?version=${version}`)
  assert.equal(gone.status, 200)
  assert.equal((await as('sales', 'GET', `/api/accounts/${id}`)).status, 404)
  const undo = `/api/accounts/actions/${gone.body.action}/undo`
  assert.equal((await as('viewer', 'POST', undo, {})).status, 403)
  assert.equal((await as('administrator', 'POST', undo, {})).status, 200)
  assert.equal((await as('sales', 'GET', `/api/accounts/${id}`)).status, 200)
  const again = await as('sales', 'POST', undo, {})
  assert.deepEqual([again.status, again.body.error?.code], [409, 'records.undone_already'])
})

test('over HTTP: the search answers by kind', async () => {
  await using world = await company()
  const { as } = world
  await as('sales', 'POST', '/api/accounts', { name: 'Müller GmbH' })
  await as('sales', 'POST', '/api/contacts', { last_name: 'Mueller' })
  const found = await as('viewer', 'GET', '/api/search?q=muell')
  const groups = found.body.groups as { kind: string; items: { label: string }[] }[]
  assert.deepEqual(
    groups.map((group) => [group.kind, group.items.map((item) => item.label)]),
    [
      ['account', ['Müller GmbH']],
      ['contact', ['Mueller']],
    ],
  )
})

test('over HTTP: many leads by filter, previewed, changed and taken back', async () => {
  await using world = await company()
  const { as } = world
  for (const industry of ['Bau', 'Bau', 'Chemie']) {
    await as('marketing', 'POST', '/api/leads', { last_name: 'L', industry })
  }
  const body = { filter: { industry: 'Bau' }, expected: 2, changes: { phone: '0221 1' } }
  const bulk = (mode: string, role: Role = 'marketing', more: object = {}) =>
    as(role, 'POST', '/api/leads/bulk-update', { ...body, mode, ...more })
  assert.equal((await bulk('preview', 'viewer')).status, 403)
  const preview = await bulk('preview')
  assert.deepEqual(
    [preview.body.changed, preview.body.applied, preview.body.action],
    [2, false, null],
  )
  const done = await bulk('all_or_nothing')
  assert.deepEqual([done.body.changed, done.body.applied], [2, true])
  const changed = await as('viewer', 'GET', '/api/leads?phone=0221%201')
  assert.equal(changed.body.count, 2)
  await as('marketing', 'POST', `/api/leads/actions/${done.body.action}/undo`, {})
  assert.equal((await as('viewer', 'GET', '/api/leads?phone=0221%201')).body.count, 0)
  assert.equal((await bulk('preview', 'marketing', { ids: [] })).status, 400, 'ids or filter')
})

test('over HTTP: a shared filter is seen by all and renamed by its owner', async () => {
  await using world = await company()
  const { as } = world
  const base = '/api/leads/saved-filters'
  const saved = await as('marketing', 'POST', base, {
    name: 'Heiß',
    query: '?stage=mql',
    shared: true,
  })
  assert.equal(saved.status, 201)
  const id = String(saved.body.id)
  assert.equal((await as('viewer', 'PUT', `${base}/default`, { id })).status, 204)
  const [seen] = (await as('viewer', 'GET', base)).body.items as Record<string, unknown>[]
  assert.deepEqual(
    [seen?.name, seen?.owner, seen?.isMine, seen?.isDefault, seen?.changeable],
    ['Heiß', 'marketing', false, true, false],
  )
  assert.equal((await as('viewer', 'PATCH', `${base}/${id}`, { name: 'X' })).status, 403)
  assert.equal((await as('marketing', 'PATCH', `${base}/${id}`, { name: 'X' })).status, 200)
})

test('over HTTP: two accounts are merged; sales may, marketing may not', async () => {
  await using world = await company()
  const { as } = world
  const [stays, goes] = [
    (await as('sales', 'POST', '/api/accounts', { name: 'A' })).body.record,
    (await as('sales', 'POST', '/api/accounts', { name: 'B', city: 'Bonn' })).body.record,
  ]
  await as('sales', 'POST', '/api/contacts', { last_name: 'K', account_id: goes?.id })
  const moving = await as('viewer', 'GET', `/api/accounts/${goes?.id}/references`)
  assert.deepEqual(moving.body.items, [{ kind: 'contact', count: 1 }])
  const url = `/api/accounts/${stays?.id}/merge`
  const body = { version: 1, other: { id: goes?.id, version: 1 }, choices: { name: 'other' } }
  assert.equal((await as('marketing', 'POST', url, body)).status, 403)
  const merged = await as('sales', 'POST', url, body)
  assert.equal(merged.status, 200)
  const record = merged.body.record as Record<string, unknown> | undefined
  assert.deepEqual([record?.name, record?.city], ['B', 'Bonn'])
  assert.equal((await as('sales', 'GET', `/api/accounts/${goes?.id}`)).status, 404)
})

test('over HTTP: a file has the columns that are asked for, an unknown one is refused', async () => {
  await using world = await company()
  const { as } = world
  await as('sales', 'POST', '/api/accounts', { name: '=1+1', city: 'Köln', phone: '+49 221 1' })
  const file = await as('viewer', 'GET', '/api/accounts/export.csv?columns=phone,name')
  const [header, row] = String(file.body).split('\r\n')
  assert.equal(header, '\ufeffId;Telefon;Name')
  assert.match(row ?? '', /;'\+49 221 1;'=1\+1$/)
  const bad = await as('viewer', 'GET', '/api/accounts/export.csv?columns=nonsense')
  assert.equal(bad.status, 422)
})
