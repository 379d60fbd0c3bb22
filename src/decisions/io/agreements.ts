import { sql } from 'kysely'
import { addDays, type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { KpiQuery } from '#kpis/query.ts'
import type { FigureQuestion, FigureReader } from '#kpis/questions.ts'
import { kpiById } from '#kpis/registry.ts'
import type { Db } from '#platform/records/binding.ts'
import { valuesOf } from '#platform/records/values.ts'
import { agreementKind } from '../agreement.ts'
import {
  dayOfAgreement,
  daysOfAgreement,
  firstDays,
  type Measured,
  type Milestone,
  milestonesOf,
  type StopCheck,
  stopCheckOf,
} from '../progress.ts'
import type { CampaignAgreement } from '../progress-shapes.ts'
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

export type NamedAgreement = { readonly agreement: Values; readonly campaign: string }

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

const askOf = ({ agreement }: NamedAgreement, period: Period, kpi: string): FigureQuestion => ({
  query: KpiQuery.parse({ ...period, campaign: String(agreement.campaign_id) }),
  kpis: [kpi],
})

/**
 * What the figures of agreements came to in their first days, one reading for all of them; only the days that `wanted`
 * names and that have begun.
 */
export async function measuredDays(
  reader: FigureReader,
  agreements: readonly NamedAgreement[],
  today: IsoDate,
  wanted: (period: Period) => boolean = () => true,
): Promise<ReadonlyMap<NamedAgreement, ReadonlyMap<number, Measured>>> {
  const asked = agreements.flatMap((one) =>
    daysOfAgreement(one.agreement).flatMap((days) => {
      const period = firstDays(one.agreement, days)
      if (period.from >= today || !wanted(period)) return []
      return [{ one, days, question: askOf(one, period, String(one.agreement.metric)) }]
    }),
  )
  const answers = await reader.figures(asked.map(({ question }) => question))
  const measured = new Map(agreements.map((one) => [one, new Map<number, Measured>()] as const))
  for (const [place, { one, days, question }] of asked.entries()) {
    const result = answers[place]?.[question.kpis[0] ?? '']
    if (result) measured.get(one)?.set(days, result)
  }
  return measured
}

/** How a campaign fares against what was agreed, as of `today`. */
async function progressOf(
  parts: DecisionParts,
  found: NamedAgreement,
  today: IsoDate,
): Promise<AgreementProgress> {
  const { agreement, campaign } = found
  const kpi = kpiById(String(agreement.metric))
  if (!kpi) throw unknownFigureOf(String(agreement.metric))
  const since = typeof agreement.begins_on === 'string' ? isoDate(agreement.begins_on) : null
  const { measured, spent } = await parts.reading(null, async (reader) => {
    const days = await measuredDays(reader, [found], today)
    const begun = since !== null && since <= today
    const cost = begun
      ? await reader.figures([askOf(found, { from: since, until: addDays(today, 1) }, COST)])
      : []
    return { measured: days.get(found) ?? new Map(), spent: cost[0]?.[COST]?.value ?? null }
  })
  return {
    agreement,
    campaign,
    milestones: milestonesOf(agreement, kpi, measured, today),
    stop: stopCheckOf(agreement, kpi, measured, today),
    day: dayOfAgreement(agreement, today),
    spent,
  }
}

const COST = 'marketing_cost'

/** The agreement of a campaign and how it fares; null where none was made. */
export async function progressOfCampaign(
  parts: DecisionParts,
  campaignId: string,
  today: IsoDate,
): Promise<AgreementProgress | null> {
  const [found] = await readAgreements(parts.records.db, sql`a.campaign_id = ${campaignId}::uuid`)
  return found ? progressOf(parts, found, today) : null
}

/** The same as the screen takes it. */
export function toldProgress({
  agreement,
  milestones,
  stop,
  day,
  spent,
}: AgreementProgress): CampaignAgreement['progress'] {
  const text = (field: string) => String(agreement[field] ?? '')
  return {
    id: text('id'),
    metric: text('metric'),
    criteria: text('criteria'),
    route: text('route'),
    frequency: text('frequency'),
    stopRule: text('stop_rule'),
    beginsOn: agreement.begins_on === null ? null : text('begins_on'),
    day,
    budget: agreement.budget === null ? null : Number(agreement.budget),
    spent,
    milestones: [...milestones],
    stop,
  }
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
