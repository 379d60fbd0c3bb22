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
          select id, name_de as de, name_en as en from tracking.channel where id = any(${known}::text[])`.execute(
          db,
        )
      : by === 'campaign'
        ? await sql<Text & { id: string }>`
          select id::text, name as de, name as en from campaigns.campaign where id = any(${known}::uuid[])`.execute(
            db,
          )
        : { rows: known.map((key) => ({ id: key, de: key, en: key })) }
  const labels = Object.fromEntries(rows.map(({ id, de, en }) => [id, { de, en }]))
  return { ...labels, ...(keys.includes(NO_KEY) && { [NO_KEY]: NONE[by] }) }
}
