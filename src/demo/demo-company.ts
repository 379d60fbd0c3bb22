import type { IsoDate, Period } from '#kernel/period.ts'
import { type DemoCalendar, demoCalendar, iso, MONTHS, monthIndex } from './calendar.ts'
import { campaigns } from './campaigns.ts'
import {
  type DemoRecord,
  numbered,
  products,
  regions,
  targetGroups,
  teams,
  users,
} from './catalogue.ts'
import { costRecords, sizeOf } from './costs.ts'
import { dailyCountRecords } from './counts.ts'
import { accountRecords, contactRecords, customersOf } from './customers.ts'
import { dealRecords, type StageEntry, type Stages } from './deal-records.ts'
import { type Deal, withAmounts } from './deals.ts'
import {
  changedTargets,
  decisionRecords,
  type KeptInDemo,
  keptFigures,
  type TargetInDemo,
} from './decisions.ts'
import { funnelCourses } from './funnel.ts'
import { type DemoKind, demoId } from './ids.ts'
import { leadRecords } from './lead-records.ts'
import { leadDrafts } from './leads.ts'
import { ledgerRecords } from './ledger.ts'
import { noteRecords } from './notes.ts'
import { type Origin, originSource } from './origins.ts'
import { dealCourses } from './pipeline.ts'
import { monthPlans } from './plan.ts'
import { returnRecords } from './returns.ts'
import { revenueRecords } from './revenue.ts'
import { targetRecords } from './targets.ts'
import { membershipRecords, touchpointRecords } from './touchpoints.ts'

/** The periods people are led to. */
export type DemoPeriods = {
  /** The last month with records. */
  readonly lastMonth: Period
  /** The month of the published funnel. */
  readonly publishedMonth: Period
  /** The year of the published social-media case. */
  readonly publishedYear: Period
}

export type DemoCompany = {
  readonly periods: DemoPeriods
  readonly records: Readonly<Record<DemoKind, readonly DemoRecord[]>>
  readonly stageHistory: readonly StageEntry[]
  /** Figures that its decisions rest on, and targets that they changed. */
  readonly kept: readonly KeptInDemo[]
  readonly changedTargets: readonly TargetInDemo[]
}

export type DemoWish = {
  /** First day of the last month that shall have records: the last complete one. */
  readonly lastMonth: IsoDate
  readonly timeZone: string
  readonly stages: Stages
}

export const COMPANY_NAME = 'Technik GmbH'

export const demoPeriods = (calendar: DemoCalendar): DemoPeriods => ({
  lastMonth: calendar.month(MONTHS - 1),
  publishedMonth: calendar.month(calendar.published),
  publishedYear: calendar.years[0],
})

/** Where the opportunities that were taken over from the old CRM came from. */
function originsOfOld(deals: readonly Deal[]): ReadonlyMap<Deal, Origin> {
  const origin = originSource('old origins')
  const drawn = deals
    .filter(({ course }) => course.lead === null)
    .map((deal) => {
      const wish = { month: 0, social: deal.social, isGood: true, unknownShare: 0.12 }
      return [deal, origin(wish)] as const
    })
  return new Map(drawn)
}

/**
 * The whole demo company: an industrial supplier in the Rhineland with 450 staff, two years that end with
 * the wished month. The same wish gives the same records. About 20,000 leads, 35,000 touchpoints; 0.5 s.
 */
export function demoCompany({ lastMonth, timeZone, stages }: DemoWish): DemoCompany {
  const calendar = demoCalendar(lastMonth, timeZone)
  const plans = monthPlans(calendar)
  const { mql, opened } = funnelCourses(calendar, plans)
  const deals = withAmounts(calendar, dealCourses(calendar, plans, opened))
  const drafts = leadDrafts(calendar, plans, mql, deals)
  const customers = customersOf(calendar, drafts, deals)
  const leads = drafts.map((lead, index) => ({ lead, id: demoId('lead', index + 1) }))
  const leadOf = new Map(leads.flatMap((one) => (one.lead.deal ? [[one.lead.deal, one]] : [])))
  const oldOrigins = originsOfOld(deals)
  const { records: opportunity, history: stageHistory } = dealRecords(deals, {
    calendar,
    stages,
    customers,
    leadOf,
    oldOrigins,
  })
  const dealIds = deals.map((deal, index) => ({ deal, id: demoId('opportunity', index + 1) }))
  return {
    periods: demoPeriods(calendar),
    stageHistory,
    kept: keptFigures(calendar, plans),
    changedTargets: changedTargets(calendar),
    records: {
      team: numbered('team', teams()),
      region: numbered('region', regions()),
      user: numbered('user', users()),
      product: numbered('product', products()),
      target_group: numbered('target_group', targetGroups()),
      campaign: numbered('campaign', campaigns(calendar)),
      account: accountRecords(customers),
      contact: contactRecords(customers, iso),
      lead: leadRecords(calendar, drafts, customers, ({ createdAt }) =>
        monthIndex(calendar, createdAt),
      ),
      opportunity,
      revenue_entry: revenueRecords(calendar, dealIds, customers),
      campaign_membership: membershipRecords(leads),
      cost: costRecords(calendar, plans),
      touchpoint: touchpointRecords({ calendar, leads, customers, oldOrigins }),
      daily_count: dailyCountRecords(calendar, plans),
      tracking_change: noteRecords(calendar),
      target: targetRecords(calendar, plans),
      ...ledgerRecords(calendar, sizeOf(plans)),
      ...returnRecords(calendar, customers),
      ...decisionRecords(calendar),
    },
  }
}
