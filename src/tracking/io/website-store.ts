import { type Kysely, sql } from 'kysely'
import { TEST_MARK } from '../website.ts'
import type { RecentEvent } from '../website-shapes.ts'

type AnyDb = Kysely<never> | Kysely<unknown>

/** A website as its routes need it. */
export type StoredWebsite = {
  readonly id: string
  readonly number: number
  readonly key: string
  readonly domains: readonly string[]
  readonly scriptAddress: string | null
}

export async function findWebsite(db: AnyDb, id: string): Promise<StoredWebsite | null> {
  const { rows } = await sql<StoredWebsite>`
    select id, number, key, domains, script_address as "scriptAddress"
      from tracking.website where id = ${id}::uuid
  `.execute(db)
  return rows[0] ?? null
}

/** The secret with which servers send events, or null without such a website. */
export async function writeKeyOf(db: AnyDb, id: string): Promise<string | null> {
  const { rows } = await sql<{ writeKey: string }>`
    select write_key as "writeKey" from tracking.website where id = ${id}::uuid
  `.execute(db)
  return rows[0]?.writeKey ?? null
}

/** Makes a new secret; the old one ends at once. */
export async function renewWriteKey(db: AnyDb, id: string): Promise<string | null> {
  const { rows } = await sql<{ writeKey: string }>`
    update tracking.website set write_key = default where id = ${id}::uuid
    returning write_key as "writeKey"
  `.execute(db)
  return rows[0]?.writeKey ?? null
}

const RECENT_MAX = 50

type EventRow = Omit<RecentEvent, 'at'> & { readonly at: Date }

/** What came in from a website since an instant, latest first. */
export async function recentEvents(
  db: AnyDb,
  website: number,
  since: Date,
): Promise<RecentEvent[]> {
  const { rows } = await sql<EventRow>`
    select e.message_id as "messageId", e.at, e.kind, e.name, p.host, p.path, e.target, e.consent,
           v.bot
      from tracking.event e
      left join tracking.page p on p.id = e.page
      left join tracking.visit v on v.id = e.visit_id
     where e.website = ${website} and e.at >= ${since}
     order by e.at desc, e.message_id
     limit ${RECENT_MAX}
  `.execute(db)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

export type SeenHost = {
  readonly host: string
  readonly lastAt: Date
  readonly visits: number
  readonly scriptVersion: string | null
}

/** Hosts on which visits of a website began since an instant, tests apart, with the script of the latest. */
export async function seenHosts(db: AnyDb, website: number, since: Date): Promise<SeenHost[]> {
  const { rows } = await sql<SeenHost>`
    select p.host, max(v.started_at) as "lastAt", count(*)::int as visits,
           (array_agg(v.script_version order by v.started_at desc))[1] as "scriptVersion"
      from tracking.visit v
      join tracking.page p on p.id = v.landing_page
     where v.website = ${website} and v.started_at >= ${since} and v.bot is distinct from ${TEST_MARK}
     group by p.host
     order by p.host collate "C"
  `.execute(db)
  return rows
}

export type SeenWebsite = {
  readonly id: string
  readonly lastAt: Date | null
  readonly visits: number
  readonly scriptVersion: string | null
}

/** The latest visit of every website since an instant, tests apart. */
export async function seenWebsites(db: AnyDb, since: Date): Promise<SeenWebsite[]> {
  const { rows } = await sql<SeenWebsite>`
    select w.id, max(v.started_at) as "lastAt", count(v.id)::int as visits,
           (array_agg(v.script_version order by v.started_at desc))[1] as "scriptVersion"
      from tracking.website w
      left join tracking.visit v
        on v.website = w.number and v.started_at >= ${since} and v.bot is distinct from ${TEST_MARK}
     group by w.id
  `.execute(db)
  return rows
}
