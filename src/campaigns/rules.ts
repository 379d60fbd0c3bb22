import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { channelFromName, channelOf } from '#tracking/channel-rules.ts'

/** The texts of the rules, by rule. */
export const campaignRuleTexts: Readonly<Record<string, Text>> = {
  'campaigns.ends_before_start': text(
    'Die Kampagne kann nicht enden, bevor sie beginnt.',
    'The campaign cannot end before it starts.',
  ),
  'campaigns.negative_amount': text(
    'Der Betrag darf nicht negativ sein.',
    'The amount cannot be negative.',
  ),
  'campaigns.member_without_person': text(
    'Ein Kampagnenmitglied braucht einen Lead, einen Kontakt oder einen Namen.',
    'A campaign membership needs a lead, a contact or a name.',
  ),
}

/** The channel of a campaign without one is taken from its type, else from its name, when they tell. */
export function deriveCampaign(_before: Values | null, given: Values): Values {
  const campaign: Values = { ...given, agreement: given.agreement ?? 'missing' }
  if (campaign.channel) return campaign
  const type = typeof campaign.type === 'string' ? campaign.type : ''
  const byType = type ? channelOf({ source: type }).channel : 'not_assignable'
  const known = byType !== 'not_assignable' && byType !== 'unknown' && byType !== 'other'
  const name = typeof campaign.name === 'string' ? campaign.name : ''
  const channel = known
    ? byType
    : (channelFromName(type)?.channel ?? channelFromName(name)?.channel)
  return { ...campaign, channel: channel ?? null }
}

export function checkCampaign(_before: Values | null, campaign: Values): RuleResult[] {
  const problems: RuleResult[] = []
  const { starts_on: starts, ends_on: ends } = campaign
  if (typeof starts === 'string' && typeof ends === 'string' && ends < starts) {
    problems.push({
      field: 'ends_on',
      rule: 'campaigns.ends_before_start',
      severity: 'implausible',
    })
  }
  for (const field of ['budget', 'expected_revenue']) {
    const amount = campaign[field]
    if (typeof amount === 'number' && amount < 0) {
      problems.push({ field, rule: 'campaigns.negative_amount', severity: 'implausible' })
    }
  }
  return problems
}

export const checkMembership = (_before: Values | null, member: Values): RuleResult[] =>
  member.lead_id || member.contact_id || member.member_name
    ? []
    : [{ field: 'lead_id', rule: 'campaigns.member_without_person', severity: 'invalid' }]
