import { userKind } from '#access/user.ts'
import { campaignKind, campaignMembershipKind } from '#campaigns/campaign.ts'
import { regionKind, teamKind } from '#company/records.ts'
import { budgetKind } from '#costs/budget.ts'
import { costKind } from '#costs/cost.ts'
import { costShareKind, costSplitKind, timeEntryKind, workRoleKind } from '#costs/hours.ts'
import { costAccountKind, currencyRateKind } from '#costs/ledger-tables.ts'
import { overheadKeyKind } from '#costs/overhead-key.ts'
import { recurringCostKind } from '#costs/recurring-cost.ts'
import { accountKind } from '#crm/account.ts'
import { contactKind } from '#crm/contact.ts'
import { opportunityKind } from '#crm/opportunity.ts'
import { opportunityStageKind } from '#crm/opportunity-stage.ts'
import { productKind } from '#crm/product.ts'
import { revenueEntryKind } from '#crm/revenue-entry.ts'
import { targetGroupKind } from '#crm/target-group.ts'
import { agreementKind } from '#decisions/agreement.ts'
import { decisionKind } from '#decisions/decision.ts'
import { reviewKind } from '#decisions/review.ts'
import type { Field, RecordKind, Values } from '#kernel/record.ts'
import { leadKind } from '#leads/lead.ts'
import { targetKind } from '#planning/target.ts'
import { contractKind } from '#returns/contract.ts'
import { meetingKind } from '#returns/meeting.ts'
import { recommendationKind } from '#returns/recommendation.ts'
import { hireKind, jobApplicationKind } from '#returns/recruiting.ts'
import { serviceRequestKind } from '#returns/service.ts'
import { proxyMeasureKind } from '#roi/proxy-measure.ts'
import { statedUpliftKind } from '#roi/stated-uplift.ts'
import { goalKind } from '#tracking/goal-records.ts'
import { trackedLinkKind, trackedNumberKind } from '#tracking/link-records.ts'
import {
  channelKind,
  dailyCountKind,
  touchpointKind,
  trackingChangeKind,
} from '#tracking/records.ts'
import { websiteKind } from '#tracking/website.ts'

/** Every kind of record that has a list and a form. */
export const recordKinds: readonly RecordKind[] = [
  accountKind,
  contactKind,
  leadKind,
  opportunityKind,
  revenueEntryKind,
  contractKind,
  recommendationKind,
  meetingKind,
  serviceRequestKind,
  jobApplicationKind,
  hireKind,
  proxyMeasureKind,
  statedUpliftKind,
  campaignKind,
  campaignMembershipKind,
  costKind,
  recurringCostKind,
  timeEntryKind,
  workRoleKind,
  costSplitKind,
  costShareKind,
  currencyRateKind,
  costAccountKind,
  overheadKeyKind,
  budgetKind,
  touchpointKind,
  dailyCountKind,
  trackingChangeKind,
  trackedLinkKind,
  trackedNumberKind,
  websiteKind,
  goalKind,
  targetKind,
  decisionKind,
  agreementKind,
  reviewKind,
  productKind,
  targetGroupKind,
  channelKind,
  opportunityStageKind,
  teamKind,
  regionKind,
  userKind,
]

export const kindById = (id: string): RecordKind | undefined =>
  recordKinds.find((kind) => kind.id === id)

export const kindByPath = (path: string): RecordKind | undefined =>
  recordKinds.find((kind) => kind.path === path)

/** Kinds whose rows are fixed by the program: they can be edited, not created or deleted. */
export const isFixed = (kind: RecordKind): boolean => kind.id === 'channel'

/** Kinds of which many can be changed at once; what hangs on a user is more than a row. */
export const isBulkEditable = (kind: RecordKind): boolean =>
  kind.id !== 'user' && kind.id !== 'channel'

/** A list of another kind shown under a record: the rows whose `field` points to it. */
export type Related = { readonly kind: RecordKind; readonly field: Field }

/** Which kinds are worth a list under a record, in this order; others would only be noise there. */
const RELATED: Readonly<Record<string, readonly string[]>> = {
  account: [
    'contact',
    'lead',
    'opportunity',
    'contract',
    'revenue_entry',
    'recommendation',
    'meeting',
    'service_request',
    'touchpoint',
  ],
  contact: ['lead', 'opportunity', 'campaign_membership', 'meeting', 'touchpoint'],
  lead: ['opportunity', 'campaign_membership', 'touchpoint'],
  opportunity: ['revenue_entry', 'contract'],
  contract: ['contract'],
  job_application: ['hire'],
  cost_split: ['cost_share'],
  recurring_cost: ['cost'],
  work_role: ['time_entry'],
  cost: ['cost'],
  campaign: [
    'lead',
    'opportunity',
    'cost',
    'time_entry',
    'campaign_membership',
    'touchpoint',
    'tracked_link',
    'tracked_number',
    'decision',
  ],
  review: ['decision'],
  product: ['opportunity', 'lead', 'revenue_entry'],
  channel: ['lead', 'campaign', 'cost'],
  team: ['user', 'lead', 'opportunity'],
  region: ['user', 'lead', 'opportunity'],
  user: ['lead', 'opportunity', 'account'],
  opportunity_stage: ['opportunity'],
  target_group: ['campaign'],
}

/** The related lists of a kind. */
export function relatedOf(kind: RecordKind): readonly Related[] {
  return (RELATED[kind.id] ?? []).flatMap((id) => {
    const related = kindById(id)
    const field = related?.fields.find(
      (candidate) => candidate.type === 'reference' && candidate.kind === kind.id,
    )
    return related && field ? [{ kind: related, field }] : []
  })
}

/** First columns of lists whose kinds mark more fields than a laptop has room for. */
const LIST_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  lead: ['last_name', 'company', 'stage', 'created_on', 'channel', 'owner_id', 'score'],
  opportunity: ['account_id', 'stage_id', 'outcome', 'opened_at', 'amount', 'owner_id'],
  recurring_cost: ['name', 'amount', 'share', 'rhythm', 'from_date', 'active', 'made_until'],
  touchpoint: ['occurred_at', 'kind', 'channel', 'title', 'lead_id', 'account_id'],
}

/** Fields that a list shows before anybody chose. */
export const defaultColumns = (kind: RecordKind): readonly string[] =>
  LIST_COLUMNS[kind.id] ?? kind.fields.filter((field) => field.inList).map((field) => field.id)

/** Required fields that rules fill when they are left empty: a form does not insist on them. */
const FILLED_BY_RULES: Readonly<Record<string, readonly string[]>> = {
  lead: ['created_on'],
  opportunity: ['opened_at'],
  cost: ['until_date', 'amount'],
  recurring_cost: ['share'],
  contract: ['outcome'],
  job_application: ['status'],
  service_request: ['status'],
  meeting: ['outcome'],
}

/** The kind as a form sees it: derived fields out, required only where people must fill in. */
export function formFields(kind: RecordKind): readonly Field[] {
  const filled = FILLED_BY_RULES[kind.id] ?? []
  return kind.fields
    .filter((field) => !field.derived)
    .map((field) => (filled.includes(field.id) ? { ...field, required: false } : field))
}

/** What a new record starts with. `now` is an ISO instant. */
export function startValues(kind: RecordKind, now: string): Readonly<Record<string, unknown>> {
  switch (kind.id) {
    case 'lead':
      return { stage: 'new', created_on: now }
    case 'opportunity':
      return { opened_at: now }
    case 'touchpoint':
      return { occurred_at: now }
    case 'product':
    case 'user':
      return { active: true }
    case 'recurring_cost':
      return { active: true, rhythm: 'month', share: 1 }
    case 'work_role':
      return { category: 'personnel' }
    case 'goal':
      return { active: true, trigger: 'address', counted: 'once' }
    case 'website':
      return { active: true, before_consent: 'cookieless' }
    default:
      return {}
  }
}

/** Filters by target group: kinds of which the server knows to which account a row belongs. */
export const hasTargetGroupFilter = (kind: RecordKind): boolean =>
  [
    'account',
    'contact',
    'lead',
    'opportunity',
    'revenue_entry',
    'contract',
    'recommendation',
    'service_request',
    'meeting',
  ].includes(kind.id)

/** What a new record under another one starts with: the way back, and whom both belong to. */
export function prefill(
  { kind, field }: Related,
  parent: RecordKind,
  record: Values,
): Readonly<Record<string, string>> {
  const shared = kind.fields.filter(
    (own) =>
      own.type === 'reference' &&
      !own.derived &&
      parent.fields.some((other) => other.id === own.id && other.kind === own.kind),
  )
  const values = shared.flatMap(({ id }) => {
    const value = record[id]
    return typeof value === 'string' ? [[id, value] as const] : []
  })
  return { ...Object.fromEntries(values), [field.id]: String(record.id) }
}
