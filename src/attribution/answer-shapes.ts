import { z } from 'zod'
import { CONVERSIONS, GROUPINGS, VALUES } from './query.ts'
import { SCOPES } from './settings.ts'
import { REPEATS } from './transforms.ts'
import { REASONS } from './unattributed.ts'

// What the routes answer, declared once: they check by it what they send, screens what they get.
// Money is whole cents, days are half-open, instants in ISO 8601.

const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()

const Said = z.object({ de: z.string(), en: z.string() })
/** Names of channels or keys. */
export const Labels = z.record(z.string(), Said)
const Amount = z.object({ conversions: z.number(), value: z.number() })
const Unit = z.enum(['cents', 'conversions'])
const Range = z.tuple([z.number(), z.number()]).readonly()

/** What was asked, as every answer about conversions says it. */
const Asked = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  conversion: z.enum(CONVERSIONS),
  value: z.enum(VALUES),
  unit: Unit,
  currency: z.string(),
  rules: z.object({
    scope: z.enum(SCOPES),
    lookbackDays: z.number().nullable(),
    grain: z.enum(['session', 'touch']),
    leadCreation: z.enum(['first_form', 'last_before']),
    reentry: z.enum(['first', 'last', 'even']),
    without: list(z.string()),
    repeats: z.enum(REPEATS),
    dropDirect: z.boolean(),
  }),
  labels: Labels,
})

const CreditRow = Amount.extend({
  channel: z.string().optional(),
  key: z.string().optional(),
  removalEffect: z.number().optional(),
  standardError: z.number().optional(),
  interval: z.object({ conversions: Range, value: Range }).optional(),
  enough: z.boolean().optional(),
})
const ModelCredits = z.object({
  model: z.string(),
  order: z.number().optional(),
  additive: z.literal(false).optional(),
  rows: list(CreditRow),
  unattributed: Amount.extend({ reasons: list(Amount.extend({ reason: z.enum(REASONS) })) }),
  total: Amount,
})
const Bound = z.object({ model: z.string(), share: z.number() })

/** `GET /api/attribution` */
export const CreditsAnswer = Asked.extend({
  by: z.enum(GROUPINGS),
  models: list(ModelCredits),
  robustness: list(
    z.object({
      channel: z.string(),
      lowest: Bound,
      highest: Bound,
      verdict: z.enum(['robust', 'depends_on_model']),
    }),
  ).optional(),
  reconciliation: list(
    z.object({
      model: z.string(),
      records: Amount,
      attributed: z.number(),
      unattributed: z.number(),
      difference: z.number(),
    }),
  ),
  valueMissing: z.number(),
})

/** `GET /api/attribution/definitions` */
export const DefinitionsAnswer = z.object({
  models: list(z.object({ model: z.string(), label: Said, isRule: z.boolean() })),
  default: z.string(),
  reasons: list(z.object({ reason: z.enum(REASONS), why: Said, todo: Said })),
})

/** `GET /api/attribution/status` */
export const StatusAnswer = z.object({
  progress: z
    .object({
      done: z.number(),
      total: z.number(),
      startedAt: z.string(),
      finishedAt: z.string().nullable(),
    })
    .nullable(),
})

/** A page of a list, latest first. */
const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: list(item), next: z.string().nullable(), count: z.number() })

/** A conversion: the opportunity, of MQL and SQL the lead. */
const Case = z.object({
  id: z.string(),
  name: z.string(),
  account: z.string().nullable(),
  at: z.string(),
  /** Cents, or 1 where conversions are only counted. */
  value: z.number(),
})

/** `GET /api/attribution/unattributed` */
export const UnattributedAnswer = pageOf(Case.extend({ reason: z.enum(REASONS) }))

/** `GET /api/attribution/self-reported` */
export const SelfReportedAnswer = z.object({
  unit: Unit,
  total: Amount,
  answered: Amount,
  items: list(Amount.extend({ answer: z.string() })),
})

/** `GET /api/attribution/journeys/:opportunityId` */
export const DealJourneyAnswer = z.object({
  opportunityId: z.string(),
  name: z.string(),
  accountId: z.string().nullable(),
  outcome: z.enum(['open', 'won', 'lost']),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  amount: z.number().nullable(),
  touches: list(
    z.object({
      kind: z.enum(['touchpoint', 'lead', 'campaign_membership', 'opportunity']),
      recordId: z.string(),
      at: z.string(),
      channel: z.string(),
      /** Of a direct visit the channel of the visitor's last one within 90 days that was not; no model uses it. */
      lastNonDirect: z.string().nullable(),
      campaignId: z.string().nullable(),
      campaign: z.string().nullable(),
      source: z.string().nullable(),
      content: z.string().nullable(),
      title: z.string().nullable(),
      /** Who it was: a contact or a lead; null for what the account was told as a whole. */
      person: z.string().nullable(),
      isForm: z.boolean(),
      /** Whether it counts: not too old, and not the same visit again. */
      counts: z.boolean(),
      /** By model; only where it counts. */
      credits: z.record(z.string(), z.number()),
      milestones: list(z.enum(['first', 'lead', 'opportunity', 'close'])),
    }),
  ),
  /** By model: what nobody gets, and why. */
  unattributed: z.record(
    z.string(),
    z.object({ value: z.number(), reason: z.enum(REASONS).nullable() }),
  ),
  /** What the leads of the journey said themselves, beside what was measured. */
  selfReported: list(z.string()),
})
export type DealJourney = z.infer<typeof DealJourneyAnswer>
export type JourneyTouch = DealJourney['touches'][number]

const Bin = Amount.extend({ from: z.number(), until: z.number().nullable() })

/** `GET /api/attribution/paths` */
export const PathsAnswer = Asked.extend({
  total: Amount,
  unattributed: Amount,
  medianDays: z.number().nullable(),
  medianTouches: z.number().nullable(),
  flow: list(Amount.extend({ step: z.number(), from: z.string(), to: z.string() })),
  paths: list(
    Amount.extend({
      channels: list(z.string()),
      medianDays: z.number(),
      medianTouches: z.number(),
    }),
  ),
  pathCount: z.number(),
  lengths: list(Bin),
  durations: list(Bin),
  matrix: list(Amount.extend({ first: z.string(), last: z.string() })),
})

const Cases = pageOf(
  Case.extend({ channels: list(z.string()), touches: z.number(), days: z.number().nullable() }),
)

/** `GET /api/attribution/journeys` */
export const JourneysAnswer = Cases.extend({ labels: Labels })

/** `GET /api/attribution/influence` */
export const InfluenceAnswer = Asked.extend({
  additive: z.literal(false),
  total: Amount,
  together: Amount,
  channels: list(Amount.extend({ channel: z.string(), alone: Amount })),
  months: list(z.object({ month: z.string(), total: Amount, together: Amount })),
  deals: Cases,
})
