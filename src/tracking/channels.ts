import type { Text } from '#kernel/record.ts'

/** Which family of channels; totals exist for every one. */
export type ChannelGroup =
  | 'search'
  | 'social'
  | 'people'
  | 'dialogue'
  | 'events'
  | 'media'
  | 'partner'
  | 'web'
  | 'other'
  | 'unknown'

export type Channel = {
  readonly id: string
  readonly label: Text
  readonly group: ChannelGroup
  /**
   * How deeply a lead from this medium is usually qualified, 1 = deepest: the order of the Bitkom
   * lead-management guide (source G4 in docs/sources.md). A start value that a company edits.
   */
  readonly depth: number | null
}

const channel = (
  id: string,
  de: string,
  en: string,
  group: ChannelGroup,
  depth: number | null,
): Channel => ({ id, label: { de, en }, group, depth })

/** The only list of channels: used by leads, touchpoints, costs, campaigns, figures and imports. */
export const CHANNELS: readonly Channel[] = [
  channel('organic_search', 'Suche (organisch)', 'Organic search', 'search', 2),
  channel('paid_search', 'Suche (bezahlt)', 'Paid search', 'search', 2),
  channel('ai_assistant', 'KI-Assistenten', 'AI assistants', 'search', 2),
  channel('organic_social', 'Social Media (organisch)', 'Organic social', 'social', 3),
  channel('paid_social', 'Social Media (bezahlt)', 'Paid social', 'social', 3),
  channel('organic_video', 'Video (organisch)', 'Organic video', 'social', 3),
  channel('paid_video', 'Video (bezahlt)', 'Paid video', 'social', 3),
  channel('community', 'Fach-Communities und Foren', 'Communities and forums', 'social', 3),
  channel(
    'employee_social',
    'Mitarbeitende (Social Selling)',
    'Employees (social selling)',
    'people',
    3,
  ),
  channel('influencer', 'Influencer', 'Influencers', 'people', 3),
  channel('recommendation', 'Empfehlung (Kunden, Netzwerk)', 'Recommendation', 'people', 2),
  channel('email', 'E-Mail und Newsletter', 'E-mail and newsletter', 'dialogue', 4),
  channel('direct_mail', 'Brief und Mailing (Post)', 'Direct mail', 'dialogue', 4),
  channel('messenger', 'Messenger, SMS, Push', 'Messenger, SMS, push', 'dialogue', 4),
  channel('telemarketing', 'Telefon (ausgehend)', 'Telephone (outgoing)', 'dialogue', 1),
  channel('telephone', 'Telefon (eingehend)', 'Telephone (incoming)', 'dialogue', 1),
  channel('event', 'Seminar, Webinar, Veranstaltung', 'Seminar, webinar, event', 'events', 5),
  channel('trade_fair', 'Messe', 'Trade fair', 'events', 6),
  channel('display', 'Display-Werbung', 'Display advertising', 'media', 7),
  channel(
    'ad_offline',
    'Anzeige mit Rückantwort (Print, Audio, Außenwerbung)',
    'Offline advertising',
    'media',
    7,
  ),
  channel(
    'marketplace',
    'B2B-Marktplätze und Verzeichnisse',
    'Marketplaces and directories',
    'media',
    4,
  ),
  channel('affiliate', 'Affiliate', 'Affiliate', 'media', 4),
  channel('partner', 'Vertriebspartner', 'Sales partner', 'partner', 2),
  channel('referral', 'Verweis von anderer Website', 'Referral', 'web', 2),
  channel('direct', 'Direkt (kein Verweis, keine Kennung)', 'Direct', 'web', 2),
  channel('other', 'Sonstiges (angegeben, aber keines davon)', 'Other', 'other', null),
  channel(
    'not_assignable',
    'Nicht zuordenbar (Kennung da, keine Regel passt)',
    'Not assignable',
    'unknown',
    null,
  ),
  channel('unknown', 'Unbekannt (nichts angegeben)', 'Unknown', 'unknown', null),
]

export const CHANNEL_IDS: readonly string[] = CHANNELS.map((c) => c.id)

/** Channels that say nothing about what marketing did: never spread over the others. */
export const UNATTRIBUTABLE_CHANNELS: readonly string[] = ['direct', 'not_assignable', 'unknown']

/** A name or id in either language as a channel id, or null: `Messe` -> trade_fair. */
export function channelByName(name: string): string | null {
  const wanted = name.trim().toLowerCase()
  const found = CHANNELS.find(
    (c) =>
      c.id === wanted ||
      c.label.de.toLowerCase() === wanted ||
      c.label.en.toLowerCase() === wanted ||
      c.label.de.toLowerCase().replace(/ \(.*\)$/, '') === wanted,
  )
  return found?.id ?? null
}
