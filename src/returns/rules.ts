import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'

/** The texts of the rules, by rule. */
export const returnRuleTexts: Readonly<Record<string, Text>> = {
  'returns.end_before_start': text(
    'Der letzte Tag kann nicht vor dem Beginn liegen.',
    'The last day cannot be before the start.',
  ),
  'returns.negative_amount': text(
    'Der Betrag darf nicht negativ sein.',
    'The amount cannot be negative.',
  ),
  'returns.amount_without_period': text(
    'Bitte angeben, wofür der Betrag gilt: Monat, Quartal, Jahr oder Laufzeit.',
    'Please say what the amount is for: month, quarter, year or the term.',
  ),
  'returns.ended_without_reason': text(
    'Warum endete der Vertrag? Ohne Grund lässt sich daraus nichts lernen.',
    'Why did the contract end? Without a reason nothing can be learnt from it.',
  ),
  'returns.renews_itself': text(
    'Ein Vertrag kann nicht sich selbst verlängern.',
    'A contract cannot renew itself.',
  ),
  'returns.renews_other_account': text(
    'Der verlängerte Vertrag gehört einem anderen Unternehmen.',
    'The renewed contract belongs to another account.',
  ),
  'returns.without_recommender': text(
    'Wer hat empfohlen? Bitte ein Unternehmen, einen Kontakt oder einen Namen angeben.',
    'Who recommended? Please give an account, a contact or a name.',
  ),
  'returns.without_recommended': text(
    'Wer wurde empfohlen? Bitte ein Unternehmen, einen Kontakt, einen Lead oder einen Namen angeben.',
    'Who was recommended? Please give an account, a contact, a lead or a name.',
  ),
  'returns.recommends_itself': text(
    'Empfehlendes und empfohlenes Unternehmen sind dasselbe.',
    'The recommending and the recommended account are the same.',
  ),
  'returns.hired_before_application': text(
    'Die Einstellung kann nicht vor der Bewerbung liegen.',
    'The hire cannot be before the application.',
  ),
  'returns.resolved_before_request': text(
    'Die Anfrage kann nicht vor ihrem Eingang erledigt sein.',
    'The request cannot be resolved before it came in.',
  ),
}

const problem = (severity: RuleResult['severity'], field: string, rule: string): RuleResult => ({
  field,
  rule: `returns.${rule}`,
  severity,
})

const isNegative = (value: unknown): boolean => typeof value === 'number' && value < 0
/** Days as `yyyy-mm-dd`, instants as ISO texts: earlier ones sort first. */
const isBefore = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && a < b
const idOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** What the rules need to know of other records. */
export type ReturnFacts = {
  readonly campaignChannels: ReadonlyMap<string, string | null>
  readonly applicationChannels: ReadonlyMap<string, string | null>
  readonly applicationDays: ReadonlyMap<string, string | null>
  readonly contactAccounts: ReadonlyMap<string, string | null>
  readonly leadAccounts: ReadonlyMap<string, string | null>
  readonly leadCompanies: ReadonlyMap<string, string | null>
  readonly accountNames: ReadonlyMap<string, string | null>
  readonly opportunityAccounts: ReadonlyMap<string, string | null>
  readonly contractAccounts: ReadonlyMap<string, string | null>
  /** Channel of a source as it came, by the rules of tracking. */
  readonly channelOfSource: (source: string) => string
}

/** The account that the linked person or deal belongs to, where none is given. */
const accountOf = (values: Values, facts: ReturnFacts): unknown =>
  values.account_id ??
  facts.leadAccounts.get(idOf(values.lead_id)) ??
  facts.contactAccounts.get(idOf(values.contact_id)) ??
  facts.opportunityAccounts.get(idOf(values.opportunity_id)) ??
  null

/** The day of writing where a decision has none; gone again when the decision is. */
export function deriveContract(
  _before: Values | null,
  contract: Values,
  facts: ReturnFacts,
  moment: { readonly today: string; readonly byImport: boolean },
): Values {
  const outcome = contract.outcome ?? 'running'
  const running = outcome === 'running'
  const today = moment.byImport ? (contract.end_date ?? null) : moment.today
  return {
    ...contract,
    outcome,
    decided_on: running ? null : (contract.decided_on ?? today),
    end_reason: outcome === 'ended' ? contract.end_reason : null,
    account_id: accountOf(contract, facts),
  }
}

export function checkContract(
  _before: Values | null,
  contract: Values,
  facts: ReturnFacts,
): RuleResult[] {
  const problems: RuleResult[] = []
  const { start_date, end_date, amount, billing_period, outcome, end_reason, renews_id } = contract
  if (isBefore(end_date, start_date))
    problems.push(problem('invalid', 'end_date', 'end_before_start'))
  if (isNegative(amount)) problems.push(problem('implausible', 'amount', 'negative_amount'))
  if (typeof amount === 'number' && !billing_period) {
    problems.push(problem('implausible', 'billing_period', 'amount_without_period'))
  }
  if (outcome === 'ended' && !end_reason) {
    problems.push(problem('implausible', 'end_reason', 'ended_without_reason'))
  }
  if (renews_id && renews_id === contract.id) {
    problems.push(problem('invalid', 'renews_id', 'renews_itself'))
  }
  const earlierAccount = facts.contractAccounts.get(idOf(renews_id))
  if (earlierAccount && contract.account_id && earlierAccount !== contract.account_id) {
    problems.push(problem('implausible', 'renews_id', 'renews_other_account'))
  }
  return problems
}

/** Accounts behind people, and the name of who was recommended. */
export function deriveRecommendation(
  _before: Values | null,
  recommendation: Values,
  facts: ReturnFacts,
): Values {
  const account = accountOf(recommendation, facts)
  return {
    ...recommendation,
    recommender_account_id:
      recommendation.recommender_account_id ??
      facts.contactAccounts.get(idOf(recommendation.recommender_contact_id)) ??
      null,
    account_id: account,
    recommended_name:
      recommendation.recommended_name ??
      facts.accountNames.get(idOf(account)) ??
      facts.leadCompanies.get(idOf(recommendation.lead_id)) ??
      null,
    channel:
      recommendation.channel ??
      facts.campaignChannels.get(idOf(recommendation.campaign_id)) ??
      'recommendation',
  }
}

export function checkRecommendation(_before: Values | null, values: Values): RuleResult[] {
  const problems: RuleResult[] = []
  const { recommender_account_id: from, account_id: to } = values
  if (!from && !values.recommender_contact_id && !values.recommender_name) {
    problems.push(problem('invalid', 'recommender_account_id', 'without_recommender'))
  }
  if (!to && !values.contact_id && !values.lead_id && !values.recommended_name) {
    problems.push(problem('invalid', 'recommended_name', 'without_recommended'))
  }
  if (from && from === to) {
    problems.push(problem('implausible', 'account_id', 'recommends_itself'))
  }
  return problems
}

/** Given, else the campaign's, else what `rest` tells. */
function channelOf(values: Values, facts: ReturnFacts, rest: () => unknown): unknown {
  return values.channel ?? facts.campaignChannels.get(idOf(values.campaign_id)) ?? rest() ?? null
}

const bySource = (values: Values, facts: ReturnFacts) => (): unknown =>
  typeof values.source === 'string' && values.source
    ? facts.channelOfSource(values.source)
    : undefined

export const deriveJobApplication = (
  _before: Values | null,
  application: Values,
  facts: ReturnFacts,
): Values => ({
  ...application,
  status: application.status ?? 'new',
  channel: channelOf(application, facts, bySource(application, facts)),
})

export const deriveHire = (_before: Values | null, hire: Values, facts: ReturnFacts): Values => ({
  ...hire,
  channel: channelOf(
    hire,
    facts,
    () => bySource(hire, facts)() ?? facts.applicationChannels.get(idOf(hire.job_application_id)),
  ),
})

export function checkHire(_before: Values | null, hire: Values, facts: ReturnFacts): RuleResult[] {
  const problems: RuleResult[] = []
  if (isNegative(hire.saving)) problems.push(problem('implausible', 'saving', 'negative_amount'))
  const applied = facts.applicationDays.get(idOf(hire.job_application_id))
  if (isBefore(hire.hired_on, applied)) {
    problems.push(problem('implausible', 'hired_on', 'hired_before_application'))
  }
  return problems
}

/** A request with the time it was resolved is resolved; one resolved now has the time of now. */
export function deriveServiceRequest(
  before: Values | null,
  request: Values,
  facts: ReturnFacts,
  moment: { readonly now: string; readonly byImport: boolean },
): Values {
  const closedByTime = Boolean(request.resolved_at) && !before?.resolved_at
  const resolved = request.status === 'resolved' || closedByTime
  const closing = resolved && !moment.byImport ? moment.now : null
  return {
    ...request,
    status: resolved ? 'resolved' : 'open',
    resolved_at: resolved ? (request.resolved_at ?? closing) : null,
    account_id: accountOf(request, facts),
    channel: channelOf(request, facts, () => undefined),
  }
}

export const checkServiceRequest = (_before: Values | null, request: Values): RuleResult[] =>
  isBefore(request.resolved_at, request.requested_at)
    ? [problem('implausible', 'resolved_at', 'resolved_before_request')]
    : []

/** The channel that stands behind a way of coming about. */
const CHANNEL_OF_ORIGIN: Readonly<Record<string, string>> = {
  social_selling: 'employee_social',
  cold_call: 'telemarketing',
  event: 'event',
  recommendation: 'recommendation',
}

export const deriveMeeting = (
  _before: Values | null,
  meeting: Values,
  facts: ReturnFacts,
): Values => ({
  ...meeting,
  outcome: meeting.outcome ?? 'planned',
  account_id: accountOf(meeting, facts),
  channel: channelOf(meeting, facts, () => CHANNEL_OF_ORIGIN[idOf(meeting.origin)]),
})
