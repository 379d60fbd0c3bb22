import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { channelPlaces, readWeek, splitHours, type WeekPlace } from './week.ts'

const campaign = (label: string): WeekPlace => ({
  channel: 'paid_social',
  campaign_id: `id of ${label}`,
  label,
})
const places = [
  campaign('LinkedIn Fachkräfte'),
  campaign('Herbstmesse 2026'),
  ...channelPlaces('de'),
]

const read = (text: string) =>
  readWeek(text, places).items.map(({ hours, words, place }) => [
    hours,
    words,
    place?.label ?? null,
  ])

test('week: the sentence of the guide', () => {
  assert.deepEqual(read('12 h LinkedIn, 4 h newsletter'), [
    [12, 'LinkedIn', 'LinkedIn Fachkräfte'],
    [4, 'newsletter', 'E-Mail und Newsletter'],
  ])
})

test('week: decimal commas, clock times, minutes, German words', () => {
  assert.deepEqual(read('2,5 Std. für SEO; 1:30 Herbstmesse und 90 min Empfehlung'), [
    [2.5, 'SEO', 'Suche (organisch)'],
    [1.5, 'Herbstmesse', 'Herbstmesse 2026'],
    [1.5, 'Empfehlung', 'Empfehlung (Kunden, Netzwerk)'],
  ])
})

test('week: words may stand before their hours', () => {
  assert.deepEqual(read('LinkedIn 12 h, Newsletter 4,25h'), [
    [12, 'LinkedIn', 'LinkedIn Fachkräfte'],
    [4.25, 'Newsletter', 'E-Mail und Newsletter'],
  ])
})

test('week: words that mean several places mean none, and the choice is offered', () => {
  const { items } = readWeek('3 h Social Media', places)
  assert.equal(items[0]?.place, null)
  assert.deepEqual(
    items[0]?.candidates.map(({ channel }) => channel),
    ['organic_social', 'paid_social'],
  )
})

test('week: what is no time is told, never dropped', () => {
  assert.deepEqual(readWeek('viel Arbeit', places), { items: [], unread: ['viel Arbeit'] })
  const mixed = readWeek('Krank, dann 4 h Newsletter', places)
  assert.deepEqual(mixed.unread, ['Krank, dann'])
  assert.equal(mixed.items.length, 1)
  // a year or an address is no number of hours
  assert.deepEqual(readWeek('Messe 2026', places).items, [])
})

test('week: a usual week of 38.5 h by 2 to 1 is 25.67 and 12.83', () => {
  const shares = [
    { channel: 'email', campaign_id: null, share: 2 },
    { channel: 'trade_fair', campaign_id: null, share: 1 },
  ]
  // 38.5 x 2/3 = 25.667, 38.5 / 3 = 12.833; the last hundredth goes to the larger remainder
  assert.deepEqual(
    splitHours(38.5, shares).map(({ hours }) => hours),
    [25.67, 12.83],
  )
})

test('week: the parts of any week add up', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 9 }),
      (hundredths, weights) => {
        const shares = weights.map((share) => ({ channel: 'email', campaign_id: null, share }))
        const sum = splitHours(hundredths / 100, shares)
          .map(({ hours }) => Math.round(hours * 100))
          .reduce((total, part) => total + part, 0)
        assert.equal(sum, hundredths)
      },
    ),
  )
})

test('week: a campaign that is over is not meant where a channel or a running one is', () => {
  const old = {
    channel: 'paid_social',
    campaign_id: 'old',
    label: 'LinkedIn Herbst 2022',
    isOver: true,
  }
  const running = { channel: 'paid_social', campaign_id: 'new', label: 'LinkedIn Fachkräfte' }
  const placeOf = (text: string, places: readonly WeekPlace[]) =>
    readWeek(text, [...places, ...channelPlaces('de')]).items[0]?.place?.campaign_id
  assert.equal(placeOf('12 h LinkedIn', [old, running]), 'new')
  assert.equal(placeOf('12 h LinkedIn', [old]), null)
  assert.equal(placeOf('12 h LinkedIn Herbst 2022', [old]), 'old')
  const [item] = readWeek('12 h LinkedIn', [old, ...channelPlaces('de')]).items
  assert.equal(item?.candidates.at(-1)?.campaign_id, 'old', 'it can still be chosen')
})
