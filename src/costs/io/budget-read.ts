import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { addDays, firstOfMonth, type IsoDate, isIsoDate, type Period } from '#kernel/period.ts'
import { sqlFile } from '#platform/sql.ts'
import {
  type BudgetGroup,
  budgetGroups,
  type CampaignBudget,
  type PlannedBudget,
  type Run,
} from '../budget-forecast.ts'

const Day = z.string().refine((text): text is IsoDate => isIsoDate(text))

const budgetCosts = sqlFile(
  new URL('./queries/budget-costs.sql', import.meta.url),
  z.object({
    month: Day,
    campaignId: z.string().nullable(),
    category: z.string(),
    actual: z.int(),
    ahead: z.int(),
  }),
)

/** What budgets are held against. */
export type BudgetScope = {
  /** Whole months. */
  readonly period: Period
  readonly today: IsoDate
  readonly nearShare: number
  /** Null: all campaigns, and what belongs to none. */
  readonly campaignId: string | null
}

async function readPlanned<DB>(db: Kysely<DB>, { period, campaignId }: BudgetScope) {
  const { rows } = await sql<PlannedBudget>`
    select id::text as id, month, campaign_id::text as "campaignId", category, planned,
           coalesce(ordered, 0)::bigint as ordered
      from costs.budget
     where month >= ${period.from}::date
       and month < ${period.until}::date
       and (${campaignId}::uuid is null or campaign_id = ${campaignId}::uuid)
     order by month, id
  `.execute(db)
  return rows
}

/** Campaigns with an amount and days of their own, and no budget of a month, whose days meet the period. */
async function readCampaigns<DB>(
  db: Kysely<DB>,
  { period, campaignId }: BudgetScope,
): Promise<CampaignBudget[]> {
  const { rows } = await sql<{
    campaignId: string
    planned: number
    from: IsoDate
    until: IsoDate
  }>`
    select id::text as "campaignId", budget as planned, starts_on as "from", (ends_on + 1) as until
      from campaigns.campaign
     where budget is not null and budget >= 0
       and starts_on <= ends_on
       and starts_on < ${period.until}::date
       and ends_on >= ${period.from}::date
       and (${campaignId}::uuid is null or id = ${campaignId}::uuid)
       and not exists (select from costs.budget where budget.campaign_id = campaign.id)
     order by id
  `.execute(db)
  return rows.map(({ from, until, ...campaign }) => ({ ...campaign, over: { from, until } }))
}

/** The days of campaigns, as far as they are known: the pace of a month is that of the days they have run in it. */
async function readRuns<DB>(
  db: Kysely<DB>,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, Run>> {
  const named = [...new Set(ids.flatMap((id) => id ?? []))]
  const { rows } = await sql<Run & { readonly id: string }>`
    select id::text as id, starts_on as "from", (ends_on + 1) as until
      from campaigns.campaign
     where id = any(${named}::uuid[])
       and (starts_on is null or ends_on is null or starts_on <= ends_on)
  `.execute(db)
  return new Map(rows.map(({ id, from, until }) => [id, { from, until }]))
}

/**
 * Budgets by campaign: those of the months of the period, and whole runs of campaigns that have only an amount of
 * their own. Cost without a budget stands in groups of its own.
 */
export async function readBudgetGroups<DB>(
  db: Kysely<DB>,
  scope: BudgetScope,
): Promise<BudgetGroup[]> {
  const { period, today, nearShare, campaignId } = scope
  const [budgets, campaigns] = await Promise.all([readPlanned(db, scope), readCampaigns(db, scope)])
  const tomorrow = addDays(today, 1)
  const whole = wholeOf(period, campaigns)
  const only = campaignId === null ? null : [campaignId]
  const costs = await budgetCosts(db, whole.from, whole.until, tomorrow, only)
  const isRun = new Set<string | null>(campaigns.map((campaign) => campaign.campaignId))
  const runCosts = costs.filter((cost) => isRun.has(cost.campaignId))
  const others = costs.filter(
    ({ campaignId: id, month }) => !isRun.has(id) && period.from <= month && month < period.until,
  )
  const runs = await readRuns(
    db,
    [...budgets, ...campaigns].map((one) => one.campaignId),
  )
  const given = { today, nearShare, runs }
  return [
    ...budgetGroups({ ...given, budgets, campaigns: [], costs: others }),
    ...budgetGroups({ ...given, budgets: [], campaigns, costs: runCosts }),
  ]
}

/** Whole months that hold the period and every run. */
function wholeOf(period: Period, campaigns: readonly CampaignBudget[]): Period {
  const starts = [period.from, ...campaigns.map(({ over }) => over.from)].toSorted()
  const ends = [period.until, ...campaigns.map(({ over }) => over.until)].toSorted()
  return {
    from: firstOfMonth(starts[0] ?? period.from),
    until: firstOfMonth(addDays(ends.at(-1) ?? period.until, -1), 1),
  }
}
