import { type Kysely, sql } from 'kysely'
import { text } from '#kernel/fields.ts'
import { addDays, type IsoDate, type Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { dayOf, startOfDay } from '#kernel/zone.ts'
import { CHANGE_RULES, consentJump, suddenDrop, type WeekdayCounts } from '../sudden-changes.ts'
import { refreshTraffic, type TrafficClock } from './traffic-count.ts'
import { readConsent } from './traffic-read.ts'

/** A change that was found: noted once under its key; a key with a day also keeps quiet for a while after it. */
type Found = {
  readonly key: string
  /** Nothing is noted when the same thing was noted this many days ago or later. */
  readonly quietDays: number | null
  readonly kind: 'script' | 'consent' | 'other'
  readonly note: Text
}

const percent = (share: number) => `${Math.round(share * 100)} %`
const count = (value: number) => String(Math.round(value))

/** How many days back the daily look goes, for days on which no server ran. */
const DAYS_BACK = 7

/** Looks for changes of the last complete days and notes each of them in the diary once. Returns how many. */
export async function noteChanges<DB>(
  db: Kysely<DB>,
  clock: TrafficClock,
  language: 'de' | 'en',
): Promise<number> {
  const today = dayOf(clock.now.getTime(), clock.timeZone)
  await refreshTraffic(db, clock)
  let noted = 0
  for (let back = DAYS_BACK; back >= 1; back -= 1) {
    const date = addDays(today, -back)
    const found = [
      ...(await drops(db, date)),
      ...(await newSources(db, date)),
      ...(await consentJumps(db, date)),
      ...(await newScripts(db, date, clock.timeZone)),
    ]
    for (const change of found)
      noted += (await noteOnce(db, date, change, { now: clock.now, language })) ? 1 : 0
  }
  return noted
}

async function noteOnce<DB>(
  db: Kysely<DB>,
  date: IsoDate,
  { key, quietDays, kind, note }: Found,
  { now, language }: { readonly now: Date; readonly language: 'de' | 'en' },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // Two servers that look at once: the second waits and finds it noted.
    await sql`select pg_advisory_xact_lock(hashtext('tracking.found_change'))`.execute(tx)
    const full = quietDays === null ? key : `${key}@${date}`
    const { rows } = await sql`
      select from tracking.found_change
       where key = ${full} or (${quietDays !== null} and starts_with(key, ${`${key}@`})
         and substr(key, ${key.length + 2})::date > ${date}::date - ${quietDays ?? 0}::integer
         and substr(key, ${key.length + 2})::date <= ${date}::date)
       limit 1`.execute(tx)
    if (rows.length > 0) return false
    await sql`
      with note as (
        insert into tracking.change_note (date, kind, note) values (${date}::date, ${kind}, ${note[language]}) returning id
      )
      insert into tracking.found_change (key, found_at, note_id) select ${full}, ${now}, id from note`.execute(
      tx,
    )
    return true
  })
}

/** Sources whose visits of the day lie far below their weekday; where the whole website does, only that is said. */
async function drops<DB>(db: Kysely<DB>, date: IsoDate): Promise<readonly Found[]> {
  const { rows } = await sql<WeekdayRow>`
    with whole as (
      select website, date, part, key, visits from tracking.traffic_day
       where part in ('visit', 'source') and channel = ''
         and date = any(array(select ${date}::date - 7 * week from generate_series(0, ${CHANGE_RULES.weeks}) week))
    ), measured as (
      -- Weeks in which the website was not measured at all say nothing.
      select website, date from whole where part = 'visit' and date < ${date}::date
    ), asked as (
      select distinct website, part, key from whole where date < ${date}::date
    )
    select asked.website, website.name, asked.part = 'visit' as "isWhole", asked.key,
           coalesce(max(today.visits), 0) as visits,
           array_agg(coalesce(earlier.visits, 0) order by measured.date desc) as "weeksBefore"
      from asked
      join tracking.website on website.number = asked.website
      join measured on measured.website = asked.website
      left join whole earlier on earlier.website = asked.website and earlier.part = asked.part
       and earlier.key = asked.key and earlier.date = measured.date
      left join whole today on today.website = asked.website and today.part = asked.part
       and today.key = asked.key and today.date = ${date}::date
     group by 1, 2, 3, 4`.execute(db)
  const found = rows.flatMap((row) => {
    const drop = suddenDrop(row)
    return drop ? [{ ...row, drop }] : []
  })
  const silent = new Set(found.flatMap(({ isWhole, website }) => (isWhole ? [website] : [])))
  return found
    .filter(({ isWhole, website }) => isWhole || !silent.has(website))
    .map(({ isWhole, website, name, key, visits, drop }) => {
      const counts = {
        visits: count(visits),
        expected: count(drop.expected),
        least: count(drop.least),
      }
      return {
        key: isWhole ? `drop:${website}` : `drop:${website}:${key}`,
        quietDays: CHANGE_RULES.quietDays,
        kind: 'other',
        note: text(
          `${name}: ${isWhole ? 'Besuche' : `Besuche von „${key}“`} eingebrochen: ${counts.visits} statt etwa ${counts.expected} wie sonst an diesem Wochentag (mindestens ${counts.least} waren zu erwarten).`,
          `${name}: ${isWhole ? 'visits' : `visits from “${key}”`} collapsed: ${counts.visits} instead of about ${counts.expected} as usual on this weekday (at least ${counts.least} were to be expected).`,
        ),
      }
    })
}

type WeekdayRow = WeekdayCounts & {
  readonly website: number
  readonly name: string
  readonly isWhole: boolean
  readonly key: string
}

/** Sources that no rule knows, on the first day on which they bring some visits. */
async function newSources<DB>(db: Kysely<DB>, date: IsoDate): Promise<readonly Found[]> {
  const { rows } = await sql<{ website: number; name: string; key: string; visits: number }>`
    select day.website, website.name, day.key, day.visits
      from tracking.traffic_day day join tracking.website on website.number = day.website
     where day.part = 'source' and day.channel = 'not_assignable' and day.date = ${date}::date
       and day.visits >= ${CHANGE_RULES.newSourceVisits}`.execute(db)
  return rows.map(({ website, name, key, visits }) => ({
    key: `source:${website}:${key}`,
    quietDays: null,
    kind: 'other',
    note: text(
      `${name}: neue Quelle „${key}“, die keine Kanalregel kennt (${visits} Besuche an diesem Tag).`,
      `${name}: new source “${key}” that no channel rule knows (${visits} visits on this day).`,
    ),
  }))
}

/** The consent rate of a week against that of the four weeks before. */
async function consentJumps<DB>(db: Kysely<DB>, date: IsoDate): Promise<readonly Found[]> {
  const until = addDays(date, 1)
  const from = addDays(until, -CHANGE_RULES.consentDays)
  const counted = async (period: Period) => {
    const given = await readConsent(db, period)
    const [none, statistics, marketing] = ['n', 's', 'm'].map((state) => given.get(state) ?? 0) as [
      number,
      number,
      number,
    ]
    return { consented: statistics + marketing, visitors: none + statistics + marketing }
  }
  const before = { from: addDays(from, -CHANGE_RULES.consentDaysBefore), until: from }
  const jump = consentJump(await counted({ from, until }), await counted(before))
  if (!jump) return []
  const [rate, rateBefore] = [percent(jump.rate), percent(jump.rateBefore)]
  const note = text(
    `Einwilligungsquote dieser Woche ${rate} statt ${rateBefore} in den vier Wochen davor.`,
    `Consent rate of this week ${rate} instead of ${rateBefore} in the four weeks before.`,
  )
  return [{ key: 'consent', quietDays: CHANGE_RULES.quietDays, kind: 'consent', note }]
}

/** Versions of the script that were not seen before; the first one of a website is no change. */
async function newScripts<DB>(
  db: Kysely<DB>,
  date: IsoDate,
  timeZone: string,
): Promise<readonly Found[]> {
  const from = new Date(startOfDay(date, timeZone))
  const until = new Date(startOfDay(addDays(date, 1), timeZone))
  const { rows } = await sql<{
    website: number
    name: string
    version: string
    before: string | null
  }>`
    select seen.website, website.name, seen.script_version as version, earlier.script_version as before
      from (select distinct website, script_version from tracking.visit
             where started_at >= ${from} and started_at < ${until} and script_version is not null and bot is null) seen
      join tracking.website on website.number = seen.website
      left join lateral (
        select script_version from tracking.visit
         where website = seen.website and started_at >= ${from}::timestamptz - interval '14 days' and started_at < ${from}
           and script_version is not null and script_version <> seen.script_version and bot is null
         limit 1
      ) earlier on true
     where not exists (
       select from tracking.found_change
        where key = concat('script:', seen.website, ':', seen.script_version))`.execute(db)
  return rows.flatMap(({ website, name, version, before }) =>
    before === null
      ? []
      : [
          {
            key: `script:${website}:${version}`,
            quietDays: null,
            kind: 'script' as const,
            note: text(
              `${name}: das Skript meldet sich als Version ${version}, davor als ${before}.`,
              `${name}: the script reports version ${version}, before it ${before}.`,
            ),
          },
        ],
  )
}
