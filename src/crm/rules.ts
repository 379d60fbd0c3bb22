import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { MARGIN_PARTS } from './margin-parts.ts'

/** The texts of the rules, by rule. */
export const crmRuleTexts: Readonly<Record<string, Text>> = {
  'crm.contact_without_name': text(
    'Ein Kontakt braucht einen Nachnamen oder eine E-Mail-Adresse.',
    'A contact needs a last name or an e-mail address.',
  ),
  'crm.negative_number': text(
    'Die Zahl darf nicht negativ sein.',
    'The number cannot be negative.',
  ),
  'crm.negative_amount': text(
    'Der Betrag darf nicht negativ sein. Gutschriften sind eine eigene Art mit positivem Betrag.',
    'The amount cannot be negative. Credit notes are a kind of their own with a positive amount.',
  ),
  'crm.closed_before_opened': text(
    'Der Abschluss kann nicht vor dem Anlegen der Verkaufschance liegen.',
    'The opportunity cannot be closed before it was opened.',
  ),
  'crm.opportunity_before_lead': text(
    'Die Verkaufschance kann nicht älter sein als der Lead, aus dem sie entstand.',
    'The opportunity cannot be older than the lead it came from.',
  ),
  'crm.closed_without_date': text(
    'Eine gewonnene oder verlorene Verkaufschance braucht den Zeitpunkt des Abschlusses.',
    'A won or lost opportunity needs the time it was closed.',
  ),
  'crm.won_without_amount': text(
    'Eine gewonnene Verkaufschance braucht einen Betrag.',
    'A won opportunity needs an amount.',
  ),
  'crm.opened_at_assumed': text(
    'Anlagedatum unbekannt: das Anlegen des Leads oder der Abschluss wurde angenommen.',
    'Opening date unknown: the creation of the lead or the closing was assumed.',
  ),
  'crm.production_above_variable_cost': text(
    'Herstellkosten sind ein Teil der variablen Kosten und können nicht höher sein.',
    'Production cost is part of variable cost and cannot be higher.',
  ),
  'crm.amount_and_rate': text(
    'Bitte Betrag oder Quote angeben, nicht beides: Der Betrag gilt.',
    'Please give an amount or a rate, not both: the amount holds.',
  ),
  'crm.probability_out_of_range': text(
    'Die Wahrscheinlichkeit liegt zwischen 0 % und 100 %.',
    'The probability lies between 0 % and 100 %.',
  ),
  'crm.rate_out_of_range': text(
    'Die Quote liegt zwischen -100 % und 100 %.',
    'The rate lies between -100 % and 100 %.',
  ),
  'crm.employees_reversed': text(
    'Die Obergrenze liegt unter der Untergrenze.',
    'The upper bound lies below the lower bound.',
  ),
}

const implausible = (field: string, rule: string): RuleResult => ({
  field,
  rule: `crm.${rule}`,
  severity: 'implausible',
})
const invalid = (field: string, rule: string): RuleResult => ({
  field,
  rule: `crm.${rule}`,
  severity: 'invalid',
})

const isNegative = (value: unknown): boolean => typeof value === 'number' && value < 0
const outside = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && (value < low || value > high)
const earlier = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && Date.parse(a) < Date.parse(b)

export const checkAccount = (_before: Values | null, account: Values): RuleResult[] =>
  isNegative(account.employees) ? [implausible('employees', 'negative_number')] : []

export const checkContact = (_before: Values | null, contact: Values): RuleResult[] =>
  contact.last_name || contact.email ? [] : [invalid('last_name', 'contact_without_name')]

export const checkProduct = (_before: Values | null, product: Values): RuleResult[] =>
  ['margin_rate', ...MARGIN_PARTS.map(({ rate }) => rate)]
    .filter((field) => outside(product[field], -1, 1))
    .map((field) => invalid(field, 'rate_out_of_range'))

export const checkStage = (_before: Values | null, stage: Values): RuleResult[] =>
  outside(stage.probability, 0, 1) ? [invalid('probability', 'probability_out_of_range')] : []

export function checkTargetGroup(_before: Values | null, group: Values): RuleResult[] {
  const { employees_min: low, employees_max: high } = group
  const reversed = typeof low === 'number' && typeof high === 'number' && high < low
  return reversed ? [invalid('employees_max', 'employees_reversed')] : []
}

export const checkRevenueEntry = (_before: Values | null, entry: Values): RuleResult[] =>
  isNegative(entry.amount) ? [implausible('amount', 'negative_amount')] : []

/** What the rules of an opportunity need to know of other records. */
export type OpportunityFacts = {
  readonly stages: ReadonlyMap<string, { readonly outcome: string }>
  readonly leads: ReadonlyMap<
    string,
    {
      readonly createdOn: string
      readonly accountId: string | null
      readonly channel: string | null
    }
  >
  readonly campaignChannels: ReadonlyMap<string, string | null>
  readonly contactAccounts: ReadonlyMap<string, string | null>
  /** Channel of a source as it came, by the rules of tracking. */
  readonly channelOfSource: (source: string) => string
  /** The civil day of an instant in the company's time zone. */
  readonly dayOf: (instant: string) => string
}

export type WriteMoment = { readonly now: Date; readonly byImport: boolean }

const idOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** The channel of a deal: its own campaign first, then its own source; else empty (its lead's counts). */
function dealChannel(before: Values | null, deal: Values, facts: OpportunityFacts): unknown {
  const evidenceChanged = deal.source !== before?.source || deal.campaign_id !== before?.campaign_id
  const chosen = deal.channel !== null && deal.channel !== (before?.channel ?? null)
  if (chosen || (before !== null && !evidenceChanged)) return deal.channel
  const ofCampaign = facts.campaignChannels.get(idOf(deal.campaign_id))
  if (ofCampaign) return ofCampaign
  return deal.source ? facts.channelOfSource(idOf(deal.source)) : deal.channel
}

/** Outcome, dates, account and channel of a deal, filled from its stage and what it is linked to. */
export function deriveOpportunity(
  before: Values | null,
  deal: Values,
  facts: OpportunityFacts,
  moment: WriteMoment,
): Values {
  const lead = facts.leads.get(idOf(deal.lead_id))
  const outcome = facts.stages.get(idOf(deal.stage_id))?.outcome ?? 'open'
  const now = moment.now.toISOString()
  const closedNow = outcome !== 'open' && !deal.closed_at && !moment.byImport ? now : null
  const open = outcome === 'open'
  return {
    ...deal,
    outcome,
    opened_at:
      deal.opened_at ?? (moment.byImport ? (lead?.createdOn ?? deal.closed_at ?? null) : now),
    closed_at: open ? null : (deal.closed_at ?? closedNow),
    // Many programs keep one closing date: while the deal is open it is the expected one.
    expected_close_date:
      open && typeof deal.closed_at === 'string' && before?.closed_at !== deal.closed_at
        ? facts.dayOf(deal.closed_at)
        : deal.expected_close_date,
    account_id:
      deal.account_id ??
      lead?.accountId ??
      facts.contactAccounts.get(idOf(deal.contact_id)) ??
      null,
    channel: dealChannel(before, deal, facts),
  }
}

/** What is wrong with the parts of a deal's margin. */
function checkMarginParts(deal: Values): RuleResult[] {
  return MARGIN_PARTS.flatMap(({ amount, rate }) => [
    ...(isNegative(deal[amount]) ? [implausible(amount, 'negative_amount')] : []),
    ...(outside(deal[rate], -1, 1) ? [invalid(rate, 'rate_out_of_range')] : []),
    ...(typeof deal[amount] === 'number' && typeof deal[rate] === 'number'
      ? [implausible(rate, 'amount_and_rate')]
      : []),
  ])
}

/** Which deals cannot be. Imported as warnings, refused in forms and the API. */
export function checkOpportunity(
  _before: Values | null,
  deal: Values,
  facts: OpportunityFacts,
): RuleResult[] {
  const problems: RuleResult[] = []
  const lead = facts.leads.get(idOf(deal.lead_id))
  if (earlier(deal.closed_at, deal.opened_at))
    problems.push(implausible('closed_at', 'closed_before_opened'))
  if (lead && earlier(deal.opened_at, lead.createdOn)) {
    problems.push(implausible('opened_at', 'opportunity_before_lead'))
  }
  if (deal.outcome !== 'open' && !deal.closed_at) {
    problems.push(implausible('closed_at', 'closed_without_date'))
  }
  if (deal.outcome === 'won' && deal.amount === null) {
    problems.push(implausible('amount', 'won_without_amount'))
  }
  for (const field of ['amount', 'variable_cost']) {
    if (isNegative(deal[field])) problems.push(implausible(field, 'negative_amount'))
  }
  problems.push(...checkMarginParts(deal))
  const { production_cost: production, variable_cost: variable } = deal
  if (typeof production === 'number' && typeof variable === 'number' && production > variable) {
    problems.push(implausible('production_cost', 'production_above_variable_cost'))
  }
  if (outside(deal.probability, 0, 1))
    problems.push(invalid('probability', 'probability_out_of_range'))
  return problems
}
