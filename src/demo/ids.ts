/** The kinds of records of the demo company in the order they are written: what is referred to comes first. */
export const DEMO_KINDS = [
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
] as const
export type DemoKind = (typeof DEMO_KINDS)[number]

const groupOf = (kind: DemoKind): string =>
  (DEMO_KINDS.indexOf(kind) + 1).toString(16).padStart(4, '0')

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
