import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  can,
  PERMISSIONS,
  permissionsOf,
  RESERVED_ROLES,
  ROLE_LABELS,
  ROLES,
  rowScope,
} from './policy.ts'
import { userKind } from './user.ts'

/** The matrix as it was agreed: a = all rows, o = own rows, . = nothing. */
const COLUMNS = ['administrator', 'management', 'marketing', 'sales', 'viewer', 'partner', 'agency']
const MATRIX = `
  company:read     a a a a a . .
  company:write    a a . . . . .
  users:read       a a . . . . .
  users:write      a . . . . . .
  audit:read       a . . . . . .
  crm:read         a a a a a . .
  crm:write        a a . a . . .
  leads:read       a a a a a o .
  leads:write      a a a a . o .
  campaigns:read   a a a a a . o
  campaigns:write  a a a . . . .
  costs:read       a a a a a . .
  costs:write      a a a . . . .
  returns:read     a a a a a . .
  returns:write    a a a a . . .
  tracking:read    a a a a a . .
  tracking:write   a . a . . . .
  imports:read     a a a a a . .
  imports:run      a a a . . . .
  kpis:read        a a a a a . .
  planning:read    a a a a a . .
  planning:write   a a a . . . .
  reports:read     a a a a a . .
  reports:write    a a a . . . .
  decisions:read   a a a a a . .
  decisions:write  a a a . . . .
  safety:read      a . . . . . .
  safety:write     a . . . . . .
  demo:run         a . . . . . .
`
const LETTERS: Readonly<Record<string, string>> = { a: 'all', o: 'own', '.': 'none' }

test('the matrix of roles and permissions', () => {
  const rows = MATRIX.trim().split('\n')
  assert.deepEqual(
    rows.map((row) => row.trim().split(/\s+/)[0]),
    [...PERMISSIONS],
    'every permission stands in the matrix',
  )
  assert.deepEqual(COLUMNS, [...ROLES, ...RESERVED_ROLES])
  for (const row of rows) {
    const [permission = '', ...letters] = row.trim().split(/\s+/)
    const answers: string[] = COLUMNS.map((role) => can(role, permission))
    assert.deepEqual(
      answers,
      letters.map((letter) => LETTERS[letter]),
      permission,
    )
  }
})

test('what is unknown is not permitted', () => {
  assert.equal(can(null, 'leads:read'), 'none')
  assert.equal(can('owner', 'leads:read'), 'none')
  assert.equal(can('administrator', 'leads:delete'), 'none')
  assert.equal(can('constructor', 'leads:read'), 'none')
  assert.deepEqual(permissionsOf(null), [])
})

test('the list for the user interface is what can() answers', () => {
  assert.deepEqual(permissionsOf('partner'), ['leads:read', 'leads:write'])
  assert.deepEqual([...permissionsOf('administrator')], [...PERMISSIONS].sort())
})

test('own rows are those with the user as owner', () => {
  assert.deepEqual(rowScope({ userId: 'u1', scope: 'own' }), { field: 'owner_id', value: 'u1' })
  assert.deepEqual(rowScope({ userId: 'u1', scope: 'own' }, 'partner_id'), {
    field: 'partner_id',
    value: 'u1',
  })
  assert.equal(rowScope({ userId: 'u1', scope: 'all' }), null)
})

test('the roles of the form are the roles of the policy, with the same names', () => {
  const choices = userKind.fields.find((field) => field.id === 'role')?.choices
  assert.deepEqual(
    choices,
    ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role] })),
  )
})
