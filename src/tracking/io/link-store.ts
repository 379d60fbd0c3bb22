import { type QueryExecutorProvider, sql } from 'kysely'
import type { IsoDate } from '#kernel/period.ts'

type AnyDb = QueryExecutorProvider

/** A link as its short address needs it. */
export type StoredLink = {
  readonly id: string
  readonly name: string
  readonly code: string
  readonly address: string
  readonly medium: string | null
  readonly channel: string | null
  readonly campaignId: string | null
  readonly campaignName: string | null
  readonly campaignChannel: string | null
}

const LINK = sql`
  select l.id, l.name, l.code, l.address, l.medium, l.channel, l.campaign_id as "campaignId",
         c.name as "campaignName", c.channel as "campaignChannel"
    from tracking.link l
    left join campaigns.campaign c on c.id = l.campaign_id`

/** The active link with a code, or null. Letters are told apart by size. */
export async function findLinkByCode(db: AnyDb, code: string): Promise<StoredLink | null> {
  const { rows } = await sql<StoredLink>`
    ${LINK} where l.code = ${code} collate "C" and l.active
  `.execute(db)
  return rows[0] ?? null
}

/** Links by id, in the order of the ids. */
export async function findLinks(db: AnyDb, ids: readonly string[]): Promise<StoredLink[]> {
  const { rows } = await sql<StoredLink>`
    ${LINK} where l.id = any(${[...ids]}::uuid[]) order by array_position(${[...ids]}::uuid[], l.id)
  `.execute(db)
  return rows
}

/** Every active link, oldest first, for the report. */
export async function activeLinks(db: AnyDb): Promise<StoredLink[]> {
  const { rows } = await sql<StoredLink>`
    ${LINK} where l.active order by l.created_at, l.id
  `.execute(db)
  return rows
}

/** Counts a call of a link on a civil day. */
export async function countClick(
  db: AnyDb,
  linkId: string,
  day: IsoDate,
  caller: 'person' | 'bot',
): Promise<void> {
  const [clicks, bots] = caller === 'person' ? [1, 0] : [0, 1]
  await sql`
    insert into tracking.link_day as counted (link_id, date, clicks, bot_clicks)
    values (${linkId}::uuid, ${day}::date, ${clicks}, ${bots})
    on conflict (link_id, date) do update
       set clicks = counted.clicks + excluded.clicks,
           bot_clicks = counted.bot_clicks + excluded.bot_clicks
  `.execute(db)
}

export type LinkClicks = {
  readonly id: string
  readonly clicks: number
  readonly botClicks: number
  readonly lastOn: IsoDate
}

/** Calls by link on the civil days [from, until), most called first. */
export async function clicksOf(db: AnyDb, from: IsoDate, until: IsoDate): Promise<LinkClicks[]> {
  const { rows } = await sql<LinkClicks>`
    select link_id as id, sum(clicks)::int as clicks, sum(bot_clicks)::int as "botClicks",
           max(date) as "lastOn"
      from tracking.link_day
     where date >= ${from}::date and date < ${until}::date
     group by link_id
     order by 2 desc, 1
  `.execute(db)
  return rows
}

/** Calls of one link by civil day in [from, until), days without a call left out. */
export async function clickDaysOf(
  db: AnyDb,
  linkId: string,
  from: IsoDate,
  until: IsoDate,
): Promise<{ date: IsoDate; clicks: number; botClicks: number }[]> {
  const { rows } = await sql<{ date: IsoDate; clicks: number; botClicks: number }>`
    select date, clicks, bot_clicks as "botClicks"
      from tracking.link_day
     where link_id = ${linkId}::uuid and date >= ${from}::date and date < ${until}::date
     order by date
  `.execute(db)
  return rows
}

/** Campaigns by their names in small letters; where several are called the same, the newest. */
export async function campaignsByName(
  db: AnyDb,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, lower(name) as name from campaigns.campaign
     where lower(name) = any(${names.map((name) => name.toLowerCase())}::text[])
     order by created_at, id
  `.execute(db)
  return new Map(rows.map(({ id, name }) => [name, id]))
}

/** Which of these codes belong to a link already. */
export async function usedCodes(db: AnyDb, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ code: string }>`
    select code from tracking.link where code collate "C" = any(${[...codes]}::text[])
  `.execute(db)
  return new Set(rows.map(({ code }) => code))
}

/** Campaigns that run or will run and that nobody can be traced to: no active link, no active number. */
export async function campaignsWithoutLink(db: AnyDb): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select c.id, c.name
      from campaigns.campaign c
     where (c.status is null or c.status not in ('done', 'cancelled'))
       and not exists (select from tracking.link l where l.campaign_id = c.id and l.active)
       and not exists (select from tracking.phone_number n where n.campaign_id = c.id and n.active)
     order by c.starts_on desc nulls last, c.name collate "C", c.id
     limit 500
  `.execute(db)
  return rows
}
