import { text } from '#kernel/fields.ts'
import type { RuleResult, Text, Values } from '#kernel/record.ts'
import { evidenceOf, NO_SURROUNDINGS } from './evidence.ts'
import { channelOfLink, isCode, isTarget, linkAddress } from './links.ts'
import { checkedUtm, type UtmPart } from './utm-words.ts'
import { webChannel } from './web-channel.ts'

/** The texts of the rules, by rule. */
export const linkRuleTexts: Readonly<Record<string, Text>> = {
  'tracking.link_target': text(
    'Bitte eine Adresse mit http:// oder https:// und ohne Zugangsdaten angeben.',
    'Please give an address with http:// or https:// and without credentials.',
  ),
  'tracking.link_code': text(
    'Ein Kurzcode besteht aus 3 bis 64 Buchstaben, Ziffern, „-“ und „_“.',
    'A short code has 3 to 64 letters, digits, “-” and “_”.',
  ),
  'tracking.code_taken': text(
    'Diesen Kurzcode hat schon ein anderer Link.',
    'Another link has this short code already.',
  ),
  'tracking.unknown_campaign': text(
    'Eine Kampagne mit diesem Namen gibt es nicht.',
    'There is no campaign of this name.',
  ),
  'tracking.no_phone_number': text(
    'Das ist keine vollständige Rufnummer.',
    'This is no complete telephone number.',
  ),
}

/** What a report or the link builder has to say, by rule. */
export const LINK_NOTE_TEXTS: Readonly<Record<string, Text>> = {
  'tracking.link_untagged': text(
    'Der Link hat keine UTM-Parameter: Besuche darüber lassen sich nicht zuordnen.',
    'The link has no UTM parameters: visits by it cannot be assigned.',
  ),
  'tracking.link_incomplete': text('Dieser UTM-Parameter fehlt.', 'This UTM parameter is missing.'),
  'tracking.link_not_assignable': text(
    'Zu Quelle und Medium passt keine Regel: Besuche darüber gelten als nicht zuordenbar.',
    'No rule fits source and medium: visits by it count as not assignable.',
  ),
  'tracking.utm_synonym': text(
    'Dafür gibt es schon ein Wort; es wird verwendet, damit nichts doppelt zählt.',
    'There is a word for this already; it is used, so that nothing counts apart.',
  ),
  'tracking.utm_medium_unknown': text(
    'Dieses Medium steht nicht in der Liste.',
    'This medium is not in the list.',
  ),
  'tracking.utm_letters': text(
    'Umlaute und Sonderzeichen werden umschrieben.',
    'Umlauts and special letters are spelt out.',
  ),
  'tracking.utm_upper_case': text(
    'Großbuchstaben werden klein geschrieben.',
    'Capital letters become small.',
  ),
  'tracking.utm_signs': text(
    'Leer- und Satzzeichen werden zu Bindestrichen.',
    'Blanks and punctuation become hyphens.',
  ),
}

/** What the rules of links and numbers need to know besides. */
export type LinkFacts = {
  readonly campaignNames: ReadonlyMap<string, string | null>
  readonly newCode: () => string
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** One writing each for the parts, a code where there is none, and the address they make. */
export function deriveLink(_before: Values | null, link: Values, facts: LinkFacts): Values {
  const campaignName = facts.campaignNames.get(textOf(link.campaign_id) ?? '') ?? null
  const { utm } = checkedUtm({
    source: textOf(link.source),
    medium: textOf(link.medium),
    campaign: textOf(link.campaign) ?? campaignName,
    content: textOf(link.content),
    term: textOf(link.term),
  })
  const target = textOf(link.target) ?? ''
  return {
    ...link,
    source: utm.source || null,
    campaign: utm.campaign || null,
    content: utm.content || null,
    term: utm.term || null,
    code: textOf(link.code) ?? facts.newCode(),
    address: isTarget(target) ? linkAddress(target, utm) : target,
  }
}

const invalid = (field: string, rule: string): RuleResult => ({
  field,
  rule: `tracking.${rule}`,
  severity: 'invalid',
})

export function checkLink(_before: Values | null, link: Values): RuleResult[] {
  const problems: RuleResult[] = []
  if (!isTarget(textOf(link.target) ?? '')) problems.push(invalid('target', 'link_target'))
  if (!isCode(textOf(link.code) ?? '')) problems.push(invalid('code', 'link_code'))
  return problems
}

export type NumberFacts = {
  /** E.164 (`+492211234567`), or null for what is no complete number. Handed over by io. */
  readonly internationalNumber: (number: string) => string | null
}

export function deriveNumber(_before: Values | null, record: Values, facts: NumberFacts): Values {
  const number = textOf(record.number)
  return { ...record, number: (number && facts.internationalNumber(number)) ?? number }
}

export const checkNumber = (
  _before: Values | null,
  record: Values,
  facts: NumberFacts,
): RuleResult[] => {
  const number = textOf(record.number)
  return number !== null && facts.internationalNumber(number) === null
    ? [invalid('number', 'no_phone_number')]
    : []
}

/** A link as the report looks at it. */
export type ReportedLink = {
  readonly address: string
  readonly medium: string | null
  readonly channel: string | null
  readonly campaignChannel: string | null
}

export type LinkNote = {
  readonly rule: string
  readonly field: UtmPart | null
  readonly value: string
}

const NEEDED = ['source', 'medium', 'campaign'] as const
/** What is wrong with the tags of a link, also with those that its target brought along. Empty: nothing. */
export function linkNotes(link: ReportedLink): LinkNote[] {
  const evidence = evidenceOf(link.address, null, NO_SURROUNDINGS)
  if (channelOfLink(link, link.campaignChannel) !== null) return []
  if (!evidence.hasUtm) return [{ rule: 'tracking.link_untagged', field: null, value: '' }]
  const missing = NEEDED.filter((part) => evidence[part] === null)
  const { warnings } = checkedUtm(evidence)
  const notes: LinkNote[] = [
    ...missing.map((field) => ({ rule: 'tracking.link_incomplete', field, value: '' })),
    ...warnings.map(({ rule, field, given }) => ({ rule, field, value: given })),
  ]
  const { channel, used } = webChannel(evidence)
  if (channel === 'not_assignable') {
    notes.push({ rule: 'tracking.link_not_assignable', field: null, value: used })
  }
  return notes
}
