import { expect, test } from 'vitest'
import { contactKind } from '#crm/contact.ts'
import { prefill, recordKinds, relatedOf } from './kinds.ts'

test('a lead of a contact starts with the account and the owner of the contact', () => {
  const leads = relatedOf(contactKind).find((related) => related.kind.id === 'lead')
  const contact = { id: 'c1', account_id: 'a1', owner_id: null, email: 'x@y.de' }
  expect(leads && prefill(leads, contactKind, contact)).toEqual({
    contact_id: 'c1',
    account_id: 'a1',
  })
})

test('every reference points to a kind that has a screen, every path is used once', () => {
  const ids = recordKinds.map((kind) => kind.id)
  const referred = recordKinds.flatMap((kind) => kind.fields.flatMap((field) => field.kind ?? []))
  expect(referred.filter((id) => !ids.includes(id))).toEqual([])
  expect(new Set(recordKinds.map((kind) => kind.path)).size).toBe(recordKinds.length)
})
