import { z } from 'zod'
import { type IsoDate, isIsoDate } from '#kernel/period.ts'

/** What a report is about: everything, what marketing did, or what sales made of it. */
export const REPORT_KINDS = ['management', 'activity', 'success'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

export const LANGUAGES = ['de', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export const RHYTHMS = ['month', 'quarter'] as const
export type Rhythm = (typeof RHYTHMS)[number]

/** Facts of another shape get another number, and what draws them looks at it. */
export const FACTS_VERSION = 1

const Day = z.string().refine((day): day is IsoDate => isIsoDate(day), 'expected yyyy-mm-dd')
const PeriodShape = z.object({ from: Day, until: Day })
const TextShape = z.object({ de: z.string(), en: z.string() })
const Unit = z.enum([
  'money',
  'rate',
  'ratio',
  'days',
  'minutes',
  'months',
  'years',
  'count',
  'money_per_day',
])
const NumberOrNull = z.number().nullable()

const TargetFacts = z.object({
  value: z.number(),
  state: z.enum(['good', 'attention', 'bad', 'neutral']),
  attainment: NumberOrNull,
})

/** One figure of the period as the cockpit gave it; money in cents, null with a reason. */
const FigureFacts = z.object({
  id: z.string(),
  name: TextShape,
  unit: Unit,
  formula: TextShape,
  source: z.string(),
  primary: z.boolean(),
  value: NumberOrNull,
  before: NumberOrNull,
  yearBefore: NumberOrNull,
  difference: NumberOrNull,
  verdict: z.enum(['more', 'less', 'same', 'no_clear_difference', 'not_comparable']),
  good: z.boolean().nullable(),
  reason: TextShape.optional(),
  notes: z.array(TextShape).default([]),
  n: z.number().optional(),
  small: z.boolean().optional(),
  interval: z.object({ low: z.number(), high: z.number() }).optional(),
  target: TargetFacts.optional(),
  trend: z.array(NumberOrNull),
})
export type FigureFacts = z.infer<typeof FigureFacts>

const BlockFacts = z.object({
  id: z.enum(['result', 'efficiency', 'plannability', 'demand', 'trust']),
  name: TextShape,
  sentence: TextShape,
  headline: z.string(),
  figures: z.array(FigureFacts),
})
export type BlockFacts = z.infer<typeof BlockFacts>

/** Figures of one channel, campaign, product ... by id. */
const SplitRow = z.object({
  key: z.string(),
  name: TextShape,
  values: z.record(z.string(), NumberOrNull),
})
export type SplitRow = z.infer<typeof SplitRow>

const ChannelFacts = z.object({
  /** Whether cost of a channel is its own, or with what is spread on it; null where nobody noted it. */
  cost: z.enum(['own', 'with_spread']).nullable().default(null),
  columns: z.array(z.object({ id: z.string(), name: TextShape, unit: Unit })),
  rows: z.array(SplitRow),
  total: z.record(z.string(), NumberOrNull),
  warning: TextShape.nullable(),
  sentence: TextShape,
})

const FunnelFacts = z.object({
  sentence: TextShape,
  stages: z.array(
    z.object({
      id: z.string(),
      name: TextShape,
      count: NumberOrNull,
      rate: NumberOrNull,
      immature: z.boolean(),
    }),
  ),
})

const TrustFacts = z.object({
  completeness: z.array(
    z.object({ name: TextShape, filled: z.number(), of: z.number(), share: NumberOrNull }),
  ),
  changes: z.array(z.object({ date: Day, title: TextShape, detail: z.string() })),
})

const RoiResultFacts = z.object({
  kinds: z.array(z.string()),
  returnCents: z.number(),
  roi: NumberOrNull,
})

/** The returns engine's answer; absent where it could not be asked. */
const RoiFacts = z.object({
  costCents: z.number(),
  missingKinds: z.array(z.string()),
  parts: z.array(
    z.object({
      kind: z.string(),
      name: TextShape,
      certainty: TextShape,
      cents: NumberOrNull,
      countedCents: NumberOrNull,
      count: NumberOrNull,
      /** ROI without this kind. */
      without: NumberOrNull,
    }),
  ),
  strict: RoiResultFacts,
  all: RoiResultFacts,
  fullOverlap: RoiResultFacts,
  warnings: z.array(TextShape),
})
export type RoiFacts = z.infer<typeof RoiFacts>

const MoverFacts = z.object({
  kpi: z.string(),
  name: TextShape,
  unit: Unit,
  before: z.number(),
  now: z.number(),
  difference: z.number(),
  relative: NumberOrNull,
  good: z.boolean().nullable(),
  sentence: TextShape,
  drivers: z.array(
    z.object({
      fact: z.string(),
      name: TextShape,
      before: NumberOrNull,
      now: NumberOrNull,
      relative: NumberOrNull,
      /** How many records stand behind it; null for numbers without records. */
      records: z.object({ before: z.number(), now: z.number() }).nullable().default(null),
    }),
  ),
})
export type MoverFacts = z.infer<typeof MoverFacts>

/** A decision of the log, or one whose check is due. */
const DecisionFacts = z.object({
  id: z.string(),
  title: z.string(),
  decidedOn: Day.nullable(),
  by: z.string().nullable(),
  dueOn: Day.nullable(),
  checkOn: Day.nullable(),
  expected: TextShape.nullable(),
  outcome: TextShape.nullable(),
  owner: z.string().nullable().default(null),
  grounds: z.string().nullable().default(null),
  /** The figures it rests on, in words. */
  figures: z.array(TextShape).default([]),
})
export type DecisionFacts = z.infer<typeof DecisionFacts>

const DecisionsFacts = z.object({
  taken: z.array(DecisionFacts),
  checked: z.array(DecisionFacts),
  due: z.array(DecisionFacts),
  /** Proposed and not decided yet. */
  proposed: z.array(DecisionFacts).default([]),
  /** To be carried out by the end of the period, and not done. */
  overdue: z.array(DecisionFacts).default([]),
})

/** What the program proposes to decide, and why. */
const ProposalFacts = z.object({
  id: z.string(),
  title: TextShape,
  grounds: z.array(TextShape),
})
export type ProposalFacts = z.infer<typeof ProposalFacts>

const ComparisonFacts = z.array(
  z.object({ period: PeriodShape, name: TextShape, values: z.record(z.string(), NumberOrNull) }),
)

/**
 * Everything a report shows, as it was when it was made. Stored with the report; drawing needs nothing else. Money in
 * cents, rates as fractions, periods half-open.
 */
export const ReportFacts = z.object({
  version: z.literal(FACTS_VERSION),
  kind: z.enum(REPORT_KINDS),
  rhythm: z.enum([...RHYTHMS, 'span']),
  company: z.object({ name: z.string(), currency: z.string(), timeZone: z.string() }),
  /** Where people reach the program: links begin with it. Null: no links. */
  address: z.string().nullable().default(null),
  /** ISO instant. */
  madeAt: z.string(),
  period: PeriodShape,
  before: PeriodShape,
  yearBefore: PeriodShape,
  model: z.object({ id: z.string(), name: TextShape, describes: z.array(TextShape) }),
  emptyCostKinds: z.array(z.string()),
  costKinds: z.array(z.object({ id: z.string(), name: TextShape, cents: NumberOrNull })),
  months: z.array(PeriodShape),
  blocks: z.array(BlockFacts),
  channels: ChannelFacts,
  funnel: FunnelFacts,
  trust: TrustFacts,
  /** The period and up to four of the same length before it, oldest first. */
  comparison: ComparisonFacts,
  campaigns: z.array(SplitRow),
  products: z.array(SplitRow),
  teams: z.array(SplitRow),
  roi: RoiFacts.nullable(),
  movers: z.array(MoverFacts).nullable(),
  decisions: DecisionsFacts.nullable(),
  proposals: z.array(ProposalFacts),
})
export type ReportFacts = z.infer<typeof ReportFacts>

/** A figure of the facts by its id. */
export const figureOf = (facts: ReportFacts, id: string): FigureFacts | undefined =>
  facts.blocks.flatMap((block) => block.figures).find((figure) => figure.id === id)
