import { type Kysely, sql } from 'kysely'
import type { IsoDate } from '#kernel/period.ts'
import { locked, type RefreshContext, refresh } from './refresh.ts'

/** A month of a model in which credits and records do not make up the same. All amounts in cents. */
export type Disagreement = {
  readonly model: string
  /** First day of the month, in the company's time zone. */
  readonly month: IsoDate
  readonly records: number
  readonly attributed: number
  readonly unattributed: number
}

export type ReconciliationResult = {
  /** Pairs of month and model that were compared. */
  readonly compared: number
  readonly wrong: readonly Disagreement[]
  /** Opportunities whose journey is not kept, so that no answer counts them. */
  readonly missing: number
}

/**
 * Compares the stored credits of every model and month with the won revenue of the records: attributed +
 * unattributed must be the same to the cent, and no opportunity may lack its journey. Where that is not so, everything
 * is marked to be worked out again.
 */
export const reconcile = <DB>(
  db: Kysely<DB>,
  context: RefreshContext,
): Promise<ReconciliationResult> =>
  locked(db, async (tx) => {
    await refresh(tx, context)
    const zone = context.settings.timeZone
    const { rows } = await sql<Disagreement>`
      with won as (
        select date_trunc('month', closed_at at time zone ${zone}::text)::date as month,
               sum(coalesce(amount, 0))::bigint as records
          from crm.opportunity where outcome = 'won' and closed_at is not null
         group by 1
      ), given as (
        select model, date_trunc('month', at at time zone ${zone}::text)::date as month,
               sum((select coalesce(sum(part), 0) from unnest(cents) as part))::bigint as attributed,
               sum(unattributed)::bigint as unattributed
          from attribution.credit
         group by 1, 2
      ), wanted as (
        select month, model, records from won, attribution.state, unnest(state.models) as model
      )
      select coalesce(wanted.model, given.model) as model, coalesce(wanted.month, given.month) as month,
             coalesce(records, 0) as records, coalesce(attributed, 0) as attributed,
             coalesce(unattributed, 0) as unattributed
        from wanted full join given on given.model = wanted.model and given.month = wanted.month
       order by 1, 2`.execute(tx)
    const wrong = rows.filter((row) => row.attributed + row.unattributed !== row.records)
    const { rows: lacking } = await sql<{ count: number }>`
      select count(*) from crm.opportunity
       where not exists (select from attribution.journey where opportunity_id = opportunity.id)`.execute(
      tx,
    )
    const missing = lacking[0]?.count ?? 0
    if (wrong.length > 0 || missing > 0) {
      await sql`insert into attribution.mark (node) values ('everything')`.execute(tx)
    }
    return { compared: rows.length, wrong, missing }
  })
