import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { type CurrencyRate, converted, isCurrencyCode, netOf, rateOn } from './currency.ts'
import { channelOf, invalid, isNumber, ledgerRuleTexts } from './ledger-rules.ts'

/** The texts of the rules, by rule. */
export const costRuleTexts: Readonly<Record<string, Text>> = {
  ...ledgerRuleTexts,
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
  'costs.no_rate': text(
    'Für diese Währung gilt an diesem Tag kein Kurs. Tragen Sie ihn hier oder unter Wechselkurse ein.',
    'There is no rate of this currency for this day. Enter it here or under currency rates.',
  ),
  'costs.foreign_amount_missing': text(
    'Zur Währung gehört der Betrag in dieser Währung.',
    'A currency needs the amount in it.',
  ),
  'costs.currency_missing': text(
    'Zum Betrag in Fremdwährung gehört die Währung.',
    'The amount in another currency needs the currency.',
  ),
  'costs.refers_to_no_accrual': text(
    'Eine Rechnung kann sich nur auf eine Abgrenzung beziehen, die sie ersetzt.',
    'An invoice can only refer to an accrual that it replaces.',
  ),
  'costs.refers_to_accrual': text(
    'Eine Gutschrift bezieht sich auf eine Rechnung, nicht auf eine Abgrenzung.',
    'A credit note refers to an invoice, not to an accrual.',
  ),
  'costs.accrual_refers': text(
    'Eine Abgrenzung steht für sich; auf sie bezieht sich später die Rechnung.',
    'An accrual stands by itself; its invoice refers to it later.',
  ),
  'costs.credit_above_invoice': text(
    'Die Gutschriften zu dieser Rechnung sind zusammen höher als sie.',
    'The credit notes of this invoice come to more than it.',
  ),
  'costs.double_changed': text(
    'Die Buchungen haben sich inzwischen geändert. Sehen Sie sie noch einmal an.',
    'The bookings have changed meanwhile. Look at them again.',
  ),
  'costs.no_decision': text(
    'Diese Entscheidung gibt es nicht mehr.',
    'This decision does not exist any more.',
  ),
  'costs.same_side': text(
    'Eine Buchung kann nicht auf beiden Seiten stehen.',
    'A booking cannot stand on both sides.',
  ),
  'costs.not_divisible': text(
    'Aufteilen lassen sich Einträge, die zählen; nicht Abgrenzungen, Zeiten und Zeilen einer Werbeplattform.',
    'Entries that count can be divided; not accruals, hours and lines of an ad platform.',
  ),
  'costs.split_empty': text(
    'Diese Verteilung hat noch keine Anteile.',
    'This split has no shares yet.',
  ),
  'costs.made_of_hours': text(
    'Dieser Eintrag folgt einem Zeiteintrag. Ändern Sie die Stunden dort.',
    'This entry follows a time entry. Change the hours there.',
  ),
}

/** What an entry takes over from the one it refers to: else the two would not meet in every figure. */
const INHERITED = [
  'category',
  'channel',
  'campaign_id',
  'product_id',
  'team_id',
  'region_id',
  'sales_scope',
  'overhead',
] as const

/** What is needed of the entry that another refers to. */
export type ReferredCost = {
  readonly document_type: string | null
  readonly amount: number
  readonly from_date: string
  readonly until_date: string
} & { readonly [Field in (typeof INHERITED)[number]]: string | null }

/** A credit note that is there already, with what it takes back. */
export type StoredCredit = { readonly id: string; readonly amount: number }

/** What the rules need to know. */
export type CostFacts = {
  readonly campaignChannels: ReadonlyMap<string, string | null>
  /** Of the company; without it no currency is foreign. */
  readonly currency?: string
  readonly rates?: readonly CurrencyRate[]
  readonly referred?: ReadonlyMap<string, ReferredCost>
  /** Stored credit notes by the invoice that they refer to. */
  readonly credits?: ReadonlyMap<string, readonly StoredCredit[]>
}

/** The day after a civil day. */
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/**
 * One day where no end is given, the campaign's channel, net from gross, company money from foreign money,
 * a credit note below zero, and what it or an invoice takes over from the entry it refers to. The exact amount
 * goes when the amount changes.
 */
export function deriveCost(before: Values | null, given: Values, facts: CostFacts): Values {
  const cost = signed(inMoney(before, inherited(given, facts), facts))
  const from = cost.from_date
  const amountEdited =
    before !== null && before.amount !== cost.amount && before.exact_amount === cost.exact_amount
  const isSales = cost.category === 'sales'
  return {
    ...cost,
    until_date: cost.until_date ?? (typeof from === 'string' ? dayAfter(from) : null),
    exact_amount: amountEdited ? null : cost.exact_amount,
    channel: channelOf(before, cost, facts.campaignChannels),
    sales_scope: isSales ? (cost.sales_scope ?? 'unspecified') : null,
    // What is no accrual any more cannot be replaced by an invoice.
    standing:
      cost.standing === 'settled' && cost.document_type !== 'accrual'
        ? 'booked'
        : (cost.standing ?? 'booked'),
  }
}

/** Empty fields that the entry it refers to can tell. */
function inherited(cost: Values, { referred }: CostFacts): Values {
  const other = referred?.get(String(cost.refers_to_id ?? ''))
  if (!other) return cost
  const isUndated = (cost.from_date ?? null) === null
  return {
    ...cost,
    ...Object.fromEntries(INHERITED.map((field) => [field, cost[field] ?? other[field]])),
    from_date: cost.from_date ?? other.from_date,
    until_date: cost.until_date ?? (isUndated ? other.until_date : null),
  }
}

/** Currency and rate stay with the entry; VAT goes out where only the gross amount is known. */
function inMoney(
  before: Values | null,
  cost: Values,
  { currency: own, rates = [] }: CostFacts,
): Values {
  const code = typeof cost.currency === 'string' ? cost.currency.toUpperCase() : null
  const { foreign_amount: foreign, gross_amount: gross, vat_rate: vatRate } = cost
  if (code !== null && code !== own && isNumber(foreign)) {
    // Another currency has another rate, unless somebody gave one with it.
    const isOther =
      before !== null && before.currency !== code && before.currency_rate === cost.currency_rate
    const given = isOther ? null : cost.currency_rate
    const rate = given ?? rateOn(rates, code, String(cost.from_date))
    const amount = isNumber(rate) && rate > 0 ? converted(foreign, rate) : null
    return { ...cost, currency: code, currency_rate: rate, amount }
  }
  if (code !== null && code === own && isNumber(foreign)) {
    return { ...cost, currency: null, foreign_amount: null, currency_rate: null, amount: foreign }
  }
  const money = { ...cost, currency: code === own ? null : code }
  if (isNumber(gross) && isNumber(vatRate) && isNetOpen(before, cost)) {
    return { ...money, amount: netOf(gross, vatRate) }
  }
  return money
}

/** No net amount is given, or it was made of the gross amount and only that was changed. */
function isNetOpen(before: Values | null, cost: Values): boolean {
  if ((cost.amount ?? null) === null) return true
  if (before === null || before.amount !== cost.amount) return false
  const { gross_amount: gross, vat_rate: vatRate } = before
  return isNumber(gross) && isNumber(vatRate) && netOf(gross, vatRate) === before.amount
}

/** A credit note lowers cost, however its amount was written. */
function signed(cost: Values): Values {
  if (cost.document_type !== 'credit_note') return cost
  const below = (value: unknown) => (isNumber(value) ? -Math.abs(value) + 0 : value)
  return {
    ...cost,
    amount: below(cost.amount),
    exact_amount: below(cost.exact_amount),
    gross_amount: below(cost.gross_amount),
    foreign_amount: below(cost.foreign_amount),
  }
}

export function checkCost(before: Values | null, cost: Values, facts: CostFacts): RuleResult[] {
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
  return [
    ...problems,
    ...foreignProblems(cost),
    ...referenceProblems(cost, facts),
    ...(before === null ? [] : followerProblems(before, cost)),
  ]
}

function foreignProblems({ currency, foreign_amount, currency_rate }: Values): RuleResult[] {
  if (typeof currency !== 'string') {
    return isNumber(foreign_amount) ? [invalid('currency', 'costs.currency_missing')] : []
  }
  if (!isCurrencyCode(currency)) return [invalid('currency', 'costs.currency_code')]
  if (!isNumber(foreign_amount)) {
    return [invalid('foreign_amount', 'costs.foreign_amount_missing')]
  }
  return isNumber(currency_rate) && currency_rate > 0
    ? []
    : [invalid('currency_rate', 'costs.no_rate')]
}

function referenceProblems(cost: Values, { referred, credits }: CostFacts): RuleResult[] {
  const invoice = String(cost.refers_to_id ?? '')
  const other = referred?.get(invoice)
  if (!other) return []
  if (cost.document_type === 'accrual') return [invalid('refers_to_id', 'costs.accrual_refers')]
  const toAccrual = other.document_type === 'accrual'
  if (cost.document_type !== 'credit_note') {
    return toAccrual ? [] : [invalid('refers_to_id', 'costs.refers_to_no_accrual')]
  }
  if (toAccrual) return [invalid('refers_to_id', 'costs.refers_to_accrual')]
  const others = (credits?.get(invoice) ?? []).filter(({ id }) => id !== cost.id)
  const credited = others.reduce((sum, { amount }) => sum + Math.abs(amount), 0)
  return isNumber(cost.amount) && Math.abs(cost.amount) + credited > Math.abs(other.amount)
    ? [{ field: 'amount', rule: 'costs.credit_above_invoice', severity: 'implausible' }]
    : []
}

/** What an entry has from its hours; text, team and the like are free. */
const FROM_HOURS = ['category', 'from_date', 'until_date', 'amount', 'channel', 'campaign_id']

function followerProblems(before: Values, cost: Values): RuleResult[] {
  if ((before.time_entry_id ?? null) === null) return []
  return FROM_HOURS.filter((field) => (before[field] ?? null) !== (cost[field] ?? null)).map(
    (field) => invalid(field, 'costs.made_of_hours'),
  )
}
