import { sql } from 'kysely'
import { addDays, type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import { newId } from '#platform/random.ts'
import type { Db, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { bindingOf, type Records, refuseProblems } from '#platform/records/service.ts'
import { applyWrites, planWrites } from '#platform/records/write.ts'
import { timeEntryKind } from '../hours.ts'
import type { WeekEntry, WeekPreview } from '../ledger-shapes.ts'
import { channelPlaces, readWeek, splitHours, type WeekPlace } from '../week.ts'
import { sharesOf } from './divide.ts'
import { campaignNames } from './overhead-answer.ts'

/** The week, Monday to Monday, that a day lies in. */
export function weekOf(day: IsoDate): Period {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  const from = addDays(day, -weekday)
  return { from, until: addDays(from, 7) }
}

/** What words of a week can mean: the channels, and the campaigns that ran in it before those that did not, newest first. */
async function placesOf(db: Db, week: Period, language: 'de' | 'en'): Promise<WeekPlace[]> {
  const { rows } = await sql<WeekPlace>`
    select channel, id::text as campaign_id, name as label,
           (coalesce(starts_on < ${week.until}::date, true) and coalesce(ends_on >= ${week.from}::date, true)) is false
             as "isOver"
      from campaigns.campaign
     order by "isOver", starts_on desc nulls last, name limit 1000
  `.execute(db)
  return [...rows, ...channelPlaces(language)]
}

type Role = {
  readonly rate: number
  readonly weekly_hours: number | null
  readonly split_id: string | null
}

/** Reads a week as it was typed, with what its role usually does; writes nothing. */
export async function previewWeek(
  db: Db,
  {
    text,
    day,
    role_id,
  }: { readonly text: string; readonly day: string; readonly role_id: string | null },
  language: 'de' | 'en',
): Promise<WeekPreview> {
  const week = weekOf(isoDate(day))
  const places = text.trim() === '' ? [] : await placesOf(db, week, language)
  const { rows } = await sql<Role>`
    select rate, weekly_hours, split_id::text as split_id from costs.work_role where id = ${role_id}::uuid
  `.execute(db)
  const role = rows[0]
  const written = await sql<{ hours: number }>`
    select coalesce(sum(hours), 0) as hours from costs.time_entry
     where from_date >= ${week.from} and from_date < ${week.until} and role_id is not distinct from ${role_id}::uuid
  `.execute(db)
  const { items, unread } = readWeek(text, places)
  return {
    ...week,
    rate: role?.rate ?? null,
    items: items.map(({ place, candidates, ...item }) => ({
      ...item,
      place: place && named(place),
      candidates: candidates.map(named),
    })),
    unread: [...unread],
    usual: role ? await usualWeek(db, role, language) : [],
    written: written.rows[0]?.hours ?? 0,
  }
}

const named = ({ channel, campaign_id, label }: WeekPlace) => ({ channel, campaign_id, label })

async function usualWeek(db: Db, { weekly_hours, split_id }: Role, language: 'de' | 'en') {
  if (split_id === null || weekly_hours === null) return []
  const shares = await sharesOf(db, split_id)
  const campaigns = await campaignNames(
    db,
    shares.flatMap(({ campaign_id }) => campaign_id ?? []),
  )
  const channels = new Map(channelPlaces(language).map(({ channel, label }) => [channel, label]))
  return splitHours(weekly_hours, shares).map(({ hours, share: { channel, campaign_id } }) => ({
    ...{ hours, channel, campaign_id },
    label: (campaign_id === null ? channels.get(channel) : campaigns[campaign_id]) ?? '',
  }))
}

/** Writes a week as time entries under their rules, as one change that can be taken back. Returns how many. */
export async function writeWeek(
  records: Records,
  { day, role_id, items }: WeekEntry,
  context: WriteContext,
): Promise<number> {
  const week = weekOf(isoDate(day))
  const binding = bindingOf(records, timeEntryKind.id)
  return asAction(records, context, { type: 'create', kind: timeEntryKind.id }, async (tx) => {
    const wanted = items.map(({ hours, words, channel, campaign_id }) => ({
      id: newId(),
      before: null,
      changes: {
        from_date: week.from,
        until_date: week.until,
        ...{ hours, role_id, channel, campaign_id },
        description: words === '' ? null : words,
      },
    }))
    const { planned, facts } = await planWrites(tx, binding, wanted, context)
    for (const one of planned) refuseProblems(one)
    await applyWrites(tx, binding, planned, facts, context, records.audit)
    return { result: wanted.length, title: `${week.from}`, count: wanted.length }
  })
}
