import assert from 'node:assert/strict'
import { test } from 'node:test'
import { channelFromName, channelOf } from './channel-rules.ts'
import { OFFLINE_MEDIA, SOURCE_WORDS } from './channel-words.ts'
import { CHANNEL_IDS, channelByName } from './channels.ts'

// Expected channels: the table of the public GA4 channel definition and design page "tracking",
// offline words of "channels"; CRM words by their plain meaning.
const examples: readonly [
  source: string | null,
  medium: string | null,
  channel: string,
  rule: string,
][] = [
  [null, null, 'unknown', 'nothing_given'],
  ['', '', 'unknown', 'nothing_given'],
  ['unknown', null, 'unknown', 'source_word'],
  ['google', 'cpc', 'paid_search', 'paid_medium'],
  ['google', 'organic', 'organic_search', 'known_source'],
  ['google', null, 'organic_search', 'known_source'],
  ['www.google.de', 'referral', 'organic_search', 'known_source'],
  ['linkedin', 'paid-social', 'paid_social', 'paid_medium'],
  ['LinkedIn', 'social', 'organic_social', 'known_source'],
  ['fb', 'retargeting', 'paid_social', 'paid_medium'],
  ['youtube', 'cpv-cpc', 'paid_video', 'paid_medium'],
  ['newsletter', 'email', 'email', 'email'],
  ['partnersite.example', 'referral', 'referral', 'referral_medium'],
  ['hannover-messe', 'qr', 'ad_offline', 'offline_medium'],
  ['hannover', 'messe', 'trade_fair', 'offline_medium'],
  ['chatgpt.com', 'referral', 'ai_assistant', 'ai_assistant'],
  ['(direct)', '(none)', 'direct', 'direct'],
  ['site.example', 'banner', 'display', 'display_medium'],
  ['site.example', 'cpm', 'display', 'display_medium'],
  ['Trade Show', null, 'trade_fair', 'source_word'],
  ['direct_traffic', null, 'direct', 'source_word'],
  ['organic_search', null, 'organic_search', 'source_word'],
  ['other_publicities', null, 'ad_offline', 'source_word'],
  ['Messe', null, 'trade_fair', 'source_word'],
  ['Web Research', null, 'not_assignable', 'no_rule_matched'],
  // The five channels of the data set attribution_events_slice, by their plain meaning.
  ['Facebook', null, 'organic_social', 'source_word'],
  ['Instagram', null, 'organic_social', 'source_word'],
  ['Online Display', null, 'display', 'source_word'],
  ['Online Video', null, 'organic_video', 'source_word'],
  ['Paid Search', null, 'paid_search', 'source_word'],
  ['xyz', 'qqq', 'not_assignable', 'no_rule_matched'],
]

for (const [source, medium, channel, rule] of examples) {
  test(`channel: ${source} / ${medium} is ${channel}`, () => {
    assert.deepEqual(channelOf({ source, medium }), { channel, rule })
  })
}

test('channel: a campaign alone is evidence, so never direct and never unknown', () => {
  assert.equal(channelOf({ campaign: 'spring' }).channel, 'not_assignable')
})

test('channel: every word leads to a channel of the list', () => {
  for (const id of [...Object.values(SOURCE_WORDS), ...Object.values(OFFLINE_MEDIA)]) {
    assert.ok(CHANNEL_IDS.includes(id), id)
  }
})

test('channel: names in both languages are known', () => {
  assert.equal(channelByName('Vertriebspartner'), 'partner')
  assert.equal(channelByName('Paid search'), 'paid_search')
  assert.equal(channelByName('Suche (bezahlt)'), 'paid_search')
  assert.equal(channelByName('nothing like it'), null)
})

test('channel: the name of a campaign can tell', () => {
  assert.equal(channelFromName('2026_LinkedIn-Leads')?.channel, 'paid_social')
  assert.equal(channelFromName('Fruehling'), null)
})
