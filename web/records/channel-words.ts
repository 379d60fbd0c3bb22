import type { Text } from '#kernel/record.ts'
import { CHANNELS, type ChannelGroup } from '#tracking/channels.ts'

const text = (de: string, en: string): Text => ({ de, en })

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

/** The names of the channels that the program brings along, by id. */
export const channelTexts: ReadonlyMap<string, Text> = new Map(
  CHANNELS.map(({ id, label }) => [id, label]),
)
