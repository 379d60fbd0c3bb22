import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { testDatabase } from '../../../test/helpers/database.ts'
import { BUSINESS_DAYS, businessDaysAWeek, businessMinutes } from '../business-hours.ts'

test('business minutes: the database counts as the program does', async () => {
  await using database = await testDatabase()
  const instant = fc.date({
    min: new Date('2024-01-01T00:00:00Z'),
    max: new Date('2028-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  const one = fc.record({
    from: instant,
    until: instant,
    zone: fc.constantFrom('Europe/Berlin', 'UTC', 'America/New_York', 'Australia/Lord_Howe'),
    days: fc.constantFrom(...BUSINESS_DAYS),
    opensAt: fc.integer({ min: 0, max: 700 }),
    closesAt: fc.integer({ min: 701, max: 1440 }),
  })
  const cases = fc.sample(one, { seed: 7, numRuns: 500 })
  const { rows } = await sql<{ minutes: number }>`
    select kpis.business_minutes("from", until, zone, "opensAt", "closesAt", days) as minutes
      from jsonb_to_recordset(${JSON.stringify(
        cases.map((each) => ({ ...each, days: businessDaysAWeek(each.days) })),
      )}::jsonb) as given ("from" timestamptz, until timestamptz, zone text, "opensAt" int, "closesAt" int, days int)
  `.execute(database.db)
  assert.equal(rows.length, cases.length)
  for (const [index, { from, until, zone, ...hours }] of cases.entries()) {
    const expected = businessMinutes(from, until, zone, hours)
    assert(Math.abs((rows[index]?.minutes ?? Number.NaN) - expected) < 1e-6, `case ${index}`)
  }
})
