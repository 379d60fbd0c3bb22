import { sql } from 'kysely'
import { addDays, type IsoDate, type Period } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { KpiQuery } from '#kpis/query.ts'
import { kpiById } from '#kpis/registry.ts'
import type { Db } from '#platform/records/binding.ts'
import { valuesOf } from '#platform/records/values.ts'
import { agreementKind } from '../agreement.ts'
import {
  dayOfAgreement,
  daysOfAgreement,
  firstDays,
  type Milestone,
  milestonesOf,
  type StopCheck,
  stopCheckOf,
} from '../progress.ts'
import { unknownFigureOf } from '../refusals.ts'
import type { DecisionParts } from './parts.ts'

export type AgreementProgress = {
  readonly agreement: Values
  readonly campaign: string
  readonly milestones: readonly Milestone[]
  readonly stop: StopCheck | null
  /** 0 on the first day; null without a day 0. */
  readonly day: number | null
  /** Cents of marketing cost of the campaign since day 0; null where nothing is booked or it has not begun. */
  readonly spent: number | null
}

type NamedAgreement = { readonly agreement: Values; readonly campaign: string }

async function readAgreements(
  db: Db,
  condition: ReturnType<typeof sql>,
): Promise<NamedAgreement[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select a.*, c.name as campaign
      from decisions.agreement a
      join campaigns.campaign c on c.id = a.campaign_id
     where ${condition}
     order by a.begins_on, a.id
  `.execute(db)
  return rows.map((row) => ({
    agreement: valuesOf(row, agreementKind),
    campaign: String(row.campaign),
  }))
}

/** How a campaign fares against what was agreed, as of `today`. */
export async function progressOf(
  parts: DecisionParts,
  { agreement, campaign }: NamedAgreement,
  today: IsoDate,
): Promise<AgreementProgress> {
  const kpi = kpiById(String(agreement.metric))
  if (!kpi) throw unknownFigureOf(String(agreement.metric))
  const ask = (period: Period) =>
    parts.figures(KpiQuery.parse({ ...period, campaign: String(agreement.campaign_id) }))
  const days = daysOfAgreement(agreement).filter((count) => {
    const { from } = firstDays(agreement, count)
    return from < today
  })
  const actuals = new Map<number, number | null>()
  for (const count of days) {
    const figures = await ask(firstDays(agreement, count))
    actuals.set(count, figures[kpi.id]?.value ?? null)
  }
  const since = typeof agreement.begins_on === 'string' ? agreement.begins_on : null
  const begun = since !== null && since <= today
  const cost = begun
    ? (await ask({ from: since as IsoDate, until: addDays(today, 1) })).marketing_cost
    : undefined
  return {
    agreement,
    campaign,
    milestones: milestonesOf(agreement, kpi, actuals, today),
    stop: stopCheckOf(agreement, kpi, actuals, today),
    day: dayOfAgreement(agreement, today),
    spent: cost?.value ?? null,
  }
}

/** The agreement of a campaign and how it fares; null where none was made. */
export async function progressOfCampaign(
  parts: DecisionParts,
  campaignId: string,
  today: IsoDate,
): Promise<AgreementProgress | null> {
  const [found] = await readAgreements(parts.records.db, sql`a.campaign_id = ${campaignId}::uuid`)
  return found ? progressOf(parts, found, today) : null
}

/** Agreements with a day 30, 60, 90 or a stop day among these days. */
export const agreementsDue = (db: Db, { from, until }: Period): Promise<NamedAgreement[]> =>
  readAgreements(
    db,
    sql`exists (
      select from unnest(array[30, 60, 90, a.stop_on_day]) as day (number)
       where a.begins_on + day.number >= ${from}::date
         and a.begins_on + day.number < ${until}::date)`,
  )

/** Campaigns that run or will run after `from` and have no agreement: the first names, and how many. */
export async function campaignsWithout(
  db: Db,
  from: IsoDate,
): Promise<{ readonly names: readonly string[]; readonly count: number }> {
  const { rows } = await sql<{ name: string; count: number }>`
    select name, count(*) over () as count
      from campaigns.campaign
     where agreement = 'missing'
       and coalesce(status, 'active') not in ('done', 'cancelled')
       and (ends_on is null or ends_on >= ${from}::date)
     order by starts_on desc nulls last, name collate "C"
     limit 3
  `.execute(db)
  return { names: rows.map(({ name }) => name), count: Number(rows[0]?.count ?? 0) }
}
