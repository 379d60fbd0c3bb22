import { z } from 'zod'
import { CHANNEL_IDS } from './channels.ts'

/** What a rule of the company may look at. */
export const RULE_FIELDS = ['source', 'medium', 'campaign', 'referrer', 'landing'] as const
export type RuleField = (typeof RULE_FIELDS)[number]

export const COMPARISONS = ['is', 'contains', 'starts', 'ends', 'matches'] as const

const PATTERN_LENGTH_MAX = 255
const CONDITIONS_MAX = 20
const RULES_MAX = 200

const Condition = z.strictObject({
  field: z.enum(RULE_FIELDS),
  comparison: z.enum(COMPARISONS),
  /** True: the condition holds where the comparison does not. */
  not: z.boolean().default(false),
  value: z.string().trim().min(1).max(PATTERN_LENGTH_MAX),
})

/** A rule of the company: comes before the built-in ones and gives its channel. */
export const OwnRule = z.strictObject({
  name: z.string().trim().min(1).max(120),
  channel: z.enum(CHANNEL_IDS),
  /** Must every condition hold, or is one enough? */
  match: z.enum(['all', 'any']),
  conditions: z.array(Condition).min(1).max(CONDITIONS_MAX),
})
export const OwnRules = z.array(OwnRule).max(RULES_MAX)
export type OwnRule = z.infer<typeof OwnRule>
type Condition = z.infer<typeof Condition>

/**
 * Makes a test of a text out of a regular expression, or null where it is none. Handed over by io, which takes a
 * matcher whose time grows with the length of the text only: patterns come from people, texts from strangers.
 */
export type CompilePattern = (pattern: string) => ((text: string) => boolean) | null

export type RuleFacts = Readonly<Record<RuleField, string>> & {
  /** The source as it was given, where that is another writing: `fb` of facebook. */
  readonly givenSource?: string
}

/** A rule that is ready to be asked. */
export type CompiledRule = {
  readonly name: string
  readonly channel: string
  /** The inputs that made it fit, for people, or null. */
  readonly fits: (facts: RuleFacts) => string | null
}

type Test = (facts: RuleFacts) => string | null

function compileCondition(condition: Condition, compilePattern: CompilePattern): Test | null {
  const { field, comparison, not } = condition
  const wanted = condition.value.normalize('NFC').toLowerCase()
  const pattern = comparison === 'matches' ? compilePattern(condition.value.normalize('NFC')) : null
  if (comparison === 'matches' && !pattern) return null
  const compare: Record<(typeof COMPARISONS)[number], (text: string) => boolean> = {
    is: (text) => text === wanted,
    contains: (text) => text.includes(wanted),
    starts: (text) => text.startsWith(wanted),
    ends: (text) => text.endsWith(wanted),
    matches: (text) => pattern?.(text) ?? false,
  }
  return (facts) => {
    const given = (field === 'source' && facts.givenSource) || facts[field]
    const holds = compare[comparison](facts[field]) || compare[comparison](given)
    if (holds === not) return null
    return given === '' ? '' : `${field}=${given}`
  }
}

/** The rules ready to be asked, in order, and the places (rule, condition) of patterns that are none. */
export function compileRules(
  rules: readonly OwnRule[],
  compilePattern: CompilePattern,
): {
  readonly compiled: readonly CompiledRule[]
  readonly broken: readonly { readonly rule: number; readonly condition: number }[]
} {
  const broken: { rule: number; condition: number }[] = []
  const compiled: CompiledRule[] = []
  for (const [rule, { name, channel, match, conditions }] of rules.entries()) {
    const tests: Test[] = []
    for (const [condition, given] of conditions.entries()) {
      const test = compileCondition(given, compilePattern)
      if (test) tests.push(test)
      else broken.push({ rule, condition })
    }
    // A rule that is only half understood would fit too often.
    if (tests.length < conditions.length) continue
    compiled.push({
      name,
      channel,
      fits: (facts) => {
        const used = tests.map((test) => test(facts))
        const holding = used.filter((text) => text !== null)
        const enough = match === 'all' ? holding.length === tests.length : holding.length > 0
        return enough ? [...new Set(holding)].filter(Boolean).join(', ') : null
      },
    })
  }
  return { compiled, broken }
}

/** The first rule of the company that fits, its place and the inputs that made it, or null. */
export function firstOwnRule(
  facts: RuleFacts,
  rules: readonly CompiledRule[],
): { readonly channel: string; readonly used: string; readonly place: number } | null {
  for (const [place, rule] of rules.entries()) {
    const used = rule.fits(facts)
    if (used === null) continue
    return { channel: rule.channel, used: used === '' ? rule.name : `${rule.name}: ${used}`, place }
  }
  return null
}

/** A rule in one line with everything it says, for the audit trail: `A -> partner (all): referrer ends "vdma.org"`. */
export function ruleLine({ name, channel, match, conditions }: OwnRule): string {
  const shown = conditions.map(
    ({ field, comparison, not, value }) =>
      `${not ? 'not ' : ''}${field} ${comparison} ${JSON.stringify(value)}`,
  )
  return `${name} -> ${channel} (${match}): ${shown.join(', ')}`
}
