import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '../../../test/helpers/database.ts'
import { forgetVisits } from './retention.ts'

const [ANONYMOUS, KNOWN, LASTING] = [1, 2, 3].map(
  (digit) => `00000000-0000-4000-8000-00000000000${digit}`,
)

test('retention: old visits of nobody go, those of known people and younger ones stay', async () => {
  await using database = await testDatabase<unknown>()
  const { db } = database
  await sql`
    insert into tracking.visitor (id, first_at, consent)
    select id::uuid, '2025-01-01', 's' from unnest(array[${ANONYMOUS}, ${KNOWN}, ${LASTING}]) as id
  `.execute(db)
  await sql`
    insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages, events, channel, rule)
    select v.id, 1, v.visitor::uuid, v.at::timestamptz, v.at::timestamptz, 's', 1, 0, 'direct', '12'
      from (values (1, ${ANONYMOUS}, '2025-01-31T23:59:59Z'), (2, ${KNOWN}, '2025-01-01'),
                   (3, ${LASTING}, '2025-01-15'), (4, ${LASTING}, '2025-02-01')) as v (id, visitor, at)
  `.execute(db)
  await sql`
    insert into tracking.identity (id, visitor, kind, at)
    values (gen_random_uuid(), ${KNOWN}::uuid, 'form', '2025-01-01')
  `.execute(db)
  await sql`
    insert into tracking.goal_reached (goal_id, message_id, at, visit_id, visitor, consent, value)
    select id, gen_random_uuid(), '2025-01-31', 1, ${ANONYMOUS}::uuid, 's', 5000 from tracking.goal limit 1
  `.execute(db)
  assert.equal(await forgetVisits(db, new Date('2025-02-01T00:00:00Z')), 2)
  const { rows: visits } = await sql<{ id: number }>`
    select id from tracking.visit order by id
  `.execute(db)
  assert.deepEqual(
    visits.map(({ id }) => id),
    [2, 4],
  )
  const { rows: visitors } = await sql<{ id: string }>`
    select id from tracking.visitor order by id
  `.execute(db)
  assert.deepEqual(
    visitors.map(({ id }) => id),
    [KNOWN, LASTING],
  )
  const { rows: goals } =
    await sql`select visit_id, visitor, value from tracking.goal_reached`.execute(db)
  assert.deepEqual(goals, [{ visit_id: null, visitor: null, value: 5000 }])
  assert.equal(await forgetVisits(db, new Date('2025-02-01T00:00:00Z')), 0)
})
