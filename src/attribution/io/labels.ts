import { type Kysely, sql } from 'kysely'
import type { Text } from '#kernel/record.ts'
import type { Grouping } from '../query.ts'
import { NO_KEY } from './read.ts'

const NONE: Readonly<Record<Grouping, Text>> = {
  channel: { de: 'ohne Kanal', en: 'without a channel' },
  campaign: { de: 'ohne Kampagne', en: 'without a campaign' },
  content: { de: 'ohne Inhalt', en: 'without content' },
  source: { de: 'ohne Quelle', en: 'without a source' },
}

/** `email(2)`: a channel by its frequency, as `withRepeats` names it. */
const FREQUENCY = /^(.+)(\(\d+\))$/
const channelOf = (key: string): string => FREQUENCY.exec(key)?.[1] ?? key
const timesOf = (key: string): string => {
  const times = FREQUENCY.exec(key)?.[2]
  return times ? ` ${times}` : ''
}

/** How the keys of an answer are called; contents and sources are called as they are. */
export async function readKeyLabels<DB>(
  db: Kysely<DB>,
  by: Grouping,
  keys: readonly string[],
): Promise<Record<string, Text>> {
  const known = keys.filter((key) => key !== NO_KEY)
  const { rows } =
    by === 'channel'
      ? await sql<Text & { id: string }>`
          select given.key as id, channel.name_de || given.times as de, channel.name_en || given.times as en
            from unnest(${known}::text[], ${known.map(channelOf)}::text[], ${known.map(timesOf)}::text[])
                   as given (key, channel, times)
            join tracking.channel on channel.id = given.channel`.execute(db)
      : by === 'campaign'
        ? await sql<Text & { id: string }>`
          select id::text, name as de, name as en from campaigns.campaign where id = any(${known}::uuid[])`.execute(
            db,
          )
        : { rows: known.map((key) => ({ id: key, de: key, en: key })) }
  const labels = Object.fromEntries(rows.map(({ id, de, en }) => [id, { de, en }]))
  return { ...labels, ...(keys.includes(NO_KEY) && { [NO_KEY]: NONE[by] }) }
}
