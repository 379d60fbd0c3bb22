import { expect, test } from 'vitest'
import { contactKind } from '#crm/contact.ts'
import { field } from '#kernel/fields.ts'
import { leadKind } from '#leads/lead.ts'
import { createFormats } from '../ui/formats.ts'
import { displayText, titleOf } from './display.ts'

const german = {
  language: 'de',
  formats: createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' }),
  labels: { 'id-1': 'Berg GmbH', email: 'E-Mail und Newsletter' },
} as const
const english = { ...german, language: 'en' } as const

test('names instead of ids, choices in the language on screen, a dash for nothing', () => {
  const account = field.reference('account_id', 'account', 'Unternehmen', 'Account')
  const channel = field.reference('channel', 'channel', 'Kanal', 'Channel')
  const stage = leadKind.fields.find((candidate) => candidate.id === 'stage')
  expect(displayText(account, 'id-1', german)).toBe('Berg GmbH')
  expect(displayText(channel, 'email', german)).toBe('E-Mail und Newsletter')
  expect(displayText(channel, 'email', english)).toBe('E-mail and newsletter')
  expect(stage && displayText(stage, 'won', german)).toBe('Gewonnen')
  const rule = leadKind.fields.find((candidate) => candidate.id === 'channel_rule')
  expect(rule && displayText(rule, 'source_word', german)).toBe('Wort in der Quelle')
  expect(displayText(account, null, german)).toBe('–')
  expect(displayText(field.boolean('a', 'A', 'A'), false, german)).toBe('nein')
  expect(displayText(field.list('a', 'A', 'A'), ['x', 'y'], german)).toBe('x, y')
})

test('the name of a person leaves the address out, unless it is all there is', () => {
  const values = { first_name: 'Anna', last_name: 'Berg', email: 'a@berg.de' }
  expect(titleOf(contactKind, values, german)).toBe('Anna Berg')
  expect(titleOf(contactKind, { email: 'a@berg.de' }, german)).toBe('a@berg.de')
  expect(titleOf(leadKind, { ...values, company: 'Berg GmbH' }, german)).toBe(
    'Anna Berg, Berg GmbH',
  )
  const lead = { ...values, company: 'Berg GmbH' }
  expect(titleOf(leadKind, lead, german, ['company'])).toBe('Anna Berg')
  expect(titleOf(leadKind, { company: 'Berg GmbH' }, german, ['company'])).toBe('Berg GmbH')
  expect(titleOf(leadKind, {}, german)).toBe('')
})
