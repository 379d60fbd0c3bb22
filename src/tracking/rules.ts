import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { explainedChannelOf } from './channel-rules.ts'
import { goalRuleTexts } from './goal-records.ts'
import { linkRuleTexts } from './link-rules.ts'
import type { CompiledRule } from './own-rules.ts'
import { channelOfKind, notCounted } from './touch-kinds.ts'
import { websiteRuleTexts } from './website.ts'

/** The texts of the rules, by rule. */
export const trackingRuleTexts: Readonly<Record<string, Text>> = {
  'tracking.touchpoint_without_person': text(
    'Ein Kontaktpunkt braucht einen Lead, einen Kontakt oder ein Unternehmen.',
    'A touchpoint needs a lead, a contact or an account.',
  ),
  'tracking.negative_count': text(
    'Die Anzahl darf nicht negativ sein.',
    'The count cannot be negative.',
  ),
  'tracking.nothing_counted': text(
    'Bitte Besucher oder Sitzungen angeben.',
    'Please give visitors or sessions.',
  ),
  ...goalRuleTexts,
  ...linkRuleTexts,
  ...websiteRuleTexts,
}

export type TouchpointFacts = {
  readonly campaignChannels: ReadonlyMap<string, string | null>
  /** Channel rules of the company, which go before the built-in ones. */
  readonly ownRules?: readonly CompiledRule[]
  /** Is this the name of a program that is no person's? */
  readonly isBot?: (agent: string) => boolean
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const EVIDENCE = ['kind', 'source', 'medium', 'campaign', 'campaign_id'] as const

/** What came by a visit is decided by the rules of visits, which have numbers: `5.paid_medium`. */
const isOfVisit = (rule: unknown): boolean => typeof rule === 'string' && /^\d+\./.test(rule)

/** A channel that somebody chose stays; otherwise kind, campaign or source decide, again whenever they change. */
function withChannel(before: Values | null, touch: Values, facts: TouchpointFacts): Values {
  if (touch.channel && touch.channel !== before?.channel) {
    return { ...touch, channel_rule: 'given', used: null }
  }
  const isSame = before !== null && EVIDENCE.every((id) => before[id] === touch[id])
  const stays = isSame || touch.channel_rule === 'given' || isOfVisit(touch.channel_rule)
  if (touch.channel && stays) return touch
  const ofKind = channelOfKind(textOf(touch.kind))
  if (ofKind) return { ...touch, channel: ofKind, channel_rule: 'kind', used: `kind=${touch.kind}` }
  const ofCampaign = facts.campaignChannels.get(textOf(touch.campaign_id) ?? '')
  if (ofCampaign && !touch.source && !touch.medium) {
    return { ...touch, channel: ofCampaign, channel_rule: 'campaign', used: null }
  }
  const { channel, rule, used } = explainedChannelOf(
    {
      source: textOf(touch.source),
      medium: textOf(touch.medium),
      campaign: textOf(touch.campaign),
    },
    facts.ownRules,
  )
  return { ...touch, channel, channel_rule: rule, used: used || null }
}

const instantOf = (value: unknown): number | null => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** A touch has a channel with the reason for it; opens and clicks of programs are marked. */
export function deriveTouchpoint(
  before: Values | null,
  touch: Values,
  facts: TouchpointFacts,
): Values {
  const mail = {
    kind: textOf(touch.kind),
    at: instantOf(touch.occurred_at) ?? 0,
    sentAt: instantOf(touch.sent_at),
    agent: textOf(touch.agent),
  }
  return {
    ...withChannel(before, touch, facts),
    not_counted: notCounted(mail, facts.isBot ?? (() => false)),
  }
}

export const checkTouchpoint = (_before: Values | null, touch: Values): RuleResult[] =>
  touch.lead_id || touch.contact_id || touch.account_id
    ? []
    : [{ field: 'lead_id', rule: 'tracking.touchpoint_without_person', severity: 'invalid' }]

export function checkDailyCount(_before: Values | null, count: Values): RuleResult[] {
  const given = ['visitors', 'sessions'].filter((field) => typeof count[field] === 'number')
  if (given.length === 0) {
    return [{ field: 'visitors', rule: 'tracking.nothing_counted', severity: 'invalid' }]
  }
  return given
    .filter((field) => Number(count[field]) < 0)
    .map((field) => ({ field, rule: 'tracking.negative_count', severity: 'implausible' as const }))
}
