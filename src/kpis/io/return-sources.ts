import { type Cut, count, datedDay, datedInstant, guardedSum, type Source, sum } from './source.ts'

const cuts = (...of: Cut[]): ReadonlySet<Cut> => new Set(of)

const DECIDED = `x.outcome in ('renewed', 'ended')`

/** Contracts by their last day: when it is decided whether they go on. */
const contracts: Source = {
  id: 'contracts_due',
  mark: 'contracts',
  from: 'kpis.contract',
  records: 'contracts',
  cuts: cuts('campaign', 'product', 'owner', 'team', 'region', 'target_group'),
  ...datedDay('x.end_date'),
  at: 'x.end_date',
  columns: [
    { id: 'end_date', expression: 'x.end_date', unit: 'date' },
    { id: 'outcome', expression: 'x.outcome' },
    { id: 'yearly_amount', expression: 'x.yearly_amount', unit: 'money' },
    { id: 'end_reason', expression: 'x.end_reason' },
  ],
  facts: {
    renewals_due: count(DECIDED),
    renewals_won: count(`x.outcome = 'renewed'`),
    renewals_undecided: count(`x.outcome = 'running'`),
    renewed_amount: {
      ...sum('x.yearly_amount', `x.outcome = 'renewed'`),
      // Nothing renewed is 0; renewed contracts without any amount are not known.
      unknownWhen: `count(*) filter (where x.outcome = 'renewed') > 0
        and count(x.yearly_amount) filter (where x.outcome = 'renewed') = 0`,
    },
  },
}

const recommendations: Source = {
  id: 'recommendations',
  mark: 'recommendations',
  from: 'kpis.recommendation',
  records: 'recommendations',
  cuts: cuts('channel', 'campaign', 'target_group'),
  ...datedDay('x.date'),
  at: 'x.date',
  columns: [
    { id: 'date', expression: 'x.date', unit: 'date' },
    { id: 'recommended_by', expression: 'x.recommended_by' },
    { id: 'channel', expression: 'x.channel' },
  ],
  facts: { recommendations: count() },
}

const PERSONNEL = cuts('channel', 'source', 'campaign', 'team', 'region')

const applications: Source = {
  id: 'job_applications',
  mark: 'job_applications',
  from: 'kpis.job_application',
  records: 'job-applications',
  cuts: PERSONNEL,
  ...datedDay('x.date'),
  at: 'x.date',
  columns: [
    { id: 'date', expression: 'x.date', unit: 'date' },
    { id: 'status', expression: 'x.status' },
    { id: 'channel', expression: 'x.channel' },
    { id: 'source', expression: 'x.source' },
  ],
  facts: { job_applications: count() },
}

const SAVING = 'coalesce(x.saving, p.saving_per_hire)'

const hires: Source = {
  id: 'hires',
  mark: 'hires',
  from: 'kpis.hire',
  records: 'hires',
  cuts: PERSONNEL,
  ...datedDay('x.date'),
  at: 'x.date',
  columns: [
    { id: 'date', expression: 'x.date', unit: 'date' },
    { id: 'channel', expression: 'x.channel' },
    { id: 'source', expression: 'x.source' },
    { id: 'saving', expression: SAVING, unit: 'money' },
  ],
  facts: { hires: count(), recruiting_savings: guardedSum(SAVING) },
}

const SERVED = cuts('channel', 'campaign', 'product', 'owner', 'team', 'region', 'target_group')

const serviceRequests: Source = {
  id: 'service_requests',
  mark: 'service_requests',
  from: 'kpis.service_request',
  records: 'service-requests',
  cuts: SERVED,
  ...datedInstant('x.requested_at'),
  at: 'x.requested_at',
  columns: [
    { id: 'requested_at', expression: 'x.requested_at', unit: 'instant' },
    { id: 'kind', expression: 'x.kind' },
    { id: 'status', expression: 'x.status' },
    { id: 'channel', expression: 'x.channel' },
  ],
  facts: { service_requests: count() },
}

const HELD = `x.outcome = 'held'`
const MISSED = `x.outcome = 'missed'`

const meetings: Source = {
  id: 'meetings',
  mark: 'meetings',
  from: 'kpis.meeting',
  records: 'meetings',
  cuts: cuts('channel', 'campaign', 'owner', 'team', 'region', 'target_group'),
  ...datedInstant('x.starts_at'),
  at: 'x.starts_at',
  columns: [
    { id: 'starts_at', expression: 'x.starts_at', unit: 'instant' },
    { id: 'outcome', expression: 'x.outcome' },
    { id: 'origin', expression: 'x.origin' },
    { id: 'channel', expression: 'x.channel' },
  ],
  facts: {
    meetings_held: count(HELD),
    appointments_booked: count(`${HELD} or ${MISSED}`),
    appointments_missed: count(MISSED),
  },
}

/** Sources of facts about contracts, recommendations, personnel, service and meetings. */
export const RETURN_SOURCES: readonly Source[] = [
  contracts,
  recommendations,
  applications,
  hires,
  serviceRequests,
  meetings,
]
