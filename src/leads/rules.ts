import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { type ChannelDecision, channelOf } from '#tracking/channel-rules.ts'
import type { CompiledRule } from '#tracking/own-rules.ts'
import { LEAD_STAGES, SOURCE_FIELDS, STAGE_FIELDS } from './lead.ts'

/** What the rules need to know beyond the lead itself. */
export type LeadFacts = {
  /** Channel by campaign id. */
  readonly campaignChannels: ReadonlyMap<string, string | null>
  /** Channel rules of the company, which go before the built-in ones. */
  readonly ownRules?: readonly CompiledRule[]
}

/** When something is written, and whether a person does it or an import. */
export type WriteMoment = { readonly now: Date; readonly byImport: boolean }

/** The texts of the rules, by rule. */
export const leadRuleTexts: Readonly<Record<string, Text>> = {
  'leads.stage_before_creation': text(
    'Eine Stufe kann nicht vor dem Anlegen des Leads erreicht worden sein.',
    'A stage cannot have been reached before the lead was created.',
  ),
  'leads.stages_out_of_order': text(
    'SQL, Verkaufschance und Gewinn können nicht vor der Stufe davor liegen.',
    'SQL, opportunity and won cannot lie before the stage ahead of them.',
  ),
  'leads.exit_needs_reason': text(
    'Bitte den Grund angeben, warum der Lead ausscheidet.',
    'Please state why the lead leaves the funnel.',
  ),
  'leads.stage_date_unknown': text(
    'Zeitpunkt der Stufe unbekannt: das Anlegen des Leads wurde angenommen.',
    'Time of the stage unknown: the creation of the lead was assumed.',
  ),
  'leads.negative_amount': text(
    'Der Betrag darf nicht negativ sein.',
    'The amount cannot be negative.',
  ),
  'leads.reason_required': text(
    'Wer die Herkunft eines Leads ändert, gibt einen Grund an: davon hängt ab, welcher Kanal den Erfolg bekommt.',
    'Changing where a lead came from needs a reason: it decides which channel gets the credit.',
  ),
}

const FUNNEL = LEAD_STAGES.map((stage) => stage.value)
const SOURCE_EVIDENCE = ['source', 'medium', 'campaign', 'campaign_id'] as const

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function decideChannel(lead: Values, facts: LeadFacts): ChannelDecision {
  const campaignId = textOf(lead.campaign_id)
  const ofCampaign = campaignId ? facts.campaignChannels.get(campaignId) : null
  if (ofCampaign && !lead.source && !lead.medium) return { channel: ofCampaign, rule: 'campaign' }
  return channelOf(
    {
      source: textOf(lead.source),
      medium: textOf(lead.medium),
      campaign: textOf(lead.campaign),
    },
    facts.ownRules,
  )
}

/** A channel that somebody chose stays; otherwise the evidence decides, again whenever it changes. */
function withChannel(before: Values | null, lead: Values, facts: LeadFacts): Values {
  const chosenNow = lead.channel !== null && lead.channel !== (before?.channel ?? null)
  if (chosenNow && (before !== null || lead.channel_rule === null))
    return { ...lead, channel_rule: 'given' }
  const chosenBefore = before?.channel_rule === 'given' && lead.channel !== null
  const evidenceChanged = SOURCE_EVIDENCE.some((id) => before?.[id] !== lead[id])
  if (chosenBefore || (before !== null && lead.channel !== null && !evidenceChanged)) return lead
  const { channel, rule } = decideChannel(lead, facts)
  return { ...lead, channel, channel_rule: rule }
}

/** The furthest stage that has a date; exits count only when nothing later happened. */
function stageByDates(lead: Values): string {
  const reached = FUNNEL.filter((stage) => lead[STAGE_FIELDS[stage] ?? ''])
  return reached.at(-1) ?? 'new'
}

/** The first time a stage is reached is kept with the lead. */
function withStageDate(before: Values | null, lead: Values, moment: WriteMoment): Values {
  const stage = textOf(lead.stage) ?? stageByDates(lead)
  const column = STAGE_FIELDS[stage]
  const entered = stage !== before?.stage
  if (!column || !entered || lead[column]) return { ...lead, stage }
  const assumed = moment.byImport && before === null ? lead.created_on : moment.now.toISOString()
  const reached: Record<string, unknown> = { ...lead, stage, [column]: assumed }
  if (moment.byImport) return reached
  if (stage === 'contacted') reached.first_contacted_at ??= assumed
  if (stage === 'sql') reached.handover_at ??= assumed
  return reached
}

/** Creation, stage dates and channel of a lead, filled from what is known. */
export function deriveLead(
  before: Values | null,
  lead: Values,
  facts: LeadFacts,
  moment: WriteMoment,
): Values {
  const created_on =
    lead.created_on ?? lead.first_seen_at ?? (moment.byImport ? null : moment.now.toISOString())
  return withChannel(before, withStageDate(before, { ...lead, created_on }, moment), facts)
}

const after = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && Date.parse(a) > Date.parse(b)

/** Which histories cannot be. Everything here is imported as a warning, refused elsewhere. */
export function checkLead(before: Values | null, lead: Values): RuleResult[] {
  const problems: RuleResult[] = []
  const add = (field: string, rule: string) =>
    problems.push({ field, rule: `leads.${rule}`, severity: 'implausible' })
  for (const column of Object.values(STAGE_FIELDS)) {
    if (after(lead.created_on, lead[column])) add(column, 'stage_before_creation')
  }
  const ordered = ['mql_at', 'sql_at', 'opportunity_at', 'won_at']
  for (const [index, column] of ordered.entries()) {
    const earlier = ordered.slice(0, index).some((previous) => after(lead[previous], lead[column]))
    if (earlier) add(column, 'stages_out_of_order')
  }
  const exits = lead.stage === 'disqualified' || lead.stage === 'nurture'
  if (exits && lead.stage !== before?.stage && !lead.stage_reason)
    add('stage_reason', 'exit_needs_reason')
  if (typeof lead.expected_value === 'number' && lead.expected_value < 0) {
    add('expected_value', 'negative_amount')
  }
  return problems
}

/** Fields of origin that changed although they had a value: they need a reason. */
export const sourceChanges = (before: Values, lead: Values): string[] =>
  SOURCE_FIELDS.filter(
    (field) =>
      (before[field] ?? null) !== null && (before[field] ?? null) !== (lead[field] ?? null),
  )

export type StageEntry = { readonly stage: string; readonly enteredAt: string }

/** The entries of the stage history that a change adds: every stage date that is new or moved. */
export function newStageEntries(before: Values | null, lead: Values): StageEntry[] {
  const entries: StageEntry[] = []
  if (before === null) entries.push({ stage: 'new', enteredAt: String(lead.created_on) })
  for (const [stage, column] of Object.entries(STAGE_FIELDS)) {
    const at = lead[column]
    if (typeof at === 'string' && at !== before?.[column]) entries.push({ stage, enteredAt: at })
  }
  return entries
}

/** A stage entered again (won, reopened, won again) has a date already: the history still shows it. */
export function reentry(before: Values | null, lead: Values, now: Date): StageEntry[] {
  if (before === null || before.stage === lead.stage) return []
  const column = STAGE_FIELDS[String(lead.stage)]
  if (column && before[column] !== lead[column]) return []
  return [{ stage: String(lead.stage), enteredAt: now.toISOString() }]
}

export type OpportunitySummary = {
  readonly openedAt: string
  readonly wonAt: string | null
  readonly lostAt: string | null
  readonly anyOpen: boolean
}

/**
 * What a lead's opportunities say about the lead: the first one opened, the first one won. Dates only
 * move when the opportunities know better; a lead that left the funnel by hand stays where it is.
 */
export function advanceByOpportunities(lead: Values, opportunities: OpportunitySummary): Values {
  const { openedAt, wonAt, lostAt, anyOpen } = opportunities
  const stage = wonAt ? 'won' : anyOpen ? 'opportunity' : 'lost'
  return {
    opportunity_at: openedAt,
    won_at: wonAt,
    lost_at: stage === 'lost' ? lostAt : (lead.lost_at ?? null),
    stage,
  }
}
