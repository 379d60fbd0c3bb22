import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradicts, naturalKeys } from './identity.ts'

const domainOf = (website: unknown): string | null =>
  typeof website === 'string' ? website.replace(/^https?:\/\/(www\.)?/, '').toLowerCase() : null

test('identity: an account is known by its domain, its VAT id, and softly by its name', () => {
  const row = { name: 'Muster GmbH ', website: 'https://www.muster.de', vat_id: 'DE123' }
  assert.deepEqual(naturalKeys('account', row, domainOf), [
    { column: 'domain', value: 'muster.de', hold: 'firm' },
    { column: 'vat_id', value: 'DE123', hold: 'firm' },
    { column: 'name', value: 'muster gmbh', hold: 'soft' },
  ])
})

test('identity: a lead has none, so that two inquiries of one person stay two', () => {
  assert.deepEqual(naturalKeys('lead', { email: 'a@b.de' }, domainOf), [])
})

test('identity: the same name with another domain is another company', () => {
  const known = { name: 'Muster', domain: 'muster.de' }
  assert.equal(
    contradicts('account', known, { name: 'Muster', website: 'muster.at' }, domainOf),
    true,
  )
  assert.equal(contradicts('account', known, { name: 'Muster' }, domainOf), false)
})
