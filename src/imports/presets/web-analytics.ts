import type { Preset } from './preset.ts'

/** Default channel groups of Google Analytics 4 (source T1) and where they belong here, as in `channels.md`. */
const GA4_CHANNELS = {
  direct: 'direct',
  direkt: 'direct',
  'cross-network': 'display',
  'paid shopping': 'marketplace',
  'organic shopping': 'marketplace',
  'paid search': 'paid_search',
  'bezahlte suche': 'paid_search',
  'organic search': 'organic_search',
  'organische suche': 'organic_search',
  'paid social': 'paid_social',
  'organic social': 'organic_social',
  'paid video': 'paid_video',
  'organic video': 'organic_video',
  display: 'display',
  'paid other': 'display',
  referral: 'referral',
  verweis: 'referral',
  email: 'email',
  'e-mail': 'email',
  affiliates: 'affiliate',
  audio: 'ad_offline',
  sms: 'messenger',
  'mobile push notifications': 'messenger',
  'ai assistant': 'ai_assistant',
  unassigned: 'not_assignable',
  'nicht zugewiesen': 'not_assignable',
  '(other)': 'not_assignable',
  '(not set)': 'not_assignable',
  '*': 'not_assignable',
}

/** Groups that share a channel with another one: each is a count of its own, so that none takes another's place. */
const GA4_COUNTERS = {
  ...Object.fromEntries(
    ['Paid Shopping', 'Cross-network', 'Paid Other', 'Mobile Push Notifications', 'Unassigned'].map(
      (name) => [name.toLowerCase(), `Google Analytics 4 (${name})`],
    ),
  ),
  '*': 'Google Analytics 4',
}

const GA4_GROUP = [
  'Session default channel group',
  'Session primary channel group (Default Channel Group)',
  'Session default channel grouping',
  'Default channel group',
  'Standardchannelgruppe für Sitzung',
  'Standard-Channelgruppe für Sitzung',
  'Primäre Channelgruppe für Sitzung (Standardchannelgruppe)',
] as const

const DAY = ['Date', 'Datum', 'Day', 'Tag'] as const

const MATOMO_CHANNEL = ['Label', 'Channel Type', 'Kanaltyp', 'Referrer Type'] as const

/** Types of channel of Matomo, in both languages, and as its interface writes them. */
const MATOMO_CHANNELS = {
  'direct entry': 'direct',
  'direkte zugriffe': 'direct',
  'direkter zugriff': 'direct',
  'search engines': 'organic_search',
  suchmaschinen: 'organic_search',
  websites: 'referral',
  webseiten: 'referral',
  'social networks': 'organic_social',
  'soziale netzwerke': 'organic_social',
  'ai assistants': 'ai_assistant',
  'ki-assistenten': 'ai_assistant',
  // Paid and unpaid ones together.
  campaigns: 'not_assignable',
  kampagnen: 'not_assignable',
  '*': 'not_assignable',
}

/** What other programs counted before: history by day and channel. */
export const webAnalyticsPresets: readonly Preset[] = [
  {
    id: 'google_analytics',
    name: {
      de: 'Google Analytics 4: Sitzungen je Tag und Kanal',
      en: 'Google Analytics 4: sessions by day and channel',
    },
    system: 'google_analytics',
    requires: [DAY, GA4_GROUP, ['Sessions', 'Sitzungen', 'Total users', 'Nutzer insgesamt']],
    parts: [
      {
        kind: 'daily_count',
        columns: [
          ['date', ...DAY],
          [['channel', 'counted_by'], ...GA4_GROUP],
          ['sessions', 'Sessions', 'Sitzungen'],
          [
            'visitors',
            'Total users',
            'Nutzer insgesamt',
            'Active users',
            'Aktive Nutzer',
            'Users',
            'Nutzer',
          ],
        ],
        values: { channel: GA4_CHANNELS, counted_by: GA4_COUNTERS },
        key: [...DAY, ...GA4_GROUP],
      },
    ],
    format: { date: 'yyyymmdd' },
    formatWhen: ['Date', 'Datum'],
  },
  {
    id: 'matomo',
    name: {
      de: 'Matomo: Besuche je Tag und Kanaltyp',
      en: 'Matomo: visits by day and channel type',
    },
    system: 'matomo',
    requires: [DAY, MATOMO_CHANNEL, ['nb_visits', 'Visits', 'Besuche']],
    excludes: ['Campaign', 'Kampagne'],
    parts: [
      {
        kind: 'daily_count',
        columns: [
          ['date', ...DAY],
          ['channel', ...MATOMO_CHANNEL],
          ['visitors', 'nb_uniq_visitors', 'Unique visitors', 'Eindeutige Besucher'],
          ['sessions', 'nb_visits', 'Visits', 'Besuche'],
        ],
        constants: { counted_by: 'Matomo' },
        values: { channel: MATOMO_CHANNELS },
        key: [...DAY, ...MATOMO_CHANNEL],
      },
    ],
  },
  {
    id: 'matomo_summary',
    name: { de: 'Matomo: Besuche je Tag', en: 'Matomo: visits by day' },
    system: 'matomo',
    requires: [DAY, ['nb_visits'], ['nb_uniq_visitors', 'nb_actions']],
    excludes: MATOMO_CHANNEL,
    parts: [
      {
        kind: 'daily_count',
        columns: [
          ['date', ...DAY],
          ['visitors', 'nb_uniq_visitors'],
          ['sessions', 'nb_visits'],
        ],
        // A program of its own: history takes a day from one of them, and of equal ones the one with channels.
        constants: { counted_by: 'Matomo VisitsSummary' },
        key: DAY,
      },
    ],
  },
]
