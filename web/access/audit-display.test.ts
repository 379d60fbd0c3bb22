import { expect, test } from 'vitest'
import { auditKinds } from '#access/audit-words.ts'
import { leadKind } from '#leads/lead.ts'
import { createFormats } from '../ui/formats.ts'
import { summaryOf } from './audit-display.ts'

const kinds = auditKinds([leadKind], [])
const settings = {
  language: 'de' as const,
  formats: createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' }),
  labels: { '0198c5a0-0000-7000-8000-000000000001': 'Vera Vertrieb' },
}
const event = {
  id: 1,
  at: '2026-03-02T09:00:00Z',
  actor_id: null,
  actor_name: 'Erika',
  action: 'update',
  kind: 'lead',
  record_id: '0198c5a0-0000-7000-8000-0000000000aa',
  reason: null,
  request_id: null,
  import_id: null,
}

test('a change is told in the words of the screen, with names for ids', () => {
  const changed = {
    ...event,
    before: { owner_id: null, stage: 'mql' },
    after: { owner_id: '0198c5a0-0000-7000-8000-000000000001', stage: 'sql' },
  }
  const text = summaryOf(changed, kinds.get('lead'), settings)
  expect(text.replaceAll('\u00a0', ' ').split(' · ').sort()).toEqual([
    'Stufe: MQL → SQL',
    'Zuständig: – → Vera Vertrieb',
  ])
})

test('roles that need a second factor are named, a failed sign-in says why', () => {
  const roles = {
    ...event,
    kind: 'setting',
    before: { two_factor_roles: [] },
    after: { two_factor_roles: ['sales', 'administrator'] },
  }
  expect(summaryOf(roles, kinds.get('setting'), settings)).toBe(
    'Rollen mit Zwei-Faktor-Pflicht: – → Vertrieb, Administration',
  )
  const failed = {
    ...event,
    action: 'sign_in_failed',
    kind: 'session',
    before: null,
    after: { reason: 'access.wrong_credentials', address: '203.0.113.7', device: null },
  }
  expect(summaryOf(failed, kinds.get('session'), settings)).toBe(
    'Grund: E-Mail oder Passwort falsch · Adresse: 203.0.113.7 · Gerät: –',
  )
})
