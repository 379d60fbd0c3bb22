import { z } from 'zod'

const Day = z.iso.date()

const Side = z.object({
  /** Of an export only its count is told. */
  ids: z.array(z.string()),
  label: z.string(),
  from: Day,
  amount: z.number().int(),
  lines: z.number().int(),
})

/** What a suggested pair is called when somebody decides it. */
export const DoubleKey = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('export'),
    first: z.array(z.uuid()).min(1).max(200),
    month: Day,
    vendor: z.string().nullable(),
    channel: z.string().nullable(),
  }),
  z.object({
    type: z.literal('lines'),
    first: z.array(z.uuid()).min(1).max(200),
    second: z.array(z.uuid()).min(1).max(200),
  }),
])
export type DoubleKey = z.infer<typeof DoubleKey>

export const DoubleSuggestion = z.object({
  key: DoubleKey,
  reason: z.enum(['export', 'late', 'document', 'same', 'recurring']),
  first: Side,
  second: Side,
  /** Cents that count twice as long as nobody decides. */
  twice: z.number().int(),
  difference: z.number(),
})

export const DoubleDecision = z.object({
  id: z.string(),
  decision: z.enum(['first', 'second', 'separate']),
  first: Side,
  second: Side,
  at: z.string(),
})

export const DoubleBookings = z.object({
  suggestions: z.array(DoubleSuggestion),
  /** Cents that count twice at present. */
  twice: z.number().int(),
  decisions: z.array(DoubleDecision),
})
export type DoubleBookings = z.infer<typeof DoubleBookings>

export const DoubleChoice = z.strictObject({
  key: DoubleKey,
  decision: z.enum(['first', 'second', 'separate']),
  /** Sums as they were shown: refused when they are others by now. */
  first_amount: z.number().int(),
  second_amount: z.number().int(),
})
export type DoubleChoice = z.infer<typeof DoubleChoice>

const Place = z.object({ channel: z.string().nullable(), campaign_id: z.uuid().nullable() })
const LabelledPlace = Place.extend({ label: z.string() })

export const WeekText = z.strictObject({
  text: z.string().max(2000),
  /** Any day of the week. */
  day: Day,
  role_id: z.uuid().nullable().default(null),
})

export const WeekPreview = z.object({
  from: Day,
  until: Day,
  /** Cents of an hour of the role. */
  rate: z.number().int().nullable(),
  items: z.array(
    z.object({
      hours: z.number(),
      words: z.string(),
      place: LabelledPlace.nullable(),
      candidates: z.array(LabelledPlace),
    }),
  ),
  unread: z.array(z.string()),
  /** The usual week of the role, when it has one. */
  usual: z.array(LabelledPlace.extend({ hours: z.number() })),
  /** Hours that this week already has, of this role. */
  written: z.number(),
})
export type WeekPreview = z.infer<typeof WeekPreview>

export const WeekEntry = z.strictObject({
  day: Day,
  role_id: z.uuid(),
  items: z
    .array(Place.extend({ hours: z.number().positive().max(168), words: z.string().max(200) }))
    .min(1)
    .max(50),
})
export type WeekEntry = z.infer<typeof WeekEntry>

export const MadeEntries = z.object({
  count: z.number().int(),
  /** Recurring costs that could not be made, by the rule they break. */
  refused: z.array(z.object({ name: z.string(), rule: z.string() })).default([]),
})

export const AccountUse = z.object({
  items: z.array(
    z.object({
      account: z.string(),
      /** Own mapping of the company, null where the known chart decides. */
      own: z.object({ id: z.string(), category: z.string().nullable() }).nullable(),
      entries: z.number().int(),
      amount: z.number().int(),
      categories: z.array(z.string()),
    }),
  ),
})
export type AccountUse = z.infer<typeof AccountUse>

export const Divide = z.strictObject({ version: z.number().int(), split_id: z.uuid() })
export type Divide = z.infer<typeof Divide>

const CountAndAmount = z.object({ count: z.number().int(), amount: z.number().int() })

/** Accruals without their invoice at the end of a day; cents. */
export const Accruals = z.object({
  day: Day,
  items: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      category: z.string(),
      from: Day,
      until: Day,
      amount: z.number().int(),
      /** The invoice that has come since. */
      invoiceId: z.string().nullable(),
      invoiceAmount: z.number().int().nullable(),
    }),
  ),
  open: CountAndAmount,
  /** Those that have been waiting for their invoice for more than 30 days by now. */
  waiting: CountAndAmount,
})
export type Accruals = z.infer<typeof Accruals>
