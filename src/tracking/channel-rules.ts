import { EMAIL_WORDS, meaningOf, OFFLINE_MEDIA, SOURCE_WORDS } from './channel-words.ts'
import { channelByName } from './channels.ts'
import { CLICK_IDS } from './click-ids.ts'
import { kindOfHost, kindOfSource, sourceName } from './known-sources.ts'
import { type CompiledRule, firstOwnRule } from './own-rules.ts'
import { PAID_SOURCES, type SourceKind } from './source-lists.ts'

/** What is known about where a lead or touch came from; every part as it was given. */
export type SourceEvidence = {
  readonly source?: string | null
  readonly medium?: string | null
  readonly campaign?: string | null
}

/** The channel and the rule that decided, so that "why this channel" always has an answer. */
export type ChannelDecision = { readonly channel: string; readonly rule: string }

/** What the rules compare: lower case, composed, cut; empty where nothing is known. */
export type ChannelFacts = {
  /** The source as given, and under the name that is used for it. */
  readonly givenSource: string
  readonly source: string
  readonly medium: string
  readonly campaign: string
  /** Host of another website that sent the visitor. Records have none. */
  readonly referrer: string
  /** Names of click ids. Records have none. */
  readonly clickIds: readonly string[]
}

/** A channel, and the input that decided, for people: `medium=cpc`. */
export type Finding = { readonly channel: string; readonly used: string }

export type ChannelRule = {
  /** Place in the order of the page "tracking" (docs/sources.md, T1), first match wins. */
  readonly number: number
  readonly id: string
  readonly find: (facts: ChannelFacts) => Finding | null
  /** Only for what people or programs wrote about a record, not for visits. */
  readonly isForRecords?: boolean
}

export const TEXT_LENGTH_MAX = 255

/** Composed, trimmed and cut, never refused; what people see. Control characters, which no table takes, are blanks. */
export const cutText = (text: string | null | undefined, length = TEXT_LENGTH_MAX): string =>
  (text ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, length)
    .toWellFormed()

/** The same for comparison. */
const comparable = (text: string | null | undefined): string => cutText(text).toLowerCase()

export const factsOf = (
  evidence: SourceEvidence,
  referrer: string | null = null,
  clickIds: readonly string[] = [],
): ChannelFacts => ({
  givenSource: comparable(evidence.source),
  source: sourceName(comparable(evidence.source)),
  medium: comparable(evidence.medium),
  campaign: comparable(evidence.campaign),
  referrer: referrer ?? '',
  clickIds,
})

const PAID_MEDIUM = /^(.*cp.*|ppc|retargeting|paid.*)$/
const SHOP_CAMPAIGN = /^(.*(([^a-df-z]|^)shop|shopping).*)$/
const DISPLAY_MEDIA = ['display', 'banner', 'expandable', 'interstitial', 'cpm']
const SOCIAL_MEDIA = [
  'social',
  'social-network',
  'social-media',
  'sm',
  'social network',
  'social media',
]
const NO_MEDIUM = ['', '(none)', '(not set)']

const PAID: Readonly<Partial<Record<SourceKind, string>>> = {
  shopping: 'marketplace',
  search: 'paid_search',
  social: 'paid_social',
  video: 'paid_video',
  display: 'display',
}

const found = (channel: string | null | undefined, used: string): Finding | null =>
  channel ? { channel, used } : null

const bySource = (
  facts: ChannelFacts,
  channels: Readonly<Partial<Record<SourceKind, string>>>,
): Finding | null => {
  const kind = kindOfSource(facts.source) ?? kindOfSource(facts.givenSource)
  return kind && found(channels[kind], `source=${facts.givenSource}`)
}

const byReferrer = (
  { referrer }: ChannelFacts,
  channels: Readonly<Partial<Record<SourceKind, string>>>,
): Finding | null => {
  const kind = referrer === '' ? null : kindOfHost(referrer)
  return kind && found(channels[kind], `referrer=${referrer}`)
}

const byMedium = (
  { medium }: ChannelFacts,
  fits: (medium: string) => boolean,
  channel: string,
): Finding | null => (medium !== '' && fits(medium) ? { channel, used: `medium=${medium}` } : null)

/** What the medium itself says about the kind of a paid click. */
function paidByMedium({ medium }: ChannelFacts): string | null {
  if (medium.includes('social')) return 'paid_social'
  if (medium.includes('video')) return 'paid_video'
  if (medium.includes('shopping')) return 'marketplace'
  if (/search|(^|[^a-z])se[am]([^a-z]|$)/.test(medium)) return 'paid_search'
  return DISPLAY_MEDIA.includes(medium) ? 'display' : null
}

/** Why a touch counts as paid: its medium, a click id that only paid clicks carry, or the source's name. */
function signOfPayment(facts: ChannelFacts): { rule: string; used: string } | null {
  const { medium, givenSource } = facts
  if (PAID_MEDIUM.test(medium)) return { rule: 'paid_medium', used: `medium=${medium}` }
  const clickId = facts.clickIds.find((name) => CLICK_IDS[name]?.isPaid)
  if (clickId) return { rule: 'paid_click_id', used: `click_id=${clickId}` }
  const isNamed = medium === '' && PAID_SOURCES.includes(givenSource.replaceAll(/[_\s]+/g, '-'))
  return isNamed ? { rule: 'paid_source', used: `source=${givenSource}` } : null
}

/** Of a paid touch: by campaign and source, else by medium, else by referrer, else by click id. */
function paidChannel(facts: ChannelFacts, rule: string): Finding | null {
  const sign = signOfPayment(facts)
  if (sign?.rule !== rule) return null
  const { medium, campaign, source, referrer, clickIds } = facts
  const because = (finding: Finding | null): Finding | null =>
    finding && {
      channel: finding.channel,
      used: finding.used === sign.used ? sign.used : `${sign.used}, ${finding.used}`,
    }
  const isShop = SHOP_CAMPAIGN.test(campaign) && found('marketplace', `campaign=${campaign}`)
  const known =
    isShop ||
    bySource(facts, PAID) ||
    (medium === 'cpm' ? null : found(paidByMedium(facts), `medium=${medium}`)) ||
    byReferrer(facts, PAID)
  if (known) return because(known)
  const clickId = clickIds.find((name) => CLICK_IDS[name])
  const kind = clickId && CLICK_IDS[clickId]?.kind
  if (kind) return because(found(PAID[kind], `click_id=${clickId}`))
  // Left to the rule of display, which says so plainly.
  if (medium === 'cpm') return null
  // Nothing but the medium: pay per click without a name is the word of search engines.
  const isSearch = source === '' && referrer === '' && (medium === 'cpc' || medium === 'ppc')
  return { channel: isSearch ? 'paid_search' : 'display', used: sign.used }
}

const paidRule = (id: string): ChannelRule => ({
  number: 5,
  id,
  find: (facts) => paidChannel(facts, id),
})

const ORGANIC: Readonly<Partial<Record<SourceKind, string>>> = {
  shopping: 'marketplace',
  social: 'organic_social',
  video: 'organic_video',
  search: 'organic_search',
  community: 'community',
}

const mediumRule = (
  number: number,
  id: string,
  fits: (medium: string) => boolean,
  channel: string,
): ChannelRule => ({ number, id, find: (facts) => byMedium(facts, fits, channel) })

const referrerRule = (
  number: number,
  id: string,
  channels: Readonly<Partial<Record<SourceKind, string>>>,
): ChannelRule => ({ number, id, find: (facts) => byReferrer(facts, channels) })

/** What was said outright: source, medium, campaign, and click ids of paid clicks. */
const DECLARED: readonly ChannelRule[] = [
  {
    number: 3,
    id: 'offline_medium',
    find: (facts) => {
      const channel = meaningOf(OFFLINE_MEDIA, facts.medium)
      // A post in a network is no letter.
      if (facts.medium === 'post' && kindOfSource(facts.source) === 'social') return null
      return found(channel, `medium=${facts.medium}`)
    },
  },
  {
    number: 4,
    id: 'cross_network',
    find: ({ campaign }) =>
      campaign.includes('cross-network') ? found('display', `campaign=${campaign}`) : null,
  },
  paidRule('paid_medium'),
  paidRule('paid_click_id'),
  paidRule('paid_source'),
  mediumRule(6, 'display_medium', (medium) => DISPLAY_MEDIA.includes(medium), 'display'),
  { number: 6, id: 'display_source', find: (facts) => bySource(facts, { display: 'display' }) },
  {
    number: 7,
    id: 'ai_assistant',
    find: (facts) =>
      bySource(facts, { ai: 'ai_assistant' }) ??
      byMedium(facts, (medium) => medium === 'ai-assistant', 'ai_assistant'),
  },
  {
    number: 8,
    id: 'source_word',
    isForRecords: true,
    find: ({ givenSource: source, medium }) =>
      medium === ''
        ? found(
            channelByName(source) ??
              meaningOf(SOURCE_WORDS, source) ??
              meaningOf(SOURCE_WORDS, source.replaceAll('_', ' ')),
            `source=${source}`,
          )
        : null,
  },
  {
    number: 8,
    id: 'shop_campaign',
    find: ({ campaign }) =>
      SHOP_CAMPAIGN.test(campaign) ? found('marketplace', `campaign=${campaign}`) : null,
  },
  { number: 8, id: 'known_source', find: (facts) => bySource(facts, ORGANIC) },
  mediumRule(8, 'social_medium', (medium) => SOCIAL_MEDIA.includes(medium), 'organic_social'),
  mediumRule(8, 'video_medium', (medium) => medium.includes('video'), 'organic_video'),
  mediumRule(8, 'organic_medium', (medium) => medium === 'organic', 'organic_search'),
  {
    number: 9,
    id: 'email',
    find: (facts) =>
      byMedium(facts, (medium) => EMAIL_WORDS.includes(medium), 'email') ??
      (EMAIL_WORDS.includes(facts.source) ? found('email', `source=${facts.givenSource}`) : null) ??
      bySource(facts, { mail: 'email' }),
  },
  mediumRule(10, 'affiliate_medium', (medium) => medium === 'affiliate', 'affiliate'),
  mediumRule(10, 'partner_medium', (medium) => medium === 'partner', 'partner'),
  {
    number: 10,
    id: 'message_medium',
    find: (facts) =>
      byMedium(
        facts,
        (medium) =>
          medium === 'sms' || medium.endsWith('push') || /mobile|notification/.test(medium),
        'messenger',
      ) ?? bySource(facts, { messenger: 'messenger' }),
  },
  mediumRule(
    11,
    'referral_medium',
    (medium) => ['referral', 'app', 'link'].includes(medium),
    'referral',
  ),
  {
    number: 12,
    id: 'direct',
    find: ({ givenSource, medium }) =>
      givenSource === '(direct)' && NO_MEDIUM.includes(medium)
        ? found('direct', `source=${givenSource}`)
        : null,
  },
]

/** What the visit itself shows, where nothing that was said outright decided. */
const OBSERVED: readonly ChannelRule[] = [
  referrerRule(6, 'display_referrer', { display: 'display' }),
  referrerRule(7, 'ai_referrer', { ai: 'ai_assistant' }),
  {
    number: 8,
    id: 'social_click_id',
    find: ({ clickIds }) => {
      const clickId = clickIds.find((name) => CLICK_IDS[name]?.kind === 'social')
      return clickId ? found('organic_social', `click_id=${clickId}`) : null
    },
  },
  referrerRule(8, 'known_referrer', ORGANIC),
  referrerRule(9, 'mail_referrer', { mail: 'email' }),
  referrerRule(10, 'message_referrer', { messenger: 'messenger' }),
  {
    number: 11,
    id: 'referrer',
    find: ({ referrer }) => (referrer === '' ? null : found('referral', `referrer=${referrer}`)),
  },
]

/** Every rule in the order in which it is asked. Rules 0 to 2 come before, the two ends after. */
export const CHANNEL_RULES: readonly ChannelRule[] = [...DECLARED, ...OBSERVED]

/** The first rule that fits, or null. */
export function firstRule(
  facts: ChannelFacts,
  rules: readonly ChannelRule[],
): { readonly rule: ChannelRule; readonly finding: Finding } | null {
  for (const rule of rules) {
    const finding = rule.find(facts)
    if (finding) return { rule, finding }
  }
  return null
}

/** A decision with the input that made it, for people. */
export type ExplainedDecision = ChannelDecision & { readonly used: string }

/**
 * The channel of a lead, touch, campaign or cost line from what was written down about its source, and why.
 * Nothing given: `unknown`. Something given that no rule knows: `not_assignable`, never `direct`.
 */
export function explainedChannelOf(
  evidence: SourceEvidence,
  ownRules: readonly CompiledRule[] = [],
): ExplainedDecision {
  const facts = factsOf(evidence)
  const { source, medium, campaign } = facts
  if (!source && !medium && !campaign) {
    return { channel: 'unknown', rule: 'nothing_given', used: '' }
  }
  const own = firstOwnRule({ ...facts, landing: '' }, ownRules)
  if (own) return { channel: own.channel, rule: 'own_rule', used: own.used }
  const match = firstRule(facts, CHANNEL_RULES)
  if (match) {
    const { channel, used } = match.finding
    return { channel, rule: match.rule.id, used }
  }
  const given = Object.entries({ source, medium, campaign }).filter(([, value]) => value !== '')
  const used = given.map(([part, value]) => `${part}=${value}`).join(', ')
  return { channel: 'not_assignable', rule: 'no_rule_matched', used }
}

/** The same without the input. */
export function channelOf(
  evidence: SourceEvidence,
  ownRules: readonly CompiledRule[] = [],
): ChannelDecision {
  const { channel, rule } = explainedChannelOf(evidence, ownRules)
  return { channel, rule }
}

/** Words in the name of a campaign that tell its channel, for costs and campaigns without one. */
const NAME_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(retargeting|display|banner|gdn)\b/, 'display'],
  [/\b(google ?ads?|adwords|search|brand|sea|sem|ppc)\b/, 'paid_search'],
  [/\b(linked ?in|facebook|instagram|meta|xing|tiktok|social)\b/, 'paid_social'],
  [/\b(youtube|video)\b/, 'paid_video'],
  [/\b(newsletter|e-?mail|mailing)\b/, 'email'],
  [/\b(messe|trade ?(show|fair)|hannover|interpack)\b/, 'trade_fair'],
  [/\b(webinar|seminar|event|konferenz|conference)\b/, 'event'],
]

/** A guess from a campaign's name or type, or null. Used only where nothing better is known. */
export function channelFromName(name: string | null | undefined): ChannelDecision | null {
  const text = comparable(name).replaceAll(/[_|/-]+/g, ' ')
  for (const [words, channel] of NAME_WORDS) {
    if (words.test(text)) return { channel, rule: 'campaign_name' }
  }
  return null
}
