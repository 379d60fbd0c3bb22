import {
  AI_SOURCES,
  MARKETPLACE_SOURCES,
  OFFLINE_MEDIA,
  SEARCH_SOURCES,
  SOCIAL_SOURCES,
  SOURCE_WORDS,
  VIDEO_SOURCES,
} from './channel-words.ts'
import { channelByName } from './channels.ts'

/** What is known about where a lead or touch came from; every part as it was given. */
export type SourceEvidence = {
  readonly source?: string | null
  readonly medium?: string | null
  readonly campaign?: string | null
}

/** The channel and the rule that decided, so that "why this channel" always has an answer. */
export type ChannelDecision = { readonly channel: string; readonly rule: string }

const PAID_MEDIUM = /^(.*cp.*|ppc|retargeting|paid.*)$/
const DISPLAY_MEDIA = ['display', 'banner', 'expandable', 'interstitial', 'cpm']
const SOCIAL_MEDIA = [
  'social',
  'social-network',
  'social-media',
  'sm',
  'social network',
  'social media',
]
const EMAIL_WORDS = ['email', 'e-mail', 'e_mail', 'e mail', 'newsletter', 'nl', 'mail']

/** Compared in lower case, composed, cut to 255; what was given is kept elsewhere. */
const normalise = (text: string | null | undefined): string =>
  (text ?? '').normalize('NFC').trim().toLowerCase().slice(0, 255)

/** `www.linkedin.com`, `linkedin` and `m.linkedin.com` all name linkedin. */
const names = (source: string, list: readonly string[]): boolean =>
  list.some(
    (name) => source === name || source.split(/[./]/).includes(name) || source.endsWith(`.${name}`),
  )

type Rule = {
  readonly id: string
  readonly channel: (source: string, medium: string, campaign: string) => string | null
}

const bySourceKind = (source: string, paid: boolean): string | null => {
  if (names(source, MARKETPLACE_SOURCES)) return 'marketplace'
  if (names(source, VIDEO_SOURCES)) return paid ? 'paid_video' : 'organic_video'
  if (names(source, SEARCH_SOURCES)) return paid ? 'paid_search' : 'organic_search'
  if (names(source, SOCIAL_SOURCES)) return paid ? 'paid_social' : 'organic_social'
  return null
}

/** First match wins; the order is that of `tracking.md` for what a record can carry. */
const RULES: readonly Rule[] = [
  { id: 'offline_medium', channel: (_source, medium) => OFFLINE_MEDIA[medium] ?? null },
  {
    id: 'paid_medium',
    channel: (source, medium) => {
      if (!PAID_MEDIUM.test(medium) || medium === 'cpm') return null
      const bySource = bySourceKind(source, true)
      if (bySource) return bySource
      if (medium.includes('social')) return 'paid_social'
      if (medium.includes('video')) return 'paid_video'
      return medium.includes('search') || medium === 'ppc' || medium === 'cpc'
        ? 'paid_search'
        : 'display'
    },
  },
  {
    id: 'display_medium',
    channel: (_source, medium) => (DISPLAY_MEDIA.includes(medium) ? 'display' : null),
  },
  {
    id: 'ai_assistant',
    channel: (source, medium) =>
      medium === 'ai-assistant' || names(source, AI_SOURCES) ? 'ai_assistant' : null,
  },
  {
    id: 'source_word',
    channel: (source, medium) =>
      medium === ''
        ? (channelByName(source) ??
          SOURCE_WORDS[source] ??
          SOURCE_WORDS[source.replaceAll('_', ' ')] ??
          null)
        : null,
  },
  {
    id: 'email',
    channel: (source, medium) =>
      EMAIL_WORDS.includes(source) || EMAIL_WORDS.includes(medium) ? 'email' : null,
  },
  { id: 'known_source', channel: (source) => bySourceKind(source, false) },
  {
    id: 'social_medium',
    channel: (_source, medium) => (SOCIAL_MEDIA.includes(medium) ? 'organic_social' : null),
  },
  {
    id: 'video_medium',
    channel: (_source, medium) => (medium.includes('video') ? 'organic_video' : null),
  },
  {
    id: 'organic_medium',
    channel: (_source, medium) => (medium === 'organic' ? 'organic_search' : null),
  },
  {
    id: 'affiliate_medium',
    channel: (_source, medium) => (medium === 'affiliate' ? 'affiliate' : null),
  },
  { id: 'partner_medium', channel: (_source, medium) => (medium === 'partner' ? 'partner' : null) },
  {
    id: 'message_medium',
    channel: (source, medium) =>
      source === 'sms' ||
      medium === 'sms' ||
      medium.endsWith('push') ||
      medium.includes('notification')
        ? 'messenger'
        : null,
  },
  {
    id: 'referral_medium',
    channel: (_source, medium) =>
      ['referral', 'app', 'link'].includes(medium) ? 'referral' : null,
  },
  {
    id: 'direct',
    channel: (source, medium) =>
      source === '(direct)' && ['', '(none)', '(not set)'].includes(medium) ? 'direct' : null,
  },
]

/**
 * The channel of a lead, touch, campaign or cost line from what was written down about its source.
 * Nothing given: `unknown`. Something given that no rule knows: `not_assignable`, never `direct`.
 */
export function channelOf(evidence: SourceEvidence): ChannelDecision {
  const source = normalise(evidence.source)
  const medium = normalise(evidence.medium)
  const campaign = normalise(evidence.campaign)
  if (!source && !medium && !campaign) return { channel: 'unknown', rule: 'nothing_given' }
  for (const { id, channel } of RULES) {
    const found = channel(source, medium, campaign)
    if (found) return { channel: found, rule: id }
  }
  return { channel: 'not_assignable', rule: 'no_rule_matched' }
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
  const text = normalise(name).replaceAll(/[_|/-]+/g, ' ')
  for (const [words, channel] of NAME_WORDS) {
    if (words.test(text)) return { channel, rule: 'campaign_name' }
  }
  return null
}
