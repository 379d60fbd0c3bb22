import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountKind } from './account.ts'
import { differingFields, mergedChanges } from './merge.ts'

const survivor = { id: 'a', name: 'Müller GmbH', city: null, phone: '0221 1', employees: 40 }
const other = { id: 'b', name: 'Mueller GmbH', city: 'Köln', phone: '0221 2', employees: 40 }

test('mergedChanges: what the survivor does not know is filled, what it knows stays', () => {
  assert.deepEqual(mergedChanges(accountKind, survivor, other, {}), { city: 'Köln' })
})

test('mergedChanges: a choice wins over both', () => {
  const choices = { phone: 'other', city: 'survivor' } as const
  assert.deepEqual(mergedChanges(accountKind, survivor, other, choices), { phone: '0221 2' })
})

test('mergedChanges: a derived or unknown field is nobody’s choice', () => {
  assert.throws(() => mergedChanges(accountKind, survivor, other, { domain: 'other' }), {
    code: 'crm.merge_unknown_field',
  })
})

test('differingFields: only what differs is asked', () => {
  assert.deepEqual(differingFields(accountKind, survivor, other), ['name', 'phone', 'city'])
})
