import { z } from 'zod'
import { SUBJECTS } from './derivation.ts'
import { OwnRules } from './own-rules.ts'

/** Shapes of the routes of channel rules. */
const LanguageText = z.object({ de: z.string(), en: z.string() })

export const Move = z.object({
  subject: z.enum(SUBJECTS),
  from: z.string(),
  to: z.string(),
  count: z.number(),
})

export const DerivationView = z.object({
  state: z.enum(['waiting', 'running', 'done']),
  done: z.number(),
  total: z.number(),
  moves: z.array(Move),
  /** rules, settings, program: what changed. */
  reasons: z.array(z.string()),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  by: z.string(),
})
export type DerivationView = z.infer<typeof DerivationView>

export const BuiltInRule = z.object({
  number: z.number(),
  id: z.string(),
  name: LanguageText,
  /** What it looks at, in words. */
  matches: LanguageText,
})

export const RulesView = z.object({
  version: z.number(),
  rules: OwnRules,
  builtIn: z.array(BuiltInRule),
  /** The last time that everything was given its channel anew, or null. */
  derivation: DerivationView.nullable(),
})
export type RulesView = z.infer<typeof RulesView>

export const RulesChange = z.strictObject({
  /** That of the rules the change is based on. */
  version: z.int().min(0),
  rules: OwnRules,
  reason: z.string().max(2000).nullish(),
})

export const TryAddress = z.strictObject({
  address: z.string().max(4000),
  referrer: z.string().max(4000).nullish(),
  /** In the place of the rules that are kept, for a look before saving. */
  rules: OwnRules.nullish(),
})

export const TriedAddress = z.object({
  channel: z.string(),
  /** Number and id, `5.paid_medium`. */
  rule: z.string(),
  why: LanguageText,
  /** The place in the list of own rules, from 0, where one of them decided. */
  ownRule: z.number().nullable(),
  /** The input that decided. */
  used: z.string(),
  /** What was read in the address and the referrer. */
  read: z.object({
    source: z.string().nullable(),
    medium: z.string().nullable(),
    campaign: z.string().nullable(),
    referrer: z.string().nullable(),
    landing: z.string(),
    clickIds: z.array(z.string()),
    /** The referrer is none: own website, or a host that visitors pass through. */
    arrival: z.enum(['none', 'own', 'excluded', 'external']),
  }),
})
export type TriedAddress = z.infer<typeof TriedAddress>

export const DryRun = z.strictObject({ rules: OwnRules })

const Example = z.object({
  source: z.string().nullable(),
  medium: z.string().nullable(),
  campaign: z.string().nullable(),
  referrer: z.string().nullable(),
  landing: z.string().nullable(),
  count: z.number(),
  /** By which rule now, and by which then. */
  before: LanguageText,
  after: LanguageText,
  used: z.string(),
})
export type Example = z.infer<typeof Example>

export const DryRunResult = z.object({
  /** Rows that were looked at. */
  checked: z.number(),
  moves: z.array(Move.extend({ examples: z.array(Example) })),
  /** Rows that keep their channel, for another reason. */
  otherReason: z.number(),
})
export type DryRunResult = z.infer<typeof DryRunResult>
