import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BUILT_IN_RULES, withoutWords } from './built-in-rules.ts'
import { CHANNEL_RULES } from './channel-rules.ts'
import {
  type Group,
  type KeptVisit,
  looksAtLanding,
  type Move,
  namedBy,
  reasonsBetween,
  regrouped,
  sumMoves,
  visitDecision,
} from './derivation.ts'
import { diaryNote, moveText, shortNames } from './derivation-texts.ts'
import { evidenceOf } from './evidence.ts'
import { compilePattern } from './io/patterns.ts'
import { compileRules, OwnRules } from './own-rules.ts'
import { EXCLUDED_HOSTS } from './source-lists.ts'
import { webChannel } from './web-channel.ts'

const around = {
  ownDomains: new Set(['muster.example']),
  excludedHosts: new Set(EXCLUDED_HOSTS),
  registrableDomain: () => null,
}
const NO_RULES = { ownRules: [], excludedHosts: new Set<string>() }

/** What a visit keeps of its landing. */
function kept(search: string, referrer: string): KeptVisit & { channel: string; rule: string } {
  const evidence = evidenceOf(`https://muster.example/seite${search}`, referrer, around)
  const { channel, rule, used, source, medium, campaign } = webChannel(evidence)
  return {
    ...{ channel, rule, used, source, medium, campaign },
    hasOtherUtm: evidence.content !== null || evidence.term !== null || evidence.id !== null,
    referrerHost: evidence.referrerHost,
    clickIds: Object.keys(evidence.clickIds).toReversed(),
    landingPath: '',
  }
}

const SOURCES = ['', 'fb', 'adwords', 'linkedin-ads', 'chatgpt.com', 'xing.com', 'nl', 'zzz']
const MEDIA = ['', 'cpc', 'email', 'referral', 'organic', 'social', 'qqq']
const CAMPAIGNS = ['', 'shop', 'mai']
const REFERRERS = ['', 'google.com', 'chatgpt.com', 'xing.com', 'paypal.com', 'fach.example']
const CLICKS = ['', 'gclid', 'fbclid', 'fbclid gclid']

function* landings() {
  for (const source of SOURCES)
    for (const medium of MEDIA)
      for (const campaign of CAMPAIGNS)
        for (const referrer of REFERRERS)
          for (const click of CLICKS) {
            const given = { utm_source: source, utm_medium: medium, utm_campaign: campaign }
            const ids = click.split(' ').filter(Boolean)
            const search = new URLSearchParams({
              ...given,
              ...Object.fromEntries(ids.map((id) => [id, '1'])),
            })
            yield { search: `?${search}`, referrer: referrer && `https://www.${referrer}/` }
          }
}

test('derivation: with the same rules every landing gets the channel that it has', () => {
  let count = 0
  for (const { search, referrer } of landings()) {
    const visit = kept(search, referrer)
    assert.equal(visitDecision(visit, NO_RULES).channel, visit.channel, `${search} ${referrer}`)
    count += 1
  }
  assert.equal(count, 8 * 7 * 3 * 6 * 4)
})

test('derivation: what a referrer filled in is not taken for something named', () => {
  // Expected by the rule of `webChannel`: the referrer fills source and medium where the address names neither.
  const cases: [string, string, object][] = [
    ['', 'https://www.google.com/', { source: null, medium: null }],
    ['', 'https://fach.example/', { source: null, medium: null }],
    ['?utm_medium=email', 'https://fach.example/', { source: null, medium: 'email' }],
    ['?utm_source=fach.example', 'https://fach.example/', { source: 'fach.example', medium: null }],
    ['?utm_source=adwords', '', { source: 'adwords', medium: null }],
    ['', '', { source: null, medium: null }],
  ]
  for (const [search, referrer, expected] of cases) {
    assert.deepEqual(namedBy(kept(search, referrer)), expected, search)
  }
})

test('derivation: a host that was put on the list is no source any more, and comes back when taken off', () => {
  const visit = kept('', 'https://zahlung.example/')
  assert.deepEqual([visit.channel, visit.source], ['referral', 'zahlung.example'])
  const listed = { ownRules: [], excludedHosts: new Set(['zahlung.example']) }
  const now = visitDecision(visit, listed)
  assert.deepEqual(
    [now.channel, now.rule, now.source, now.medium],
    ['direct', '12.direct', null, null],
  )
  const back = visitDecision({ ...visit, ...now }, NO_RULES)
  assert.deepEqual(
    [back.channel, back.source, back.medium],
    ['referral', 'zahlung.example', 'referral'],
  )
})

const own = OwnRules.parse([
  {
    name: 'Verband',
    channel: 'partner',
    match: 'all',
    conditions: [{ field: 'source', comparison: 'is', value: 'FB' }],
  },
])
const { compiled } = compileRules(own, compilePattern)

test('own rules: a source is known by the name it was given and by the one that is used for it', () => {
  const visit = kept('?utm_source=fb', '')
  const now = visitDecision(visit, { ...NO_RULES, ownRules: compiled })
  assert.deepEqual(
    [now.channel, now.rule, now.used],
    ['partner', '2.own_rule', 'Verband: source=fb'],
  )
  const [rule] = OwnRules.parse([
    { ...own[0], conditions: [{ field: 'source', comparison: 'is', value: 'facebook' }] },
  ])
  assert(rule)
  const byName = compileRules([rule], compilePattern).compiled
  assert.equal(visitDecision(visit, { ...NO_RULES, ownRules: byName }).channel, 'partner')
})

const group = (channel: string, rule: string, used: string, count: number): Group<string> => ({
  ...{ evidence: 'x', channel, rule, used, count, ids: [] },
})

test('derivation: another own rule with the same channel is another reason, another writing is none', () => {
  const groups = [
    group('direct', '12.direct', '', 7),
    group('partner', '2.own_rule', 'A: source=x', 3),
    group('partner', '2.own_rule', 'B: source=x', 2),
  ]
  const now = { channel: 'partner', rule: '2.own_rule', used: 'B: source=x' }
  const changed = regrouped(groups, () => now)
  assert.deepEqual(
    changed.map(({ count, isMoved }) => [count, isMoved]),
    [
      [7, true],
      [3, false],
    ],
  )
  const written = group('organic_social', '8.known_source', 'source=fb', 1)
  const same = { channel: 'organic_social', rule: '8.known_source', used: 'source=facebook' }
  assert.deepEqual(
    regrouped([written], () => same),
    [],
  )
})

test('moves: the same ends are one, the largest first', () => {
  const move = (from: string, to: string, count: number) =>
    ({ subject: 'visit', from, to, count }) as const
  assert.deepEqual(
    sumMoves([
      move('direct', 'email', 3),
      move('referral', 'email', 4),
      move('direct', 'email', 2),
    ]),
    [move('direct', 'email', 5), move('referral', 'email', 4)],
  )
})

test('moves: are said as people say them', () => {
  const name = (id: string) => ({ direct: 'Direkt', organic_search: 'Suche (organisch)' })[id] ?? id
  const move: Move = {
    ...{ subject: 'touchpoint', from: 'direct', to: 'organic_search', count: 1204 },
  }
  assert.equal(moveText(move, name, 'de'), '1.204 Kontaktpunkte von Direkt zu Suche (organisch)')
  assert.equal(
    moveText({ ...move, subject: 'visit', count: 1 }, name, 'en'),
    '1 visit from Direkt to Suche (organisch)',
  )
  assert.equal(
    diaryNote({ moves: [move], reasons: ['rules'] }, name, 'de'),
    'Kanäle neu zugeordnet (eigene Kanalregeln geändert): 1.204 Kontaktpunkte von Direkt zu Suche (organisch)',
  )
})

test('moves: names of channels lose what stands in brackets where they can be told apart without', () => {
  const channels = [
    { id: 'organic_search', name: 'Suche (organisch)' },
    { id: 'paid_search', name: 'Suche (bezahlt)' },
    { id: 'direct', name: 'Direkt (kein Verweis, keine Kennung)' },
  ]
  assert.deepEqual(
    [...shortNames(channels).values()],
    ['Suche (organisch)', 'Suche (bezahlt)', 'Direkt'],
  )
})

test('basis: says what differs', () => {
  const before = { rules: 1, settings: 'a b', program: 'x' }
  assert.deepEqual(reasonsBetween(before, { ...before }), [])
  assert.deepEqual(reasonsBetween(before, { ...before, rules: 2, program: 'y' }), [
    'rules',
    'program',
  ])
})

test('rules: only those that look at the page make pages cases of their own', () => {
  assert.equal(looksAtLanding(own), false)
  const condition = { field: 'landing', comparison: 'starts', not: false, value: '/jobs' } as const
  assert.equal(looksAtLanding([{ conditions: [condition] }]), true)
})

test('built-in rules: every one of visits is shown once, in order, with words', () => {
  assert.deepEqual(withoutWords(), [])
  const ids = BUILT_IN_RULES.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  const missing = CHANNEL_RULES.filter(({ id, isForRecords }) => !isForRecords && !ids.includes(id))
  assert.deepEqual(missing, [])
})
