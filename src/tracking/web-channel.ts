import { CHANNEL_RULES, type ChannelFacts, factsOf, firstRule } from './channel-rules.ts'
import { type Evidence, hasEvidence } from './evidence.ts'
import { kindOfHost } from './known-sources.ts'
import { type CompiledRule, firstOwnRule } from './own-rules.ts'

/** The channel of a visit, with the reason. */
export type WebChannel = {
  readonly channel: string
  /** Number in the order of the rules and its id: `5.paid_medium`; texts by `channelRuleText`. */
  readonly rule: string
  /** The input that decided, for people: `medium=cpc, source=google`. Empty where there was none. */
  readonly used: string
  /** In lower case under one name each; the referrer fills what the address does not name. */
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
}

/** What decides before the built-in rules. */
export type Precedence = {
  /** The channel that a short link, a QR code or a call carries itself, and which one it is. */
  readonly given?: { readonly channel: string; readonly by: string } | null
  /** Rules of the company. */
  readonly ownRules?: readonly CompiledRule[]
}

const WEB_RULES = CHANNEL_RULES.filter((rule) => !rule.isForRecords)

export type Decision = Pick<WebChannel, 'channel' | 'rule' | 'used'>

/** The rule of a visit that brought its channel along. */
export const OWN_CHANNEL = '1.own_channel'
export const OWN_RULE = '2.own_rule'

const factsOfVisit = (evidence: Evidence): ChannelFacts =>
  factsOf(evidence, evidence.referrerHost, Object.keys(evidence.clickIds))

/** The rule of the company that fits a landing, with its place in the list, or null. */
export const ownRuleOf = (evidence: Evidence, rules: readonly CompiledRule[]) =>
  firstOwnRule({ ...factsOfVisit(evidence), landing: evidence.landingPath.toLowerCase() }, rules)

/** First match wins: its own channel, the company's rules, the built-in rules, then one of the two ends. */
function decide(
  evidence: Evidence,
  facts: ChannelFacts,
  { given, ownRules }: Precedence,
): Decision {
  if (given) return { channel: given.channel, rule: OWN_CHANNEL, used: given.by }
  const own = ownRuleOf(evidence, ownRules ?? [])
  if (own) return { channel: own.channel, rule: OWN_RULE, used: own.used }
  const match = firstRule(facts, WEB_RULES)
  if (match) {
    const { rule, finding } = match
    return { channel: finding.channel, rule: `${rule.number}.${rule.id}`, used: finding.used }
  }
  if (!hasEvidence(evidence)) return { channel: 'direct', rule: '12.direct', used: '' }
  return { channel: 'not_assignable', rule: '13.no_rule_matched', used: unmatched(evidence, facts) }
}

/** Everything there was, for the person who wants to write a rule for it. */
const unmatched = ({ clickIds }: Evidence, facts: ChannelFacts): string =>
  [
    ...(['source', 'medium', 'campaign'] as const).flatMap((part) =>
      facts[part] === '' ? [] : [`${part}=${facts[part]}`],
    ),
    ...Object.keys(clickIds).map((name) => `click_id=${name}`),
  ].join(', ')

/** Source and medium that a referrer stands for: `google.com` and `organic`. */
export function fromReferrer(referrer: string): { source: string; medium: string } | null {
  if (referrer === '') return null
  return { source: referrer, medium: kindOfHost(referrer) === 'search' ? 'organic' : 'referral' }
}

/** The channel of a visit from what its landing page showed, and why. */
export function webChannel(evidence: Evidence, precedence: Precedence = {}): WebChannel {
  const facts = factsOfVisit(evidence)
  const referred = fromReferrer(facts.referrer)
  const isNamed = facts.source !== '' || facts.medium !== ''
  return {
    ...decide(evidence, facts, precedence),
    source: facts.source || (referred?.source ?? null),
    medium: facts.medium || (isNamed ? null : (referred?.medium ?? null)),
    campaign: facts.campaign || null,
  }
}
