import type { Text } from '#kernel/record.ts'
import { CHANNELS, type ChannelGroup } from '#tracking/channels.ts'

const text = (de: string, en: string): Text => ({ de, en })

/** Why a record has the channel it has: the rules of `src/tracking/channel-rules.ts` in words. */
const RULES: Readonly<Record<string, Text>> = {
  given: text('von Hand gewählt', 'chosen by hand'),
  campaign: text('Kanal der Kampagne', 'channel of the campaign'),
  campaign_name: text('Name der Kampagne', 'name of the campaign'),
  nothing_given: text('keine Quelle angegeben', 'no source given'),
  no_rule_matched: text('keine Regel passt', 'no rule fits'),
  offline_medium: text('Offline-Medium', 'offline medium'),
  paid_medium: text('bezahltes Medium', 'paid medium'),
  display_medium: text('Medium Display', 'display medium'),
  ai_assistant: text('KI-Assistent als Quelle', 'AI assistant as source'),
  source_word: text('Wort in der Quelle', 'word in the source'),
  email: text('E-Mail als Quelle oder Medium', 'e-mail as source or medium'),
  known_source: text('bekannte Quelle', 'known source'),
  social_medium: text('Medium Social', 'social medium'),
  video_medium: text('Medium Video', 'video medium'),
  organic_medium: text('Medium organisch', 'organic medium'),
  affiliate_medium: text('Medium Affiliate', 'affiliate medium'),
  partner_medium: text('Medium Partner', 'partner medium'),
  message_medium: text('Medium Nachricht', 'message medium'),
  referral_medium: text('Verweis von anderer Website', 'referral from another website'),
  direct: text('direkter Aufruf', 'direct visit'),
}

const GROUPS: Readonly<Record<ChannelGroup, Text>> = {
  search: text('Suche', 'Search'),
  social: text('Social Media', 'Social media'),
  people: text('Menschen', 'People'),
  dialogue: text('Dialog', 'Dialogue'),
  events: text('Veranstaltungen', 'Events'),
  media: text('Werbung', 'Advertising'),
  partner: text('Partner', 'Partners'),
  web: text('Website', 'Website'),
  other: text('Sonstige', 'Other'),
  unknown: text('Unbekannt', 'Unknown'),
}

/** The name of a family of channels. */
export const channelGroupText = (group: string): Text =>
  (GROUPS as Readonly<Record<string, Text>>)[group] ?? text(group, group)

/** The words for a rule; its id where there are none. */
export const channelRuleText = (rule: string): Text => RULES[rule] ?? text(rule, rule)

/** The names of the channels that the program brings along, by id. */
export const channelTexts: ReadonlyMap<string, Text> = new Map(
  CHANNELS.map(({ id, label }) => [id, label]),
)
