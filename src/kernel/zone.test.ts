import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isoDate } from './period.ts'
import {
  civilMillis,
  civilToInstant,
  dayOf,
  instantToCivil,
  isTimeZone,
  startOfDay,
} from './zone.ts'

const utc = (text: string): number => Date.parse(text)
const at = (civil: string, zone: string) => {
  const { instant, fit } = civilToInstant(civil, zone)
  return [new Date(instant).toISOString(), fit]
}

// Clock changes of the European Union in 2024: 31 March and 27 October, both at 01:00 UTC (directive 2000/84/EC).
test('zone: Berlin is one hour ahead in winter, two in summer', () => {
  assert.deepEqual(at('2024-01-15T12:00:00', 'Europe/Berlin'), [
    '2024-01-15T11:00:00.000Z',
    'exact',
  ])
  assert.deepEqual(at('2024-07-15T12:00:00', 'Europe/Berlin'), [
    '2024-07-15T10:00:00.000Z',
    'exact',
  ])
  assert.deepEqual(at('2024-07-15', 'Europe/Berlin'), ['2024-07-14T22:00:00.000Z', 'exact'])
})

test('zone: a skipped civil time moves forward by the gap', () => {
  assert.deepEqual(at('2024-03-31T01:59:59', 'Europe/Berlin'), [
    '2024-03-31T00:59:59.000Z',
    'exact',
  ])
  assert.deepEqual(at('2024-03-31T02:30:00', 'Europe/Berlin'), ['2024-03-31T01:30:00.000Z', 'gap'])
  assert.deepEqual(at('2024-03-31T03:00:00', 'Europe/Berlin'), [
    '2024-03-31T01:00:00.000Z',
    'exact',
  ])
})

test('zone: a repeated civil time is the earlier one', () => {
  assert.deepEqual(at('2024-10-27T02:30:00', 'Europe/Berlin'), [
    '2024-10-27T00:30:00.000Z',
    'overlap',
  ])
  assert.deepEqual(at('2024-10-27T03:00:00', 'Europe/Berlin'), [
    '2024-10-27T02:00:00.000Z',
    'exact',
  ])
  assert.deepEqual(at('2024-10-27T01:59:59', 'Europe/Berlin'), [
    '2024-10-26T23:59:59.000Z',
    'exact',
  ])
})

test('zone: half-hour zones, the date line and midnight changes', () => {
  assert.deepEqual(at('2024-06-01T00:00', 'Asia/Kolkata'), ['2024-05-31T18:30:00.000Z', 'exact'])
  assert.deepEqual(at('2024-06-01T00:00', 'Pacific/Kiritimati'), [
    '2024-05-31T10:00:00.000Z',
    'exact',
  ])
  // Brazil started summer time at midnight of 2018-11-04: the day began at 01:00
  assert.equal(
    startOfDay(isoDate('2018-11-04'), 'America/Sao_Paulo'),
    utc('2018-11-04T03:00:00.000Z'),
  )
  assert.equal(dayOf(utc('2024-12-31T23:30:00Z'), 'Europe/Berlin'), '2025-01-01')
})

test('zone: names and civil times that do not exist are told apart', () => {
  assert.equal(isTimeZone('Europe/Berlin'), true)
  assert.equal(isTimeZone('UTC'), true)
  assert.equal(isTimeZone('Europe/Bielefeld'), false)
  assert.equal(isTimeZone(''), false)
  assert.equal(civilMillis('2023-02-29'), null)
  assert.equal(civilMillis('2024-02-29T24:00'), null)
  assert.equal(civilMillis('2024-02-29T23:59:59.5'), utc('2024-02-29T23:59:59.500Z'))
})

test('zone: an instant survives the way to civil time and back, overlaps give the earlier one', () => {
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'UTC',
  )
  const second = fc.integer({ min: 0, max: 4_000_000_000 })
  fc.assert(
    fc.property(zone, second, (name, seconds) => {
      const back = civilToInstant(instantToCivil(seconds * 1000, name), name)
      if (back.fit === 'overlap') assert.ok(back.instant <= seconds * 1000)
      else assert.equal(back.instant, seconds * 1000)
    }),
  )
})

test('zone: 100,000 conversions over ten years take less than a second of the processor', () => {
  const civils = Array.from({ length: 100_000 }, (_, index) => {
    const day = new Date(utc('2015-01-01T00:00:00Z') + (index % 3650) * 86_400_000)
    return `${day.toISOString().slice(0, 10)}T08:${10 + (index % 50)}:00`
  })
  const start = process.cpuUsage()
  for (const civil of civils) civilToInstant(civil, 'Europe/Berlin')
  const milliseconds = process.cpuUsage(start).user / 1000
  assert.ok(milliseconds < 1000, `took ${milliseconds.toFixed(0)} ms`)
})
