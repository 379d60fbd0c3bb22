import { CompiledQuery, type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import { ratio } from '#kernel/ratio.ts'
import type { Text } from '#kernel/record.ts'
import type { NamedChannel } from '../channel-table.ts'
import { type Filters, isUnfiltered } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import {
  type CompletenessField,
  DEAL_COMPLETENESS,
  DEAL_FIELDS,
  LEAD_COMPLETENESS,
  LEAD_FIELDS,
} from './completeness.ts'
import { fingerprint } from './fingerprint.ts'
import { gather } from './gather.ts'
import { keptOr, type Reading } from './reading.ts'
import { Parameters, periodsSql, rowsSql } from './scope-sql.ts'
import type { Source } from './source.ts'

type TrustScope = {
  readonly period: Period
  readonly filters: Filters
  readonly settings: KpiSettings
}

const CountsRow = z.object({ all: z.number() }).catchall(z.number())

async function completenessOf<DB>(
  reading: Reading<DB>,
  source: Source,
  fields: readonly CompletenessField[],
  scope: TrustScope,
) {
  const { period, filters, settings } = scope
  const zone = settings.time_zone
  const statement = fingerprint(source.from, fields)
  const key = [`${source.id}_fields`, statement, period.from, period.until, zone].join(' ')
  const question = { mark: source.mark, key, ...period, zone }
  const row = await keptOr(
    reading,
    isUnfiltered(filters) ? question : null,
    CountsRow,
    async () => {
      const parameters = new Parameters()
      const periods = periodsSql(parameters, [period], settings)
      const counts = fields.map(({ id, filled }) => `count(*) filter (where ${filled}) as "${id}"`)
      const text = `with ${periods}
select count(*) as all, ${counts.join(', ')}
  from ${rowsSql(parameters, source, { periods: [period], filters, settings })}
  join periods p on ${source.match}`
      const { rows } = await reading.db.executeQuery(CompiledQuery.raw(text, parameters.values))
      return CountsRow.parse(rows[0])
    },
  )
  return fields.map(({ id, name }) => {
    const filled = row[id] ?? 0
    return {
      field: `${source.records}.${id}`,
      name,
      filled,
      of: row.all,
      share: ratio(filled, row.all),
    }
  })
}

const ChangeRow = z.object({ id: z.string(), date: z.string(), kind: z.string(), note: z.string() })

const CHANGE_KINDS: Readonly<Record<string, Text>> = {
  script: { de: 'Skript geändert', en: 'Script changed' },
  consent: { de: 'Einwilligung geändert', en: 'Consent banner changed' },
  crm: { de: 'CRM-Feld geändert', en: 'CRM field changed' },
  definition: { de: 'Definition geändert', en: 'Definition changed' },
  other: { de: 'Sonstige Änderung', en: 'Other change' },
}

async function readChanges<DB>(db: Kysely<DB>, months: readonly Period[]) {
  const from = months.at(0)?.from ?? null
  const until = months.at(-1)?.until ?? null
  const { rows } = await sql`
    select id, date, kind, note from tracking.change_note
     where date >= ${from}::date and date < ${until}::date
     order by date desc, id limit 200
  `.execute(db)
  return z
    .array(ChangeRow)
    .parse(rows)
    .map(({ id, date, kind, note }) => ({
      id,
      date,
      kind,
      title: CHANGE_KINDS[kind] ?? { de: kind, en: kind },
      detail: note,
    }))
}

/** Fields filled in, touchpoints with a campaign by channel, and the diary of changes of the months. */
export async function readTrustPanel<DB>(
  reading: Reading<DB>,
  scope: TrustScope,
  months: readonly Period[],
  channels: readonly NamedChannel[],
) {
  const [leads, deals, [touches], changes] = await Promise.all([
    completenessOf(reading, LEAD_COMPLETENESS, LEAD_FIELDS, scope),
    completenessOf(reading, DEAL_COMPLETENESS, DEAL_FIELDS, scope),
    gather(reading, {
      periods: [scope.period],
      filters: scope.filters,
      by: 'channel',
      settings: scope.settings,
      only: new Set(['touchpoints', 'touchpoints_with_campaign']),
    }),
    readChanges(reading.db, months),
  ])
  const names = new Map(channels.map(({ id, name }) => [id, name]))
  const measurability = [...(touches?.byKey ?? [])].map(([channel, facts]) => {
    const touchpoints = facts.touchpoints ?? 0
    const withCampaign = facts.touchpoints_with_campaign ?? 0
    return {
      channel,
      name: names.get(channel) ?? { de: channel, en: channel },
      withCampaign,
      touchpoints,
      share: ratio(withCampaign, touchpoints),
    }
  })
  return { completeness: [...leads, ...deals], measurability, changes }
}
