import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { channelRuleText } from './channel-rule-texts.ts'
import { CHANNEL_RULES, channelOf } from './channel-rules.ts'
import { CHANNEL_IDS } from './channels.ts'
import { evidenceOf } from './evidence.ts'
import { compilePattern } from './io/patterns.ts'
import { kindOfHost } from './known-sources.ts'
import { compileRules, OwnRules } from './own-rules.ts'
import { EXCLUDED_HOSTS, SOURCE_LISTS } from './source-lists.ts'
import { checkedUtm, utmWord } from './utm-words.ts'
import { type Precedence, webChannel } from './web-channel.ts'

const around = {
  ownDomains: new Set(['muster.example']),
  excludedHosts: new Set(EXCLUDED_HOSTS),
  registrableDomain: () => null,
}

function visit(search: string, referrer = '', precedence: Precedence = {}) {
  const evidence = evidenceOf(`https://muster.example/seite${search}`, referrer, around)
  return webChannel(evidence, precedence)
}

const tagged = (source: string, medium: string, campaign = '') =>
  visit(
    `?${new URLSearchParams({ utm_source: source, utm_medium: medium, utm_campaign: campaign })}`,
  )

// The definition of GA4 row by row (source T1, table in the design page "tracking"), as source, medium, campaign.
// Channels by the page "channels": shopping is marketplace, cross-network and paid other are display, audio is
// ad_offline, SMS and push are messenger, unassigned is not_assignable.
const GA4: readonly (readonly [
  row: string,
  source: string,
  medium: string,
  campaign: string,
  channel: string,
])[] = [
  ['1 direct', '(direct)', '(not set)', '', 'direct'],
  ['1 direct', '(direct)', '(none)', '', 'direct'],
  ['2 cross-network', 'google', 'cpc', 'x-Cross-Network-1', 'display'],
  ['3 paid shopping, by source', 'idealo', 'cpc', '', 'marketplace'],
  ['3 paid shopping, by campaign', 'google', 'ppc', 'shopping-de', 'marketplace'],
  ['3 paid shopping, by campaign', 'google', 'paid', 'eshop', 'marketplace'],
  ['3 not a workshop', 'google', 'cpc', 'workshop', 'paid_search'],
  ['4 paid search', 'google', 'cpc', '', 'paid_search'],
  ['4 paid search', 'bing', 'ppc', '', 'paid_search'],
  ['4 paid search', 'google', 'retargeting', '', 'paid_search'],
  ['4 paid search', 'google', 'cpm', '', 'paid_search'],
  ['5 paid social', 'facebook', 'paid_social', '', 'paid_social'],
  ['5 paid social', 'LinkedIn.com', 'cpc', '', 'paid_social'],
  ['6 paid video', 'youtube', 'cpv', '', 'paid_video'],
  ['7 display', 'site.example', 'display', '', 'display'],
  ['7 display', 'site.example', 'banner', '', 'display'],
  ['7 display', 'site.example', 'expandable', '', 'display'],
  ['7 display', 'site.example', 'interstitial', '', 'display'],
  ['7 display', 'site.example', 'cpm', '', 'display'],
  ['8 paid other', 'site.example', 'cpc', '', 'display'],
  ['8 paid other', 'site.example', 'paid-placement', '', 'display'],
  ['9 organic shopping', 'ebay', 'link', '', 'marketplace'],
  ['9 organic shopping, by campaign', 'site.example', 'link', 'shop', 'marketplace'],
  ['10 organic social', 'xing', 'beitrag', '', 'organic_social'],
  ...['social', 'social-network', 'social-media', 'sm', 'social network', 'Social Media'].map(
    (medium) => ['10 organic social', 'site.example', medium, '', 'organic_social'] as const,
  ),
  ['11 organic video', 'vimeo', '', '', 'organic_video'],
  ['11 organic video', 'site.example', 'my-video-x', '', 'organic_video'],
  ['12 organic search', 'duckduckgo', '', '', 'organic_search'],
  ['12 organic search', 'site.example', 'organic', '', 'organic_search'],
  ['13 referral', 'site.example', 'referral', '', 'referral'],
  ['13 referral', 'site.example', 'app', '', 'referral'],
  ['13 referral', 'site.example', 'link', '', 'referral'],
  ...['email', 'e-mail', 'e_mail', 'e mail'].flatMap(
    (word) =>
      [
        ['14 email, by medium', 'site.example', word, '', 'email'],
        ['14 email, by source', word, 'x', '', 'email'],
      ] as const,
  ),
  ['15 affiliates', 'site.example', 'affiliate', '', 'affiliate'],
  ['16 audio', 'site.example', 'audio', '', 'ad_offline'],
  ['17 SMS, by medium', 'site.example', 'sms', '', 'messenger'],
  ['17 SMS, by source', 'sms', 'x', '', 'messenger'],
  ['18 mobile push', 'site.example', 'webpush', '', 'messenger'],
  ['18 mobile push', 'site.example', 'mobile-x', '', 'messenger'],
  ['18 mobile push', 'site.example', 'app-notification', '', 'messenger'],
  ['18 mobile push', 'firebase', 'x', '', 'messenger'],
  ['unassigned', 'xyz', 'qqq', '', 'not_assignable'],
]
for (const [row, source, medium, campaign, channel] of GA4) {
  test(`GA4 row ${row}: ${source} / ${medium} ${campaign} is ${channel}`, () => {
    assert.equal(tagged(source, medium, campaign).channel, channel)
  })
}

// The order of Regelkreis, rules 3 to 13 of the design page "tracking".
const visits: readonly (readonly [
  search: string,
  referrer: string,
  channel: string,
  rule: string,
  used: string,
])[] = [
  ...(
    [
      ['qr', 'ad_offline'],
      ['print', 'ad_offline'],
      ['flyer', 'ad_offline'],
      ['plakat', 'ad_offline'],
      ['messe', 'trade_fair'],
      ['tradeshow', 'trade_fair'],
      ['event', 'event'],
      ['webinar', 'event'],
      ['mailing', 'direct_mail'],
      ['post', 'direct_mail'],
      ['tel', 'telephone'],
      ['phone', 'telephone'],
      ['call', 'telephone'],
    ] as const
  ).map(
    ([medium, channel]) =>
      [
        `?utm_source=hannover&utm_medium=${medium.toUpperCase()}`,
        'https://www.google.de/',
        channel,
        '3.offline_medium',
        `medium=${medium}`,
      ] as const,
  ),
  [
    '?utm_source=linkedin&utm_medium=post',
    '',
    'organic_social',
    '8.known_source',
    'source=linkedin',
  ],
  ['?utm_campaign=a-cross-network', '', 'display', '4.cross_network', 'campaign=a-cross-network'],
  // 5, by medium and by click ids that only paid clicks carry
  [
    '?utm_source=google&utm_medium=cpc',
    '',
    'paid_search',
    '5.paid_medium',
    'medium=cpc, source=google',
  ],
  ['?utm_medium=paid-social', '', 'paid_social', '5.paid_medium', 'medium=paid-social'],
  ['?utm_source=x1&utm_medium=paid_video', '', 'paid_video', '5.paid_medium', 'medium=paid_video'],
  [
    '?utm_medium=cpc',
    'https://www.linkedin.com/',
    'paid_social',
    '5.paid_medium',
    'medium=cpc, referrer=linkedin.com',
  ],
  [
    '?utm_source=x1&utm_medium=cpc&li_fat_id=1',
    '',
    'paid_social',
    '5.paid_medium',
    'medium=cpc, click_id=li_fat_id',
  ],
  [
    '?utm_source=x1&utm_medium=cpc&fbclid=1',
    '',
    'paid_social',
    '5.paid_medium',
    'medium=cpc, click_id=fbclid',
  ],
  ...(
    [
      ['gclid', 'paid_search'],
      ['gbraid', 'paid_search'],
      ['wbraid', 'paid_search'],
      ['gad_source', 'paid_search'],
      ['msclkid', 'paid_search'],
      ['li_fat_id', 'paid_social'],
      ['ttclid', 'paid_social'],
      ['twclid', 'paid_social'],
      ['rdt_cid', 'paid_social'],
      ['dclid', 'display'],
    ] as const
  ).map(([id, channel]) => [`?${id}=1`, '', channel, '5.paid_click_id', `click_id=${id}`] as const),
  [
    '?gclid=1',
    'https://www.youtube.com/',
    'paid_video',
    '5.paid_click_id',
    'click_id=gclid, referrer=youtube.com',
  ],
  ['?utm_source=adwords', '', 'paid_search', '5.paid_source', 'source=adwords'],
  // never paid because the source is google, or because Meta added its id
  ['?utm_source=google', '', 'organic_search', '8.known_source', 'source=google'],
  [
    '?utm_source=google&utm_medium=organic',
    '',
    'organic_search',
    '8.known_source',
    'source=google',
  ],
  ['?fbclid=1', '', 'organic_social', '8.social_click_id', 'click_id=fbclid'],
  [
    '?fbclid=1',
    'https://l.facebook.com/',
    'organic_social',
    '8.social_click_id',
    'click_id=fbclid',
  ],
  [
    '?utm_source=facebook&utm_medium=social&fbclid=1',
    '',
    'organic_social',
    '8.known_source',
    'source=facebook',
  ],
  ['?utm_source=portal&utm_medium=banner', '', 'display', '6.display_medium', 'medium=banner'],
  // 7, before organic search
  ['?utm_source=chatgpt.com', '', 'ai_assistant', '7.ai_assistant', 'source=chatgpt.com'],
  ['', 'https://chatgpt.com/', 'ai_assistant', '7.ai_referrer', 'referrer=chatgpt.com'],
  [
    '',
    'https://gemini.google.com/app',
    'ai_assistant',
    '7.ai_referrer',
    'referrer=gemini.google.com',
  ],
  [
    '',
    'https://www.perplexity.ai/search',
    'ai_assistant',
    '7.ai_referrer',
    'referrer=perplexity.ai',
  ],
  [
    '?utm_source=x1&utm_medium=ai-assistant',
    '',
    'ai_assistant',
    '7.ai_assistant',
    'medium=ai-assistant',
  ],
  // 8 by referrer, with the additions for Germany, Austria and Switzerland
  ['', 'https://www.google.co.uk/', 'organic_search', '8.known_referrer', 'referrer=google.co.uk'],
  ['', 'https://www.ecosia.org/', 'organic_search', '8.known_referrer', 'referrer=ecosia.org'],
  [
    '',
    'https://www.startpage.com/',
    'organic_search',
    '8.known_referrer',
    'referrer=startpage.com',
  ],
  ['', 'https://metager.de/meta', 'organic_search', '8.known_referrer', 'referrer=metager.de'],
  ['', 'https://www.xing.com/', 'organic_social', '8.known_referrer', 'referrer=xing.com'],
  ['', 'https://www.kununu.com/de', 'organic_social', '8.known_referrer', 'referrer=kununu.com'],
  [
    '',
    'android-app://com.linkedin.android/',
    'organic_social',
    '8.known_referrer',
    'referrer=com.linkedin.android',
  ],
  ['', 'https://www.wlw.de/', 'marketplace', '8.known_referrer', 'referrer=wlw.de'],
  ['', 'https://www.europages.de/', 'marketplace', '8.known_referrer', 'referrer=europages.de'],
  [
    '',
    'https://www.industrystock.com/',
    'marketplace',
    '8.known_referrer',
    'referrer=industrystock.com',
  ],
  ['', 'https://www.gutefrage.net/', 'community', '8.known_referrer', 'referrer=gutefrage.net'],
  ['', 'https://www.vdma.org/', 'community', '8.known_referrer', 'referrer=vdma.org'],
  ['', 'https://m.youtube.com/', 'organic_video', '8.known_referrer', 'referrer=m.youtube.com'],
  // 9
  ['?utm_source=newsletter', '', 'email', '9.email', 'source=newsletter'],
  ['?utm_source=nl&utm_campaign=mai', '', 'email', '9.email', 'source=nl'],
  ['', 'https://mail.google.com/', 'email', '9.mail_referrer', 'referrer=mail.google.com'],
  ['', 'https://outlook.live.com/', 'email', '9.mail_referrer', 'referrer=outlook.live.com'],
  ['', 'https://navigator.gmx.net/', 'email', '9.mail_referrer', 'referrer=navigator.gmx.net'],
  ['', 'https://navigator.web.de/', 'email', '9.mail_referrer', 'referrer=navigator.web.de'],
  ['', 'https://suche.web.de/', 'organic_search', '8.known_referrer', 'referrer=suche.web.de'],
  ['', 'https://webmail.example.org/', 'email', '9.mail_referrer', 'referrer=webmail.example.org'],
  // 10, 11
  ['?utm_source=haendler&utm_medium=partner', '', 'partner', '10.partner_medium', 'medium=partner'],
  ['', 'https://wa.me/', 'messenger', '10.message_referrer', 'referrer=wa.me'],
  ['', 'https://fachmagazin.example/a', 'referral', '11.referrer', 'referrer=fachmagazin.example'],
  ['', 'https://docs.google.com/', 'referral', '11.referrer', 'referrer=docs.google.com'],
  // 12: no referrer, no UTM, no click id; returns from payment, sign-in, booking and forms
  ['', '', 'direct', '12.direct', ''],
  ['', 'https://www.muster.example/', 'direct', '12.direct', ''],
  ['', 'https://www.paypal.com/', 'direct', '12.direct', ''],
  ['', 'https://login.microsoftonline.com/', 'direct', '12.direct', ''],
  ['', 'https://calendly.com/', 'direct', '12.direct', ''],
  ['', 'https://muster.typeform.com/', 'direct', '12.direct', ''],
  // 13: never folded into direct
  [
    '?utm_source=xyz&utm_medium=qqq',
    '',
    'not_assignable',
    '13.no_rule_matched',
    'source=xyz, medium=qqq',
  ],
  ['?utm_campaign=mai', '', 'not_assignable', '13.no_rule_matched', 'campaign=mai'],
  ['?utm_content=x', '', 'not_assignable', '13.no_rule_matched', ''],
  // an incomplete set of UTM does not erase the referrer
  [
    '?utm_medium=x1',
    'https://www.google.com/',
    'organic_search',
    '8.known_referrer',
    'referrer=google.com',
  ],
  [
    '?utm_campaign=mai',
    'https://www.linkedin.com/',
    'organic_social',
    '8.known_referrer',
    'referrer=linkedin.com',
  ],
  // precedence: list of sources, then medium, then referrer
  [
    '?utm_source=linkedin&utm_medium=organic',
    '',
    'organic_social',
    '8.known_source',
    'source=linkedin',
  ],
  [
    '?utm_source=x1&utm_medium=email',
    'https://www.google.com/',
    'email',
    '9.email',
    'medium=email',
  ],
]
for (const [search, referrer, channel, rule, used] of visits) {
  test(`visit: "${search}" from "${referrer}" is ${channel}`, () => {
    const found = visit(search, referrer)
    assert.deepEqual([found.channel, found.rule, found.used], [channel, rule, used])
  })
}

test('visit: source and medium are merged field by field', () => {
  const shown = (search: string, referrer: string) => {
    const { source, medium, campaign } = visit(search, referrer)
    return [source, medium, campaign]
  }
  const google = 'https://www.google.com/'
  assert.deepEqual(shown('', google), ['google.com', 'organic', null])
  assert.deepEqual(shown('', 'https://a.example/'), ['a.example', 'referral', null])
  assert.deepEqual(shown('?utm_medium=Social', google), ['google.com', 'social', null])
  assert.deepEqual(shown('?utm_source=FB', google), ['facebook', null, null])
  assert.deepEqual(shown('?utm_campaign=Mai', google), ['google.com', 'organic', 'mai'])
  assert.deepEqual(shown('', ''), [null, null, null])
})

test('visit: the channel of a link comes first, whatever the address says', () => {
  const given = { channel: 'trade_fair', by: 'link=Stand 12' }
  const found = visit('?utm_source=google&utm_medium=cpc&gclid=1', '', { given })
  assert.deepEqual(
    [found.channel, found.rule, found.used],
    ['trade_fair', '1.own_channel', 'link=Stand 12'],
  )
})

const own = OwnRules.parse([
  {
    name: 'Verband',
    channel: 'partner',
    match: 'all',
    conditions: [
      { field: 'referrer', comparison: 'ends', value: 'vdma.org' },
      { field: 'landing', comparison: 'starts', not: true, value: '/jobs' },
    ],
  },
  {
    name: 'Influencer',
    channel: 'influencer',
    match: 'any',
    conditions: [
      { field: 'campaign', comparison: 'matches', value: '^(inf|Creator)-\\d+$' },
      { field: 'source', comparison: 'is', value: 'Podcast' },
    ],
  },
])
const { compiled: ownRules } = compileRules(own, compilePattern)

test("visit: the company's own rules come before the built-in ones and name themselves", () => {
  const found = visit('?utm_source=linkedin&utm_medium=cpc&utm_campaign=CREATOR-12', '', {
    ownRules,
  })
  assert.deepEqual(
    [found.channel, found.rule, found.used],
    ['influencer', '2.own_rule', 'Influencer: campaign=creator-12'],
  )
  assert.equal(visit('?utm_source=podcast', '', { ownRules }).channel, 'influencer')
  assert.equal(visit('', 'https://www.vdma.org/', { ownRules }).channel, 'partner')
})

test('visit: "all" needs every condition, a turned one included', () => {
  const jobs = evidenceOf('https://muster.example/jobs/1', 'https://www.vdma.org/', around)
  assert.equal(webChannel(jobs, { ownRules }).channel, 'community')
})

test('own rules: a pattern that is none is named, and its rule asked no more', () => {
  const [rule] = OwnRules.parse([
    {
      name: 'x',
      channel: 'email',
      match: 'any',
      conditions: [
        { field: 'source', comparison: 'is', value: 'a' },
        { field: 'source', comparison: 'matches', value: '(' },
      ],
    },
  ])
  assert(rule)
  const { compiled, broken } = compileRules([rule], compilePattern)
  assert.deepEqual([compiled.length, broken], [0, [{ rule: 0, condition: 1 }]])
})

test('own rules: a pattern made to take for ever does not', () => {
  const slow = compilePattern('^(a+)+$')
  assert(slow)
  const start = performance.now()
  assert.equal(slow(`${'a'.repeat(254)}b`), false)
  // An engine that backtracks needs 2^254 steps.
  assert(performance.now() - start < 1000)
  assert.equal(compilePattern('(?=a)'), null)
})

test('visit: a word that every object knows is a word like any other', () => {
  for (const word of ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty']) {
    assert.equal(tagged(word, word, word).channel, 'not_assignable', word)
    assert.equal(channelOf({ source: word, medium: word }).channel, 'not_assignable', word)
    assert.equal(channelOf({ source: word }).channel, 'not_assignable', word)
    assert.equal(checkedUtm({ source: word, medium: word }).utm.medium, utmWord(word))
  }
})

const PIECES = [
  ...[
    'utm_source=',
    'utm_medium=',
    'utm_campaign=',
    'gclid=',
    'fbclid=',
    '&',
    '?',
    '#',
    '%00',
    '%E4',
    '%',
  ],
  ...[
    'https://',
    'android-app://',
    'google',
    'constructor',
    '__proto__',
    '.',
    '*',
    'ä',
    '\ud800',
    '(',
    '//',
    '@',
  ],
  ...['[::1]', '\n', 'paid', 'shop', 'a'.repeat(300)],
]

test('visit: whatever the address and the referrer are made of, there is a channel of the list', () => {
  const any = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(any, any, (search, referrer) => {
      const found = visit(`?${search}`, referrer)
      assert(CHANNEL_IDS.includes(found.channel))
      assert.doesNotMatch(JSON.stringify(found), /\\u0000|\\ud800/)
    }),
    { numRuns: 5000 },
  )
})

test('rules: every one gives a channel of the list and has words in both languages', () => {
  assert(CHANNEL_RULES.length > 20)
  for (const { id, number } of CHANNEL_RULES) {
    assert.notEqual(channelRuleText(`${number}.${id}`).de, `${number}.${id}`, id)
  }
  for (const id of ['1.own_channel', '2.own_rule', '12.direct', '13.no_rule_matched']) {
    assert.notEqual(channelRuleText(id).de, id)
  }
  for (const [, , channel] of visits) assert(CHANNEL_IDS.includes(channel), channel)
})

test('lists: every host has one kind, is written plainly, and is found under its subdomains', () => {
  const all = Object.entries(SOURCE_LISTS).flatMap(([kind, { hosts }]) =>
    hosts.filter((host) => host !== '').map((host) => ({ kind, host })),
  )
  assert(all.length > 300, `${all.length}`)
  const twice = all.filter(({ host }, index) => all.findIndex((one) => one.host === host) !== index)
  assert.deepEqual(twice, [])
  assert.deepEqual(
    all.filter(({ host }) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*(\.\*)?$/.test(host)),
    [],
  )
  for (const { kind, host } of all) {
    const sample = host.replace('.*', '.co.uk')
    assert.equal(kindOfHost(`sub.${sample}`) ?? 'site', kind, host)
  }
})

test('lists: a name that only looks like a known one is not', () => {
  for (const host of [
    'notgoogle.com',
    'google.example.org',
    'x.example.com',
    'linkedin.com.evil.example',
  ]) {
    assert.equal(kindOfHost(host), null, host)
  }
})
