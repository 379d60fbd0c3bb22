/**
 * Kinds in the order in which they are imported: a kind comes after everything it can refer to, so that
 * references between the files of one import find their records.
 */
export const KIND_ORDER: readonly string[] = [
  'team',
  'region',
  'user',
  'product',
  'opportunity_stage',
  'target_group',
  'campaign',
  'account',
  'contact',
  'lead',
  'campaign_membership',
  'opportunity',
  'revenue_entry',
  'contract',
  'recommendation',
  'job_application',
  'hire',
  'service_request',
  'meeting',
  'proxy_measure',
  'stated_uplift',
  'currency_rate',
  'cost_account',
  'cost_split',
  'cost_share',
  'work_role',
  'recurring_cost',
  'time_entry',
  'cost',
  'touchpoint',
  'daily_count',
  'tracking_change',
  'goal',
  'tracked_link',
  'tracked_number',
  'target',
  'measurement_agreement',
  'review',
  'decision',
]

const rank = (kind: string): number => {
  const index = KIND_ORDER.indexOf(kind)
  return index === -1 ? KIND_ORDER.length : index
}

/** What is imported first comes first; equal kinds keep the order of the files. */
export const inKindOrder = <T extends { readonly kind: string }>(parts: readonly T[]): T[] =>
  parts.toSorted((a, b) => rank(a.kind) - rank(b.kind))

/** Kinds in the order in which their records can be deleted: nothing refers to them any more. */
export const inUndoOrder = (kinds: readonly string[]): string[] =>
  kinds.toSorted((a, b) => rank(b) - rank(a))
