import assert from 'node:assert/strict'
import { test } from 'node:test'
import { channelRuleText } from './channel-rule-texts.ts'
import { CHANNEL_IDS } from './channels.ts'
import { deriveTouchpoint } from './rules.ts'
import { channelOfKind, notCounted, TOUCH_KINDS } from './touch-kinds.ts'

const FACTS = { campaignChannels: new Map([['c1', 'trade_fair']]), isBot: () => false }

const EMPTY = {
  ...{ kind: null, channel: null, channel_rule: null, used: null, campaign_id: null },
  ...{ source: null, medium: null, campaign: null, sent_at: null, agent: null, not_counted: null },
  occurred_at: '2026-03-02T09:00:00.000Z',
}

/** Channel, rule and input of a touch that is written down. */
function channelOf(given: object, before: object | null = null) {
  const values = deriveTouchpoint(before as never, { ...EMPTY, ...given }, FACTS)
  return [values.channel, values.channel_rule, values.used]
}

// Expected channels: issue 5, section 6, and the offline words of the page "channels".
const kinds: readonly [string, string][] = [
  ['trade_fair', 'trade_fair'],
  ['event', 'event'],
  ['webinar', 'event'],
  ['call', 'telephone'],
  ['call_out', 'telemarketing'],
  ['meeting', 'other'],
  ['letter', 'direct_mail'],
  ['partner_referral', 'partner'],
  ['recommendation', 'recommendation'],
  ['employee_social', 'employee_social'],
  ['newsletter_open', 'email'],
  ['newsletter_click', 'email'],
]
for (const [kind, channel] of kinds) {
  test(`touchpoint: the kind ${kind} is ${channel}, whatever its campaign or source`, () => {
    const rest = { campaign_id: 'c1', source: 'google' }
    assert.deepEqual(channelOf({ kind, ...rest }), [channel, 'kind', `kind=${kind}`])
  })
}

test('touchpoint: a channel that was given stays, also when the kind changes', () => {
  const given = { kind: 'call', channel: 'partner' }
  assert.deepEqual(channelOf(given), ['partner', 'given', null])
  const before = { ...EMPTY, ...given, channel_rule: 'given' }
  assert.deepEqual(channelOf({ ...before, kind: 'letter' }, before), ['partner', 'given', null])
})

test('touchpoint: another kind is another channel where nobody chose one', () => {
  const before = { ...EMPTY, kind: 'call', channel: 'telephone', channel_rule: 'kind' }
  assert.deepEqual(channelOf({ ...before, kind: 'letter' }, before), [
    'direct_mail',
    'kind',
    'kind=letter',
  ])
  assert.deepEqual(channelOf({ ...before, title: 'x' }, before)[0], 'telephone')
})

test('touchpoint: what came by a visit keeps the channel of its visit', () => {
  const before = { ...EMPTY, kind: 'visit', channel: 'paid_search', channel_rule: '5.paid_medium' }
  assert.deepEqual(channelOf({ ...before, kind: 'letter' }, before)[0], 'paid_search')
})

test('touchpoint: a self-report is what was said', () => {
  assert.deepEqual(channelOf({ kind: 'self_report', source: 'Messe' }), [
    'trade_fair',
    'source_word',
    'source=messe',
  ])
  assert.deepEqual(channelOf({ kind: 'self_report' })[0], 'unknown')
})

test('touchpoint: kinds have channels of the list, and the rule has words', () => {
  for (const { id, channel } of TOUCH_KINDS) {
    assert(channel === null || CHANNEL_IDS.includes(channel), id)
  }
  assert.equal(channelOfKind('constructor'), null)
  assert.notEqual(channelRuleText('kind').de, 'kind')
})

const SENT = Date.parse('2026-03-02T09:00:00Z')
const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0'
const mails: readonly [string, number, string | null, string | null][] = [
  // kind, seconds after sending, program, why it does not count
  ['newsletter_open', 3, BROWSER, 'seconds_after_sending'],
  ['newsletter_click', 9.9, null, 'seconds_after_sending'],
  ['newsletter_click', 10, BROWSER, null],
  ['newsletter_open', 3600, BROWSER, null],
  // Clocks that differ: not before it was sent.
  ['newsletter_open', -5, BROWSER, null],
  ['newsletter_click', 3600, 'Mozilla/5.0 Barracuda Sentinel (EE)', 'mail_scanner'],
  ['newsletter_click', 3600, 'Mimecast URL protection', 'mail_scanner'],
  ['newsletter_open', 3600, 'Mozilla/5.0', 'mail_scanner'],
  // A click on such a mail is somebody's.
  ['newsletter_click', 3600, 'Mozilla/5.0', null],
  ['webinar', 3, 'Barracuda', null],
]
for (const [kind, seconds, agent, expected] of mails) {
  test(`newsletter: ${kind} ${seconds} s after sending by ${agent} is ${expected}`, () => {
    const touch = { kind, at: SENT + seconds * 1000, sentAt: SENT, agent }
    assert.equal(
      notCounted(touch, () => false),
      expected,
    )
  })
}

test('newsletter: without the instant of sending only the program tells', () => {
  const touch = { kind: 'newsletter_open', at: SENT, sentAt: null, agent: 'curl/8' }
  assert.equal(
    notCounted(touch, (agent) => agent.startsWith('curl')),
    'mail_scanner',
  )
  assert.equal(
    notCounted({ ...touch, agent: null }, () => true),
    null,
  )
})
