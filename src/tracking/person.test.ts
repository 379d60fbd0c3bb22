import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountOf, isRoleMailbox, normalEmail } from './person.ts'

test('one writing of an address', () => {
  assert.equal(normalEmail('  Erika.Muster@Example.COM '), 'erika.muster@example.com')
  assert.equal(normalEmail('erika+messe@example.com'), 'erika+messe@example.com')
  for (const none of ['', 'erika', 'erika@', '@example.com', 'a@b', 'a b@example.com', null, 5]) {
    assert.equal(normalEmail(none), null, String(none))
  }
})

test('boxes that several people read are nobody', () => {
  assert.equal(isRoleMailbox('info@example.com'), true)
  assert.equal(isRoleMailbox('erika.muster@example.com'), false)
  assert.equal(isRoleMailbox('infostrada@example.com'), false)
})

const facts = { linked: null, named: null, emailDomain: null, accountsOfDomain: [] }

test('CRM, then group call, then exactly one account of the domain', () => {
  const all = { linked: 'A', named: 'B', emailDomain: 'example.com', accountsOfDomain: ['C'] }
  assert.deepEqual(accountOf(all), { account: 'A', by: 'crm' })
  assert.deepEqual(accountOf({ ...all, linked: null }), { account: 'B', by: 'group' })
  assert.deepEqual(accountOf({ ...all, linked: null, named: null }), { account: 'C', by: 'domain' })
})

test('no account, and why', () => {
  const at = (emailDomain: string | null, accountsOfDomain: string[]) =>
    accountOf({ ...facts, emailDomain, accountsOfDomain })
  assert.deepEqual(at('example.com', ['C', 'D']), { account: null, by: 'shared_domain' })
  assert.deepEqual(at('gmx.de', ['C']), { account: null, by: 'free_mail' })
  assert.deepEqual(at('example.com', []), { account: null, by: 'unknown_domain' })
  assert.deepEqual(at(null, []), { account: null, by: 'nothing' })
})
