import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'

/** The texts of the rules, by rule. */
export const costRuleTexts: Readonly<Record<string, Text>> = {
  'costs.until_before_from': text(
    'Der Zeitraum muss mindestens einen Tag haben.',
    'The period must have at least one day.',
  ),
  'costs.negative_count': text(
    'Die Anzahl darf nicht negativ sein.',
    'The count cannot be negative.',
  ),
  'costs.more_clicks_than_impressions': text(
    'Es kann nicht mehr Klicks als Impressionen geben.',
    'There cannot be more clicks than impressions.',
  ),
  'costs.net_above_gross': text(
    'Der Nettobetrag kann nicht über dem Bruttobetrag liegen.',
    'The net amount cannot be above the gross amount.',
  ),
}

/** What the rules need to know of campaigns. */
export type CostFacts = { readonly campaignChannels: ReadonlyMap<string, string | null> }

/** The day after a civil day. */
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** One day where no end is given, the campaign's channel, exact amount dropped when the amount changes. */
export function deriveCost(before: Values | null, cost: Values, facts: CostFacts): Values {
  const from = cost.from_date
  const campaignId = typeof cost.campaign_id === 'string' ? cost.campaign_id : ''
  const amountEdited =
    before !== null && before.amount !== cost.amount && before.exact_amount === cost.exact_amount
  const isSales = cost.category === 'sales'
  return {
    ...cost,
    until_date: cost.until_date ?? (typeof from === 'string' ? dayAfter(from) : null),
    exact_amount: amountEdited ? null : cost.exact_amount,
    channel: cost.channel ?? facts.campaignChannels.get(campaignId) ?? null,
    sales_scope: isSales ? (cost.sales_scope ?? 'unspecified') : null,
  }
}

export function checkCost(_before: Values | null, cost: Values): RuleResult[] {
  const problems: RuleResult[] = []
  const { from_date: from, until_date: until } = cost
  if (typeof from === 'string' && typeof until === 'string' && until <= from) {
    problems.push({ field: 'until_date', rule: 'costs.until_before_from', severity: 'invalid' })
  }
  for (const field of ['impressions', 'clicks', 'reach', 'platform_conversions']) {
    const count = cost[field]
    if (typeof count === 'number' && count < 0) {
      problems.push({ field, rule: 'costs.negative_count', severity: 'implausible' })
    }
  }
  const { clicks, impressions, gross_amount: gross, amount } = cost
  if (typeof clicks === 'number' && typeof impressions === 'number' && clicks > impressions) {
    problems.push({
      field: 'clicks',
      rule: 'costs.more_clicks_than_impressions',
      severity: 'implausible',
    })
  }
  if (typeof gross === 'number' && typeof amount === 'number' && amount > 0 && amount > gross) {
    problems.push({ field: 'amount', rule: 'costs.net_above_gross', severity: 'implausible' })
  }
  return problems
}
