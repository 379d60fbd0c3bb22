import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  LEAD_REASON_TEXTS,
  LEAD_REASONS,
  type LeadFacts,
  type LeadReason,
  type LeadVisit,
  reasonOf,
} from './measurability.ts'

const nothing: LeadFacts = {
  channel: null,
  firstSeenAt: null,
  touchChannels: [],
  visits: [],
  visitorSince: null,
  hasServerEvents: false,
  hasFormWithoutVisit: false,
  formNearby: null,
}
const direct: LeadVisit = {
  channel: 'direct',
  tagging: 'nothing',
  hasReferrer: false,
  isBot: false,
}
const DAY = 86_400_000

const cases: readonly (readonly [LeadReason, Partial<LeadFacts>, string])[] = [
  ['touch_known', { touchChannels: ['direct', 'email'] }, 'a touchpoint by e-mail'],
  ['touch_known', { visits: [{ ...direct, channel: 'organic_search' }] }, 'a visit by search'],
  ['no_rule', { channel: 'not_assignable' }, 'the lead names a source that no rule knows'],
  [
    'no_rule',
    { visits: [{ ...direct, channel: 'not_assignable', tagging: 'no_rule' }] },
    'a visit',
  ],
  ['incomplete', { visits: [direct, { ...direct, tagging: 'incomplete' }] }, 'half a set of UTM'],
  ['click_id_only', { visits: [{ ...direct, tagging: 'click_id_only' }] }, 'a click id'],
  ['self_referral', { visits: [{ ...direct, hasReferrer: true }] }, 'back from the payment'],
  ['bot_doubt', { visits: [{ ...direct, channel: 'email', isBot: true }] }, 'a scanner of mails'],
  ['young_cookie', { visits: [direct], firstSeenAt: 0, visitorSince: 8 * DAY }, 'eight days'],
  ['only_direct', { visits: [direct], firstSeenAt: 0, visitorSince: 7 * DAY }, 'seven days'],
  ['only_direct', { channel: 'direct' }, 'said to be direct'],
  ['server_event', { hasServerEvents: true, formNearby: 'without_consent' }, 'a server'],
  ['ad_blocker', { hasFormWithoutVisit: true }, 'a form and no page view'],
  ['no_consent', { formNearby: 'without_consent' }, 'a form without consent'],
  ['no_visitor', { formNearby: 'with_consent' }, 'a form that named nobody'],
  ['offline_without_source', {}, 'nothing at all'],
]

for (const [reason, facts, name] of cases) {
  test(`reason: ${name} is ${reason}`, () => {
    assert.equal(reasonOf({ ...nothing, ...facts }), reason)
  })
}

test('every reason has a case, a meaning and a remedy in both languages', () => {
  const seen = new Set(cases.map(([reason]) => reason))
  for (const reason of LEAD_REASONS) {
    assert.ok(seen.has(reason), reason)
    const { name, why, todo, to } = LEAD_REASON_TEXTS[reason]
    for (const text of [name, why, todo]) assert.ok(text.de !== '' && text.en !== '')
    assert.match(to, /^(lead|\/[a-z-]+(#[a-z]+)?)$/)
  }
})
