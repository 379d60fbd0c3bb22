import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { addDays, firstOfMonth, type Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { budgetRows, sumsOf } from '../budget-forecast.ts'
import { BudgetAlarms, BudgetOverview, BudgetQuery } from '../budget-shapes.ts'
import { OverheadSettings } from '../overhead-settings.ts'
import { type BudgetParts, readAlarms } from './budget-alarms.ts'
import { readBudgetGroups } from './budget-read.ts'
import { campaignNames } from './overhead-answer.ts'

const tags = ['Budgets']
const read = { permission: 'costs:read' }

/** Budgets are of months: a period of days is widened to its months. */
const wholeMonths = ({ from, until }: Period): Period => ({
  from: firstOfMonth(from),
  until: firstOfMonth(addDays(until, -1), 1),
})

/** Plan, committed, actual and forecast of budgets, and those that need somebody. */
export const budgetRoutes =
  <DB>(parts: BudgetParts<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now, timeZone, settings } = parts

    app.get(
      '/api/budgets/overview',
      {
        config: read,
        schema: {
          tags,
          summary: 'Plan, committed, actual and forecast by campaign, month and category',
          description: 'Cents; the period is widened to whole months, `until` is exclusive.',
          querystring: BudgetQuery,
          response: { 200: BudgetOverview, '4xx': ErrorBody },
        },
      },
      async ({ query: { from, until, campaign_id: campaignId = null } }) => {
        const period = wholeMonths({ from, until })
        const today = dayOf(now().getTime(), timeZone())
        const { budget_near_share: nearShare } = OverheadSettings.parse(await settings())
        const scope = { period, today, nearShare, campaignId }
        const groups = budgetRows(await readBudgetGroups(db, scope), period)
        const unplanned = groups
          .flatMap(({ lines }) => lines)
          .filter(({ state }) => state === 'unplanned')
        return {
          period,
          today,
          groups: groups.map((group) => ({ ...group, lines: [...group.lines] })),
          total: sumsOf(groups),
          unplanned: sumsOf(unplanned).actual,
          labels: await campaignNames(
            db,
            groups.flatMap(({ campaignId: id }) => id ?? []),
          ),
        }
      },
    )

    app.get(
      '/api/budgets/alarms',
      {
        config: read,
        schema: {
          tags,
          summary: 'Budgets that are over, will be, or are nearly used up',
          response: { 200: BudgetAlarms, '4xx': ErrorBody },
        },
      },
      () => readAlarms(db),
    )
  }
