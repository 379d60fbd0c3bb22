import { text } from '#kernel/fields.ts'
import { type Cents, cents } from '#kernel/money.ts'
import { addDays, daysBetween, isoDate } from '#kernel/period.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { isCurrencyCode } from './currency.ts'

/** The texts of the rules of hours, recurring costs, rates and accounts. */
export const ledgerRuleTexts: Readonly<Record<string, Text>> = {
  'costs.role_or_person': text(
    'Bitte eine Tätigkeit wählen; sie gibt den Stundensatz.',
    'Please choose a role; it gives the hourly rate.',
  ),
  'costs.names_off': text(
    'Zeiten werden hier ohne Namen erfasst (Einstellungen, Kosten).',
    'Hours are kept without names here (settings, costs).',
  ),
  'costs.no_hour_rate': text(
    'Ohne Tätigkeit fehlt der Stundensatz.',
    'Without a role the hourly rate is missing.',
  ),
  'costs.no_hours': text('Bitte Stunden über null eingeben.', 'Please enter hours above zero.'),
  'costs.too_many_hours': text(
    'So viele Stunden hat der Zeitraum nicht.',
    'The period does not have that many hours.',
  ),
  'costs.split_or_channel': text(
    'Entweder eine Verteilung oder Kanal und Kampagne, nicht beides.',
    'Either a split or a channel and campaign, not both.',
  ),
  'costs.share_above_zero': text(
    'Der Anteil liegt über 0 % und höchstens bei 100 %.',
    'The share is above 0 % and at most 100 %.',
  ),
  'costs.share_of_nothing': text(
    'Bitte einen Kanal oder eine Kampagne wählen.',
    'Please choose a channel or a campaign.',
  ),
  'costs.currency_code': text(
    'Eine Währung ist ein Kürzel aus drei Großbuchstaben, zum Beispiel USD.',
    'A currency is a code of three capitals such as USD.',
  ),
  'costs.rate_above_zero': text('Der Kurs muss über null liegen.', 'The rate must be above zero.'),
  'costs.account_digits': text(
    'Ein Sachkonto besteht aus Ziffern.',
    'A ledger account consists of digits.',
  ),
}

/** What the rules of hours need to know. */
export type HourFacts = {
  readonly roleRates: ReadonlyMap<string, number>
  readonly campaignChannels: ReadonlyMap<string, string | null>
  readonly withNames: boolean
}

export const invalid = (field: string, rule: string): RuleResult => ({
  field,
  rule,
  severity: 'invalid',
})
export const isNumber = (value: unknown): value is number => typeof value === 'number'

/**
 * The channel of what is booked: its own, else that of its campaign. Another campaign brings its channel along, unless
 * another channel was given with it.
 */
export function channelOf(
  before: Values | null,
  { channel, campaign_id: campaign }: Values,
  channels: ReadonlyMap<string, string | null>,
): unknown {
  const ofCampaign = channels.get(String(campaign ?? '')) ?? null
  const left = before?.campaign_id ?? null
  const isMoved = left !== null && left !== campaign && before?.channel === channel
  return (isMoved ? (ofCampaign ?? channel) : (channel ?? ofCampaign)) ?? null
}

/** Cents of some hours: hours x rate, rounded half up. Hours have two decimals. */
export const costOfHours = (hours: number, rate: number): Cents =>
  cents(Math.round(Math.round(hours * 100) * rate * 0.01 + 1e-9))

/** One day where no end is given, the rate of the role, the cost, the campaign's channel. */
export function deriveTimeEntry(before: Values | null, entry: Values, facts: HourFacts): Values {
  const { from_date: from, hours } = entry
  const roleRate = facts.roleRates.get(String(entry.role_id ?? '')) ?? null
  // Another role has another rate, unless somebody gave one with it.
  const isOther = before !== null && before.role_id !== entry.role_id && before.rate === entry.rate
  const rate = isOther ? roleRate : (entry.rate ?? roleRate)
  return {
    ...entry,
    until_date: entry.until_date ?? (typeof from === 'string' ? addDays(isoDate(from), 1) : null),
    rate,
    amount: isNumber(hours) && isNumber(rate) ? costOfHours(hours, rate) : null,
    channel: channelOf(before, entry, facts.campaignChannels),
  }
}

export function checkTimeEntry(
  before: Values | null,
  entry: Values,
  { withNames }: HourFacts,
): RuleResult[] {
  const { from_date: from, until_date: until, hours } = entry
  const problems: RuleResult[] = []
  if ((entry.role_id ?? entry.user_id ?? null) === null) {
    problems.push(invalid('role_id', 'costs.role_or_person'))
  }
  // A name from when names were allowed stays until somebody removes it: the entry can be changed all the same.
  const isNamed = (entry.user_id ?? null) !== null && entry.user_id !== before?.user_id
  if (!withNames && isNamed) {
    problems.push(invalid('user_id', 'costs.names_off'))
  }
  if (!isNumber(entry.rate)) problems.push(invalid('rate', 'costs.no_hour_rate'))
  if (isNumber(hours) && hours <= 0) problems.push(invalid('hours', 'costs.no_hours'))
  if (typeof from === 'string' && typeof until === 'string') {
    if (until <= from) problems.push(invalid('until_date', 'costs.until_before_from'))
    else if (isNumber(hours) && hours > 24 * daysBetween(isoDate(from), isoDate(until))) {
      problems.push({ field: 'hours', rule: 'costs.too_many_hours', severity: 'implausible' })
    }
  }
  return problems
}

export const deriveWorkRole = (_before: Values | null, role: Values): Values => ({
  ...role,
  category: role.category ?? 'personnel',
  sales_scope: role.category === 'sales' ? (role.sales_scope ?? null) : null,
})

export function deriveRecurring(_before: Values | null, cost: Values): Values {
  const code = typeof cost.currency === 'string' ? cost.currency.toUpperCase() : null
  const isSales = cost.category === 'sales'
  return {
    ...cost,
    currency: code,
    share: cost.share ?? 1,
    active: cost.active ?? true,
    sales_scope: isSales ? (cost.sales_scope ?? 'unspecified') : null,
  }
}

export function checkRecurring(_before: Values | null, cost: Values): RuleResult[] {
  const { from_date: from, until_date: until, share, currency } = cost
  const problems: RuleResult[] = []
  if (typeof from === 'string' && typeof until === 'string' && until <= from) {
    problems.push(invalid('until_date', 'costs.until_before_from'))
  }
  if (isNumber(share) && (share <= 0 || share > 1)) {
    problems.push(invalid('share', 'costs.share_above_zero'))
  }
  if (typeof currency === 'string' && !isCurrencyCode(currency)) {
    problems.push(invalid('currency', 'costs.currency_code'))
  }
  const placed = (cost.channel ?? cost.campaign_id ?? null) !== null
  if (placed && (cost.split_id ?? null) !== null) {
    problems.push(invalid('split_id', 'costs.split_or_channel'))
  }
  return problems
}

export function checkShare(_before: Values | null, { share, ...rest }: Values): RuleResult[] {
  const problems: RuleResult[] = []
  if (isNumber(share) && (share <= 0 || share > 1)) {
    problems.push(invalid('share', 'costs.share_above_zero'))
  }
  if ((rest.channel ?? rest.campaign_id ?? null) === null) {
    problems.push(invalid('channel', 'costs.share_of_nothing'))
  }
  return problems
}

export const deriveCurrencyRate = (_before: Values | null, rate: Values): Values => ({
  ...rate,
  currency: typeof rate.currency === 'string' ? rate.currency.toUpperCase() : rate.currency,
})

export function checkCurrencyRate(
  _before: Values | null,
  { currency, rate }: Values,
): RuleResult[] {
  const problems: RuleResult[] = []
  if (typeof currency === 'string' && !isCurrencyCode(currency)) {
    problems.push(invalid('currency', 'costs.currency_code'))
  }
  if (isNumber(rate) && rate <= 0) problems.push(invalid('rate', 'costs.rate_above_zero'))
  return problems
}

export const checkAccount = (_before: Values | null, { account_number }: Values): RuleResult[] =>
  typeof account_number === 'string' && !/^\d{1,9}$/.test(account_number)
    ? [invalid('account_number', 'costs.account_digits')]
    : []
