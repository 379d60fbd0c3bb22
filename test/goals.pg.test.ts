// Goals through the whole program as main.ts builds it: how often they were reached, and what would reach them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import type { GoalOverview, GoalTestAnswer } from '../src/tracking/goal-shapes.ts'
import { START_GOALS } from '../src/tracking/start-goals.ts'
import { ask } from './helpers/app.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

async function signedInProgram() {
  const program = await wholeProgram()
  const [email, password] = ['anna@example.com', 'ein langes passwort']
  await createUser(
    program.db,
    { name: 'Anna', email, role: 'viewer' },
    await passwordHash(password),
    NOW,
  )
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password },
  })
  return { ...program, program, cookie }
}
type Program = Awaited<ReturnType<typeof signedInProgram>>

/** Visit 1 of a person, visit 2 of a program; now is 2026-03-02 09:00. */
async function seed(db: Program['db']) {
  await sql`select tracking.make_partitions('2026-01-01', '2026-01-01', '2026-04-01')`.execute(db)
  await sql`
    with page as (
           insert into tracking.page (website, host, path)
           select 1, 'a.example', path from (values ('/danke'), ('/start')) as p (path)
           returning id, path
         ),
         visit as (
           insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages,
                                       events, channel, rule, bot)
           select v.id, 1, gen_random_uuid(), '2026-03-01', '2026-03-01', 's', 1, 0, 'direct', '12', v.bot
             from (values (1, null), (2, 'isbot')) as v (id, bot)
           returning id
         )
    select * from page, visit
  `.execute(db)
}

const addEvent = (
  db: Program['db'],
  event: { at: string; visit: number; kind: string; path?: string; name?: string },
) =>
  sql`
    insert into tracking.event (at, message_id, visit_id, website, kind, consent, page, lag, name)
    values (${event.at}::timestamptz, gen_random_uuid(), ${event.visit}, 1, ${event.kind}, 's',
            (select id from tracking.page where path = ${event.path ?? '/start'}), 0, ${event.name ?? null})
  `.execute(db)

test('goal: the tester counts events and visits of people in 30 days, and names what does not fit', async () => {
  await using site = await signedInProgram()
  const { program, cookie, db } = site
  await seed(db)
  for (const [at, visit, path] of [
    ['2026-03-01T10:00:00Z', 1, '/danke'],
    ['2026-03-01T10:01:00Z', 1, '/danke'],
    ['2026-03-01T10:02:00Z', 1, '/start'],
    ['2026-03-01T10:03:00Z', 2, '/danke'],
    ['2026-01-30T09:00:00Z', 1, '/danke'],
  ] as const) {
    await addEvent(db, { at, visit, path, kind: 'p' })
  }
  await addEvent(db, { at: '2026-03-01T11:00:00Z', visit: 1, kind: 'e', name: 'demo_request' })
  await addEvent(db, { at: '2026-03-01T11:00:00Z', visit: 1, kind: 'f', name: 'demo_request' })
  const tried = async (trigger: string, pattern: string) =>
    (await ask(program, 'POST', '/api/goals/test', { cookie, body: { trigger, pattern } }))
      .body as GoalTestAnswer
  assert.deepEqual(await tried('address', '/DANKE/'), {
    days: 30,
    visits: 1,
    events: 2,
    fits: [{ name: 'a.example/danke', events: 2, lastAt: '2026-03-01T10:01:00.000Z' }],
    others: [{ name: 'a.example/start', events: 1 }],
  })
  const byEvent = await tried('event', 'demo_*')
  assert.deepEqual([byEvent.visits, byEvent.events], [1, 1])
  const nothing = await tried('event', 'newsletter')
  assert.deepEqual([nothing.visits, nothing.events, nothing.fits], [0, 0, []])
  assert.deepEqual(nothing.others, [{ name: 'demo_request', events: 1 }])
})

test('goal: the overview counts what counts, in 30 days and ever', async () => {
  await using site = await signedInProgram()
  const { program, cookie, db } = site
  const { rows } = await sql<{ id: string; pattern: string }>`
    select id, pattern from tracking.goal order by pattern
  `.execute(db)
  assert.deepEqual(
    rows.map(({ pattern }) => pattern),
    START_GOALS.map(({ pattern }) => pattern).toSorted(),
  )
  const id = rows[0]?.id ?? ''
  await sql`
    insert into tracking.goal_reached (goal_id, message_id, at, consent, value, counts)
    select ${id}::uuid, gen_random_uuid(), at::timestamptz, 's', 50000, counts
      from (values ('2026-03-01', true), ('2026-03-02', false), ('2026-01-05', true)) as r (at, counts)
  `.execute(db)
  const { body } = await ask(program, 'GET', '/api/goals/overview', { cookie })
  const item = (body as GoalOverview).items.find((one) => one.id === id)
  assert.deepEqual(item, {
    id,
    reached: 1,
    reachedEver: 2,
    value: 50_000,
    lastAt: '2026-03-02T00:00:00.000Z',
  })
})
