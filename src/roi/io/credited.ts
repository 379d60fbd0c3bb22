import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Text } from '#kernel/record.ts'
import type { CreditFilters } from '../cohort-query.ts'

/** The credits of a model in SQL, as figures read them: main hands them over. */
export type CreditSql = {
  /** The part of an amount of a deal that the touch `x` is given. */
  readonly part: (total: string) => string
  /** The margin of the deal `x`, by the rate of the company. */
  readonly margin: (rate: string) => string
  /** Whether the touch `x` is one of marketing that is given anything. */
  readonly credited: string
}

export type NamedModel = { readonly model: string; readonly name: Text }

/** The model in use, or the one that is asked for, and what reading its credits needs. */
export type Credited = NamedModel & {
  readonly currency: string
  readonly timeZone: string
  readonly marginRate: number | null
  readonly creditSql: CreditSql
  /** Runs `read` where the credits are those of the records; keeps the answer with their version. */
  readonly read: <Answer>(
    key: readonly unknown[],
    read: (tx: Kysely<unknown>) => Promise<Answer>,
  ) => Promise<Answer>
}

const IDS = { campaign: 'campaign_id', product: 'product_id', team: 'team_id' } as const
const MORE_IDS = { region: 'region_id', owner: 'owner_id' } as const

/** What filters ask of the row `x`. */
export function conditionsOf(filters: CreditFilters): RawBuilder<unknown>[] {
  const conditions = Object.entries({ ...IDS, ...MORE_IDS }).flatMap(([name, column]) => {
    const ids = filters[name as keyof typeof IDS | keyof typeof MORE_IDS]
    return ids.length > 0 ? [sql`${sql.ref(`x.${column}`)} = any(${ids}::uuid[])`] : []
  })
  const { channel, content, business_type, target_group } = filters
  if (channel.length > 0) conditions.push(sql`x.channel = any(${channel}::text[])`)
  if (business_type) conditions.push(sql`x.business_type = ${business_type}::text`)
  if (target_group) {
    conditions.push(sql`x.account_id in (
      select account_id from crm.target_group_account where target_group_id = ${target_group}::uuid)`)
  }
  if (content.length > 0) {
    conditions.push(sql`exists (
      select from attribution.journey,
             unnest(journey.touch_ids, journey.contents) as touch (id, content)
       where journey.opportunity_id = x.id and touch.id = x.touch_id
         and coalesce(touch.content, '') = any(${content}::text[]))`)
  }
  return conditions
}

/** When the deal or its lead came about: the source of a lead has no touch with an instant of its own. */
const WITHOUT_TOUCH = sql`(
  select coalesce(lead.first_seen_at, lead.created_on, deal.opened_at)
    from crm.opportunity deal left join leads.lead on lead.id = deal.lead_id
   where deal.id = x.id)`

/**
 * Touches of marketing of won deals, one row each: `id` of the deal, `touched_at`, `first_at` (the first of them),
 * `closed_at`, `revenue` and `margin` in cents, `is_credited`. `more` are further conditions on the touch x.
 */
export function touchesSql(
  { model, marginRate, creditSql }: Credited,
  filters: CreditFilters,
  more: readonly RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const rate = marginRate === null ? 'null::numeric' : `${Number(marginRate)}::numeric`
  const conditions = [
    sql`x.model = ${model}::text`,
    sql`x.marketing`,
    ...conditionsOf(filters),
    ...more,
  ]
  return sql`(
    select touch.*, min(touch.touched_at) over (partition by touch.id) as first_at
      from (
        select x.id, x.label, x.closed_at, x.amount, x.channel, x.campaign_id,
               x.product_id, x.region_id, x.cents as revenue,
               ${sql.raw(creditSql.part(creditSql.margin(rate)))} as margin,
               coalesce(x.touched_at, ${WITHOUT_TOUCH}) as touched_at,
               ${sql.raw(creditSql.credited)} as is_credited
          from kpis.credit x
         where ${sql.join(conditions, sql` and `)}
        offset 0
      ) touch)`
}
