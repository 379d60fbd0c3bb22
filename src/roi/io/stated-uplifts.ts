import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { UpliftsAnswer } from '../beside-shapes.ts'
import { chosenCuts, type RoiQuery } from '../query.ts'
import { worthOf } from '../stated-uplift.ts'

const Row = z.object({
  id: z.string(),
  name: z.string(),
  stated_on: z.string(),
  source: z.string().nullable(),
  cases: z.number(),
  base_rate: z.number(),
  uplift: z.number(),
  uplift_kind: z.enum(['relative', 'points']),
  uplift_low: z.number().nullable(),
  uplift_high: z.number().nullable(),
  value: z.number(),
  comparison_cases: z.number().nullable(),
})

/** What an uplift is stated for; of anything else nobody says which part of it is meant. */
const KNOWN_CUTS: readonly string[] = ['channel', 'campaign']

/** The uplifts stated for days of the period, each with what it is worth; the latest first. */
export async function readUplifts<DB>(db: Kysely<DB>, query: RoiQuery): Promise<UpliftsAnswer> {
  const { from, until, channel, campaign } = query
  if (!chosenCuts(query).every(([cut]) => KNOWN_CUTS.includes(cut))) {
    return { certainty: 'expected', items: [] }
  }
  const { rows } = await sql<Record<string, unknown>>`
    select stated.id, stated.name, stated.stated_on, stated.source, stated.cases, stated.base_rate, stated.uplift,
           stated.uplift_kind, stated.uplift_low, stated.uplift_high, stated.value, stated.comparison_cases
      from roi.stated_uplift stated
      left join campaigns.campaign on campaign.id = stated.campaign_id
     where stated.stated_on >= ${from}::date and stated.stated_on < ${until}::date
       and (${channel.length === 0}::boolean or coalesce(stated.channel, campaign.channel) = any(${channel}::text[]))
       and (${campaign.length === 0}::boolean or stated.campaign_id = any(${campaign}::uuid[]))
     order by stated.stated_on desc, stated.id
  `.execute(db)
  return {
    certainty: 'expected',
    items: z.array(Row).parse(rows).map(shown),
  }
}

function shown(row: z.infer<typeof Row>): UpliftsAnswer['items'][number] {
  const { uplift_low: low, uplift_high: high } = row
  const stated = {
    cases: row.cases,
    baseRate: row.base_rate,
    uplift: row.uplift,
    kind: row.uplift_kind,
    valueCents: row.value,
  }
  const worth = worthOf({
    ...stated,
    comparisonCases: row.comparison_cases,
    bounds: low === null || high === null ? null : { low, high },
  })
  const { id, name, source } = row
  return { id, name, source, statedOn: row.stated_on, ...stated, ...worth }
}
