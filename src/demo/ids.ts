/** The kinds of records of the demo company. The place makes the ids: new kinds come last, or what is loaded is lost. */
const NUMBERED = [
  'team',
  'region',
  'user',
  'product',
  'target_group',
  'campaign',
  'account',
  'contact',
  'lead',
  'opportunity',
  'revenue_entry',
  'campaign_membership',
  'cost',
  'touchpoint',
  'daily_count',
  'tracking_change',
  'target',
  'work_role',
  'cost_split',
  'cost_share',
  'recurring_cost',
  'time_entry',
  'budget',
  'overhead_key',
  'contract',
  'recommendation',
  'meeting',
  'job_application',
  'hire',
  'service_request',
  'measurement_agreement',
  'review',
  'decision',
] as const
export type DemoKind = (typeof NUMBERED)[number]

/** Entries of the ledger name what they were made of. */
const BEFORE_COSTS: readonly DemoKind[] = [
  'cost_split',
  'cost_share',
  'work_role',
  'recurring_cost',
]

/** The kinds in the order they are written: what is referred to comes first. */
export const DEMO_KINDS: readonly DemoKind[] = NUMBERED.filter(
  (kind) => !BEFORE_COSTS.includes(kind),
).flatMap((kind) => (kind === 'cost' ? [...BEFORE_COSTS, kind] : [kind]))

const groupOf = (kind: DemoKind): string =>
  (NUMBERED.indexOf(kind) + 1).toString(16).padStart(4, '0')

/**
 * The id of the record `number` (from 1) of a kind: a version 8 UUID (RFC 9562) whose first 80 bits no
 * other id of the program has, so that what belongs to the demo company is known without a list of it.
 */
export const demoId = (kind: DemoKind, number: number): string =>
  `de300000-${groupOf(kind)}-8de3-8000-${number.toString(16).padStart(12, '0')}`

/** First and last id that records of the kind can have. */
export const demoIdRange = (kind: DemoKind): { readonly first: string; readonly last: string } => ({
  first: demoId(kind, 0),
  last: demoId(kind, 2 ** 48 - 1),
})

/** The report schedule of the demo company; schedules are no records like the others. */
export const DEMO_SCHEDULE = 'de300000-ffff-8de3-8000-000000000001'
