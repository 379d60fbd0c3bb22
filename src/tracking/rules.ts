import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { channelOf } from './channel-rules.ts'
import { linkRuleTexts } from './link-rules.ts'
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
  ...linkRuleTexts,
  ...websiteRuleTexts,
}

export type TouchpointFacts = { readonly campaignChannels: ReadonlyMap<string, string | null> }

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A touch carries its own channel, or its campaign's, or the one its source speaks for. */
export function deriveTouchpoint(
  before: Values | null,
  touch: Values,
  facts: TouchpointFacts,
): Values {
  if (touch.channel && touch.channel !== before?.channel) return { ...touch, channel_rule: 'given' }
  if (touch.channel) return touch
  const ofCampaign = facts.campaignChannels.get(textOf(touch.campaign_id) ?? '')
  if (ofCampaign && !touch.source && !touch.medium) {
    return { ...touch, channel: ofCampaign, channel_rule: 'campaign' }
  }
  const { channel, rule } = channelOf({
    source: textOf(touch.source),
    medium: textOf(touch.medium),
    campaign: textOf(touch.campaign),
  })
  return { ...touch, channel, channel_rule: rule }
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
