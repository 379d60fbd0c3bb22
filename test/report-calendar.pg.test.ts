// The report calendar: what is planned, what went out, failed, or left somebody out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { reportEntry } from '#decisions/calendar.ts'
import { period } from '#kernel/period.ts'
import { reportsIn } from '#reports/io/report-calendar.ts'
import { testDatabase } from './helpers/database.ts'

const COMPANY = { timeZone: 'Europe/Berlin', readers: ['management'] }

test('a schedule with one mail out, one refused, one person locked out, and the next one', async () => {
  await using database = await testDatabase()
  const { db } = database
  await sql`
    with person as (
      insert into access."user" (name, email, role, active) values
        ('Ada', 'ada@example.com', 'management', true), ('Ben', 'ben@example.com', 'management', false),
        ('Cem', 'cem@example.com', 'management', true), ('Dora', 'dora@example.com', 'viewer', true)
      returning id, name
    ), schedule as (
      insert into reports.schedule (name, kind, rhythm, language, day, clock, owes_from)
      values ('Monatsbericht', 'management', 'month', 'de', 5, '07:00', '2026-01-01') returning id
    ), recipient as (
      insert into reports.recipient (schedule_id, user_id)
      select schedule.id, person.id from schedule, person where person.name in ('Ada', 'Ben', 'Cem')
    ), report as (
      insert into reports.report (kind, rhythm, language, from_date, until_date, made_at, schedule_id, facts)
      select 'management', 'month', 'de', '2026-02-01', '2026-03-01', '2026-03-05T06:00Z', id, '{}' from schedule
      returning id
    )
    insert into reports.delivery (report_id, user_id, state, error, requested_at, sent_at)
    select report.id, person.id, given.state, given.error, given.at::timestamptz, given.sent::timestamptz
      from report
     cross join (values
       ('Ada', 'sent', null, '2026-03-05T06:00Z', '2026-03-05T06:01Z'),
       ('Cem', 'failed', '550 mailbox full', '2026-03-05T06:00Z', null),
       ('Dora', 'failed', 'reports.recipient', '2026-03-31T22:30Z', null)
     ) given (name, state, error, at, sent)
      join person on person.name = given.name`.execute(db)
  const entries = await reportsIn(db, period('2026-03-01', '2026-05-01'), COMPANY)
  assert.deepEqual(
    entries
      .toSorted((a, b) => (a.on < b.on ? -1 : 1))
      .map(({ on, title, deliveries }) => [
        ...[on, title.de],
        deliveries.map(({ name, state, error }) => `${name} ${state} ${error ?? ''}`.trim()),
      ]),
    [
      [
        '2026-03-05',
        'Managementbericht Februar 2026',
        [
          'Ada sent',
          'Cem failed 550 mailbox full',
          // A recipient of the schedule who was not even asked for.
          'Ben left_out reports.recipient',
        ],
      ],
      // 22:30 UTC is 1 April in Berlin.
      [
        '2026-04-01',
        'Managementbericht Februar 2026',
        ['Dora left_out reports.recipient', 'Ben left_out reports.recipient'],
      ],
      // February is made already: March is what comes next.
      [
        '2026-04-05',
        'Managementbericht März 2026',
        ['Ada planned', 'Ben left_out reports.recipient', 'Cem planned'],
      ],
    ],
  )
})

test('a report is done when everybody has it who may', () => {
  const done = (...states: ('planned' | 'waiting' | 'sent' | 'failed' | 'left_out')[]) =>
    reportEntry({
      ...{ on: '2026-03-05', title: { de: '', en: '' }, link: '/reports' },
      deliveries: states.map((state) => ({ name: state, state, error: null })),
    }).done
  assert.equal(done('sent', 'sent', 'left_out'), true)
  assert.equal(done('sent', 'failed'), false)
  assert.equal(done('planned', 'left_out'), false)
  assert.equal(done('left_out'), false)
  assert.equal(done(), false)
})
