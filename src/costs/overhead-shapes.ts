import { z } from 'zod'
import { type IsoDate, isIsoDate } from '#kernel/period.ts'
import { COST_KINDS } from './completeness.ts'
import { OVERHEAD_KEYS } from './overhead.ts'

const Day = z.string().refine((text): text is IsoDate => isIsoDate(text), 'expected yyyy-mm-dd')

/** One value or several, as query strings bring them; none: no filter. */
const many = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined ? [] : [value].flat().filter((one) => one !== '')),
    z.array(item).max(100),
  )

/** What narrows the cost that is counted; the key stays that of the company. */
export const CostFilter = z.object({
  product: many(z.uuid()),
  team: many(z.uuid()),
  region: many(z.uuid()),
  category: many(z.string().max(40)),
})
export type CostFilter = z.infer<typeof CostFilter>

export const NO_FILTER: CostFilter = { product: [], team: [], region: [], category: [] }

const Span = z.object({ from: Day, until: Day })

/** What is read month by month must have an end: twenty years. */
const YEARS_MAX = 20

/** Of a period that is asked for. */
export const spanned = {
  check: ({ from, until }: { from: string; until: string }) =>
    from < until && Number(until.slice(0, 4)) - Number(from.slice(0, 4)) <= YEARS_MAX,
  told: { path: ['until'], message: `until must be after from, and at most ${YEARS_MAX} years` },
}

export const AllocationQuery = Span.extend(CostFilter.shape).refine(spanned.check, spanned.told)

const Row = z.object({ key: z.string(), own: z.int(), spread: z.int() })

export const Reasons = z.object({
  no_weights: z.int(),
  rest: z.int(),
  kept: z.int(),
  no_place: z.int(),
})

const Table = z.object({
  rows: z.array(Row),
  unallocated: z.object({ cents: z.int(), reasons: Reasons }),
  total: z.int(),
})

/** Own and spread cost by channel and by campaign; cents. Rows and unallocated add up to the total. */
export const Allocation = z.object({
  period: Span,
  channels: Table,
  campaigns: Table,
  /** What was spread of a category in a month, by which key, and what the key left over. */
  pools: z.array(
    z.object({
      month: z.string(),
      category: z.string(),
      key: z.enum(OVERHEAD_KEYS),
      cents: z.int(),
      left: z.int(),
    }),
  ),
  /** Names of the campaigns. */
  labels: z.record(z.string(), z.string()),
})
export type Allocation = z.infer<typeof Allocation>

const Share = z
  .object({
    channel: z.string().max(60).nullable().default(null),
    campaign_id: z.uuid().nullable().default(null),
    share: z.number().gt(0).max(1),
  })
  .refine(({ channel, campaign_id }) => (channel === null) !== (campaign_id === null), {
    message: 'a channel or a campaign',
  })

/** A key as it shall be: of a category (null: all others), from the month of a day on (null: always). */
export const WantedKey = z.object({
  key: z.enum(OVERHEAD_KEYS),
  category: z.string().max(40).nullable().default(null),
  valid_from: Day.nullable().default(null),
  shares: z.array(Share).max(60).default([]),
  note: z.string().max(2000).nullable().default(null),
})
export type WantedKey = z.infer<typeof WantedKey>

/** The wanted key, and the period whose figures are compared. */
export const KeyTrial = z.intersection(WantedKey, Span).refine(spanned.check, spanned.told)

export const KeyPreview = z.object({ before: Allocation, after: Allocation })
export type KeyPreview = z.infer<typeof KeyPreview>

const KeyInUse = z.object({
  id: z.uuid(),
  key: z.enum(OVERHEAD_KEYS),
  category: z.string().nullable(),
  validFrom: z.string().nullable(),
  note: z.string().nullable(),
  shares: z.array(
    z.object({
      channel: z.string().nullable(),
      campaignId: z.uuid().nullable(),
      share: z.number(),
    }),
  ),
})

export const KeyList = z.object({
  items: z.array(KeyInUse),
  /** Whether figures by channel and campaign count spread cost. */
  counts: z.enum(['own', 'with_spread']),
  labels: z.record(z.string(), z.string()),
})
export type KeyList = z.infer<typeof KeyList>

export const KeySaved = z.object({ id: z.uuid(), action: z.uuid().nullable() })

export const CompletenessQuery = Span.extend({
  channel: many(z.string().max(60)),
  campaign_id: many(z.uuid()),
}).refine(spanned.check, spanned.told)

const CompletenessShape = z.object({
  kinds: z
    .array(z.object({ kind: z.enum(COST_KINDS), cents: z.int(), isEmpty: z.boolean() }))
    .readonly(),
  missing: z.array(z.enum(COST_KINDS)).readonly(),
  complete: z.boolean(),
  warning: z.enum(['no_cost', 'no_personnel', 'incomplete']).nullable(),
})

/** Empty kinds of cost: in the scope's own cost, with what is spread on it, and in the whole ledger. */
export const CompletenessAnswer = z.object({
  period: Span,
  own: CompletenessShape,
  withSpread: CompletenessShape,
  ledger: CompletenessShape,
})
export type CompletenessAnswer = z.infer<typeof CompletenessAnswer>
