// Landings as a whole: address and referrer to channel, in every order of the parameters and with every host on the way.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OFFLINE_MEDIA } from './channel-words.ts'
import { CLICK_IDS } from './click-ids.ts'
import { evidenceOf } from './evidence.ts'
import { EXCLUDED_HOSTS } from './source-lists.ts'
import { webChannel } from './web-channel.ts'

const around = {
  ownDomains: new Set(['muster.example']),
  excludedHosts: new Set(EXCLUDED_HOSTS),
  registrableDomain: () => null,
}
const landing = (search: string, referrer = '') =>
  webChannel(evidenceOf(`https://muster.example/seite${search}`, referrer, around))

function* orders<T>(items: readonly T[]): Generator<readonly T[]> {
  if (items.length === 0) yield []
  for (const [index, item] of items.entries()) {
    for (const rest of orders(items.toSpliced(index, 1))) yield [item, ...rest]
  }
}

const PARAMETERS = [
  'utm_source=google',
  'utm_medium=cpc',
  'utm_campaign=mai',
  'gclid=G1',
  'fbclid=F1',
]

test('landing: whichever parameters there are, their order makes no difference', () => {
  let seen = 0
  for (let chosen = 1; chosen < 2 ** PARAMETERS.length; chosen += 1) {
    const given = PARAMETERS.filter((_one, index) => chosen & (1 << index))
    const expected = landing(`?${given.join('&')}`)
    for (const order of orders(given)) {
      assert.deepEqual(landing(`?${order.join('&')}`), expected, order.join('&'))
      seen += 1
    }
  }
  // 5 + 5·4 + 5·4·3 + 5·4·3·2 + 5·4·3·2·1
  assert.equal(seen, 5 + 20 + 60 + 120 + 120)
})

test('landing: which parameters there are does make a difference', () => {
  const channels = [
    ['?fbclid=F1', 'organic_social'],
    ['?fbclid=F1&gclid=G1', 'paid_search'],
    ['?utm_campaign=mai&fbclid=F1', 'organic_social'],
    ['?utm_source=google', 'organic_search'],
    ['?utm_source=google&gclid=G1', 'paid_search'],
    ['?utm_source=google&utm_medium=cpc&fbclid=F1', 'paid_search'],
    ['?utm_campaign=mai', 'not_assignable'],
  ] as const
  for (const [search, channel] of channels) assert.equal(landing(search).channel, channel, search)
})

test('landing: a campaign of 300 characters is cut to 255 and decides as before', () => {
  const name = `cross-network-${'ä'.repeat(300)}`
  const found = landing(`?utm_campaign=${encodeURIComponent(name)}`)
  assert.equal(found.channel, 'display')
  assert.equal(found.campaign, name.slice(0, 255))
})

test('landing: whoever comes back from any payment, sign-in, booking or form is nobody new', () => {
  assert(EXCLUDED_HOSTS.length > 50)
  for (const host of EXCLUDED_HOSTS) {
    for (const from of [host, `sub.${host}`]) {
      assert.equal(landing('', `https://${from}/zurueck?x=1`).rule, '12.direct', from)
    }
    // The campaign that the address names counts all the same.
    assert.equal(landing('?utm_medium=email', `https://${host}/`).channel, 'email', host)
  }
})

test('landing: ChatGPT is an AI assistant however it says so', () => {
  for (const [search, referrer] of [
    ['?utm_source=chatgpt.com', ''],
    ['?utm_source=chatgpt.com', 'https://chatgpt.com/'],
    ['', 'https://chatgpt.com/'],
    ['', 'https://www.chatgpt.com/c/1'],
    ['', 'android-app://com.openai.chatgpt/'],
    ['?utm_source=ChatGPT&utm_medium=referral', ''],
  ] as const) {
    assert.equal(landing(search, referrer).channel, 'ai_assistant', `${search} ${referrer}`)
  }
})

test('landing: every offline medium decides before source, click id and referrer', () => {
  for (const [medium, channel] of Object.entries(OFFLINE_MEDIA)) {
    const search = `?utm_source=hannover&utm_medium=${medium}&gclid=1`
    assert.equal(landing(search, 'https://www.google.com/').channel, channel, medium)
  }
})

test('landing: of all click ids only those of paid clicks make a click paid', () => {
  const paid = ['paid_search', 'paid_social', 'display']
  for (const [id, { isPaid }] of Object.entries(CLICK_IDS)) {
    assert.equal(paid.includes(landing(`?${id}=1`).channel), isPaid, id)
  }
})
