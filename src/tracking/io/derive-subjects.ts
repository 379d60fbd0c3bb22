import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import type { SourceEvidence } from '../channel-rules.ts'
import {
  type Group,
  type KeptVisit,
  type NewDecision,
  type Regrouped,
  type RuleBasis,
  recordDecision,
  type SubjectId,
  visitDecision,
} from '../derivation.ts'
import { OWN_CHANNEL } from '../web-channel.ts'
import { markVisitDays } from './traffic-marks.ts'

type AnyDb = QueryExecutorProvider | Kysely<unknown>

/** Rows in the order of their ids, from behind `after` on. */
export type Slice = {
  readonly after: string
  readonly size: number
  /** Ids are wanted for writing only: without them a large slice is counted much faster. */
  readonly withIds: boolean
  /** Only where a rule looks at the page. */
  readonly withLanding: boolean
}

export type Part<Evidence> = {
  /** The last id that was looked at; null at the end. */
  readonly last: string | null
  readonly rows: number
  readonly groups: readonly Group<Evidence>[]
}

/** A table whose rows have a channel and keep what it was found by. */
export type Subject<Evidence = unknown> = {
  readonly id: SubjectId
  readonly first: string
  count(db: AnyDb): Promise<number>
  part(db: AnyDb, slice: Slice): Promise<Part<Evidence>>
  decide(evidence: Evidence, basis: RuleBasis): NewDecision
  write(db: AnyDb, changed: readonly Regrouped<Evidence>[]): Promise<void>
}

const Nullable = z.string().nullable()
const Found = {
  channel: z.string(),
  rule: z.string(),
  used: z.string(),
  count: z.number(),
  ids: z.array(z.string()),
}
const VisitRow = z
  .object({
    ...Found,
    source: Nullable,
    medium: Nullable,
    campaign: Nullable,
    hasOtherUtm: z.boolean(),
    referrerHost: Nullable,
    clickIds: z.array(z.string()),
    landingPath: z.string(),
  })
  .transform(
    ({ channel, rule, used, count, ids, ...evidence }): Group<KeptVisit> => ({
      ...{ evidence: { ...evidence, used }, channel, rule, used, count, ids },
    }),
  )
const RecordRow = z
  .object({ ...Found, source: Nullable, medium: Nullable, campaign: Nullable })
  .transform(
    ({ channel, rule, used, count, ids, ...evidence }): Group<SourceEvidence> => ({
      ...{ evidence, channel, rule, used, count, ids },
    }),
  )
const Bound = z.object({ last: Nullable, rows: z.number() })

const countOf = async (db: AnyDb, table: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}
  `.execute(db)
  return rows[0]?.count ?? 0
}

/** How far a slice goes; the type of the id is that of the table. */
async function boundOf(db: AnyDb, table: string, { after, size }: Slice) {
  const { rows } = await sql`
    select (array_agg(id::text order by id desc))[1] as last, count(*)::int as rows
      from (select id from ${sql.table(table)} where id > ${after} order by id limit ${size}) slice
  `.execute(db)
  return Bound.parse(rows[0])
}

const idsOf = ({ withIds }: Slice) => (withIds ? sql`array_agg(x.id::text)` : sql`'{}'::text[]`)

/** Visits, but for those that brought their channel along: their link or call knows better. */
export const visitSubject: Subject<KeptVisit> = {
  id: 'visit',
  first: '-1',
  count: (db) => countOf(db, 'tracking.visit'),
  part: async (db, slice) => {
    const bound = await boundOf(db, 'tracking.visit', slice)
    if (bound.last === null) return { ...bound, groups: [] }
    const { rows } = await sql`
      select x.source, x.medium, x.campaign,
             (x.content is not null or x.term is not null or x.campaign_key is not null) as "hasOtherUtm",
             x.referrer_host as "referrerHost",
             case when x.click_ids is null then '{}' else array(select jsonb_object_keys(x.click_ids) order by 1) end
               as "clickIds",
             ${slice.withLanding ? sql`coalesce(page.path, '')` : sql`''`} as "landingPath",
             x.channel, x.rule, coalesce(x.used, '') as used, count(*)::int as count, ${idsOf(slice)} as ids
        from tracking.visit x
        ${slice.withLanding ? sql`left join tracking.page on page.id = x.landing_page` : sql``}
       where x.id > ${slice.after} and x.id <= ${bound.last} and x.rule <> ${OWN_CHANNEL}
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    `.execute(db)
    return { ...bound, groups: z.array(VisitRow).parse(rows) }
  },
  decide: visitDecision,
  write: async (db, changed) => {
    const before = changed.map((group) => group.evidence)
    await sql`
      update tracking.visit x
         set channel = n.channel, rule = n.rule, used = nullif(n.used, ''), source = n.source, medium = n.medium
        from ${idNumbers(changed, 'bigint')}
        join unnest(${before.map((kept) => kept.source)}::text[], ${before.map((kept) => kept.medium)}::text[],
               ${before.map((kept) => kept.campaign)}::text[], ${before.map((kept) => kept.referrerHost)}::text[],
               ${changed.map(({ now }) => now.source ?? null)}::text[],
               ${changed.map(({ now }) => now.medium ?? null)}::text[], ${decided(changed)})
             with ordinality as n (source_before, medium_before, campaign, referrer_host, source, medium,
               channel, rule, used, number)
          on n.number = i.number
       where x.id = i.id and x.rule <> ${OWN_CHANNEL}
         -- A hit that came in meanwhile may have changed the landing: that one was given its channel by now.
         and x.source is not distinct from n.source_before and x.medium is not distinct from n.medium_before
         and x.campaign is not distinct from n.campaign and x.referrer_host is not distinct from n.referrer_host
    `.execute(db)
    const ids = changed.flatMap((group) => group.ids)
    await followVisits(db, ids)
    await markVisitDays(db, ids)
  },
}

/** Touchpoints out of visits have the channel of their visit, unless somebody chose another. */
async function followVisits(db: AnyDb, visits: readonly string[]): Promise<void> {
  await sql`
    update tracking.touchpoint x
       set channel = visit.channel, channel_rule = visit.rule, used = visit.used,
           version = x.version + 1, updated_at = now()
      from tracking.visit
     where x.visit_id = visit.id and visit.id = any(${[...visits]}::bigint[])
       and x.channel_rule is distinct from 'given'
       and row(x.channel, x.channel_rule, x.used) is distinct from row(visit.channel, visit.rule, visit.used)
  `.execute(db)
}

/** The ids of all groups with the number of their group, from 1. */
const idNumbers = (changed: readonly Regrouped<unknown>[], type: 'bigint' | 'uuid') => {
  const ids = changed.flatMap((group) => group.ids)
  const numbers = changed.flatMap((group, index) => group.ids.map(() => index + 1))
  return sql`unnest(${ids}::${sql.raw(type)}[], ${numbers}::int[]) as i (id, number)`
}

const decided = (changed: readonly Regrouped<unknown>[]) => sql`
  ${changed.map(({ now }) => now.channel)}::text[], ${changed.map(({ now }) => now.rule)}::text[],
  ${changed.map(({ now }) => now.used)}::text[]`

/** Rules whose channel is not found by words: it was chosen, or is that of a campaign or kind. */
const NOT_BY_WORDS = ['given', 'campaign', 'kind']

/**
 * Records that keep the words of their source. What was chosen by hand stays, and what follows a visit is left to it.
 * The table is named by whoever owns it.
 */
export function recordSubject(
  id: Exclude<SubjectId, 'visit'>,
  table: string,
  { hasInput }: { readonly hasInput: boolean },
): Subject<SourceEvidence> {
  return {
    id,
    first: '00000000-0000-0000-0000-000000000000',
    count: (db) => countOf(db, table),
    part: async (db, slice) => {
      const bound = await boundOf(db, table, slice)
      if (bound.last === null) return { ...bound, groups: [] }
      const { rows } = await sql`
        select x.source, x.medium, x.campaign, x.channel, x.channel_rule as rule, '' as used,
               count(*)::int as count, ${idsOf(slice)} as ids
          from ${sql.table(table)} x
         where x.id > ${slice.after} and x.id <= ${bound.last} and x.channel is not null
           and x.channel_rule <> all (${NOT_BY_WORDS}::text[]) and position('.' in x.channel_rule) = 0
         group by 1, 2, 3, 4, 5
      `.execute(db)
      return { ...bound, groups: z.array(RecordRow).parse(rows) }
    },
    decide: recordDecision,
    write: async (db, changed) => {
      await sql`
        update ${sql.table(table)} x
           set channel = n.channel, channel_rule = n.rule, version = x.version + 1, updated_at = now()
               ${hasInput ? sql`, used = nullif(n.used, '')` : sql``}
          from ${idNumbers(changed, 'uuid')}
          join unnest(${changed.map((group) => group.rule)}::text[], ${decided(changed)})
               with ordinality as n (before, channel, rule, used, number)
            on n.number = i.number
         where x.id = i.id and x.channel_rule = n.before
      `.execute(db)
    },
  }
}
