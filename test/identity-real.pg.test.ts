// Identity on real events: ../shared/data/identity_events (its README says where they come from and what is in them).
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { stitchWaiting } from '../src/tracking/io/stitch.ts'
import { testDatabase } from './helpers/database.ts'

const FOLDER = new URL('../../shared/data/identity_events/', import.meta.url)
const skip = existsSync(FOLDER) ? false : '../shared/data/identity_events is absent'

/** Channels of the file; each stands for another one of ours. */
const CHANNELS: Readonly<Record<string, string>> = {
  display: 'display',
  video: 'paid_video',
  mobile: 'messenger',
  search: 'paid_search',
  social: 'paid_social',
  email: 'email',
  affiliate: 'affiliate',
  native: 'referral',
}

type Row = {
  readonly at: string
  readonly device: string
  readonly user: string
  readonly channel: string
}

const rowsOf = (name: string): Row[] =>
  readFileSync(new URL(name, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [at = '', device = '', user = '', channel = ''] = line.split(',')
      return { at: `${at.replace(' ', 'T')}Z`, device, user, channel }
    })

/** Devices are visitors, events visits, user names contacts, an event with a name a login. */
async function load(db: Kysely<unknown>, rows: readonly Row[]): Promise<void> {
  const visitor = (device: string) => `${device}-0000-4000-8000-000000000000`
  const users = [...new Set(rows.flatMap(({ user }) => (user === '' ? [] : [user])))]
  await sql`insert into crm.contact (last_name, email)
    select name, name || '@example.test' from unnest(${users}::text[]) as name`.execute(db)
  await sql`insert into tracking.visit
      (id, website, visitor, started_at, ended_at, consent, pages, events, channel, rule)
    select number, 1, visitor, at, at, 'm', 1, 0, channel, '5.paid_medium'
      from unnest(${rows.map(({ device }) => visitor(device))}::uuid[], ${rows.map(({ at }) => at)}::timestamptz[],
        ${rows.map(({ channel }) => CHANNELS[channel] ?? '')}::text[]) with ordinality as row (visitor, at, channel, number)`.execute(
    db,
  )
  const logins = rows.flatMap((row, index) =>
    row.user === '' ? [] : [{ ...row, number: index + 1 }],
  )
  await sql`insert into tracking.identity (id, visitor, kind, at, visit_id, email, email_domain)
    select gen_random_uuid(), visitor, 'login', at, number, email, 'example.test'
      from unnest(${logins.map(({ device }) => visitor(device))}::uuid[], ${logins.map(({ at }) => at)}::timestamptz[],
        ${logins.map(({ number }) => number)}::bigint[], ${logins.map(({ user }) => `${user}@example.test`)}::text[])
        as row (visitor, at, number, email)`.execute(db)
}

/** `display, video` by user name, in the order of time and file. */
async function paths(db: Kysely<unknown>): Promise<Record<string, string>> {
  const { rows } = await sql<{ name: string; channels: string[] }>`
    select contact.last_name as name, array_agg(touch.channel order by touch.occurred_at, touch.visit_id) as channels
      from tracking.touchpoint touch join crm.contact on contact.id = touch.contact_id group by 1`.execute(
    db,
  )
  const nameOf = new Map(Object.entries(CHANNELS).map(([name, id]) => [id, name]))
  return Object.fromEntries(
    rows.map(({ name, channels }) => [name, channels.map((id) => nameOf.get(id)).join(', ')]),
  )
}

test('the sample of the task: paths of users over their devices', { skip }, async () => {
  await using database = await testDatabase()
  await load(database.db, rowsOf('sample-event.csv'))
  await stitchWaiting(database.db)
  // output.txt, its last three lines
  const expected = readFileSync(new URL('output.txt', FOLDER), 'utf8')
    .trim()
    .split('\n')
    .slice(-3)
    .map((line) => line.split(': '))
  assert.deepEqual(await paths(database.db), Object.fromEntries(expected))
})

test('7,474 events: every event of an identified device is its user’s, others are nobody’s', {
  skip,
}, async () => {
  await using database = await testDatabase()
  const { db } = database
  const reference = JSON.parse(readFileSync(new URL('reference.json', FOLDER), 'utf8'))
  const rows = rowsOf('event.csv')
  assert.equal(rows.length, reference.rows)
  await load(db, rows)
  await stitchWaiting(db)
  const found = await paths(db)
  assert.equal(Object.keys(found).length, reference.usernames)
  for (const [name, path] of Object.entries(reference.sample_user_paths)) {
    assert.equal(found[name], path, name)
  }
  const longest = Math.max(...Object.values(found).map((path) => path.split(', ').length))
  assert.equal(longest, reference.longest_user_path)
  const { rows: counts } = await sql<Record<string, number>>`
    select (select count(*) from tracking.touchpoint) as touches,
           (select count(distinct visitor) from tracking.visit
             where visitor not in (select visitor from tracking.touchpoint)) as nobody,
           (select count(*) from tracking.identity_range) as ranges,
           (select count(*) from (
             select contact_id from tracking.identity_range group by 1 having count(*) > 1) shared) as with_devices`.execute(
    db,
  )
  // 5,866 events are of the 2,493 devices that ever had a name: counted with a few lines of Python over the file
  assert.deepEqual(counts, [
    {
      touches: 5866,
      nobody: reference.devices_never_identified,
      ranges: reference.devices - reference.devices_never_identified,
      with_devices: reference.usernames_with_more_than_one_device,
    },
  ])
})
