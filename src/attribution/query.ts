import { z } from 'zod'
import { KpiQuery } from '#kpis/query.ts'
import { REPLICATES_DEFAULT } from './bootstrap.ts'
import { type Model, parseModel } from './models.ts'
import { noSuchValue, unknownModel } from './query-refusals.ts'
import { type AttributionSettings, type JourneyRules, SCOPES } from './settings.ts'
import type { CutRules } from './stored-journey.ts'
import { REPEATS, type Transform } from './transforms.ts'

/** What counts as success, and at which moment: a deal won or opened, a lead that became SQL or MQL. */
export const CONVERSIONS = ['won', 'opportunity', 'sql', 'mql'] as const
export type Conversion = (typeof CONVERSIONS)[number]

/** What a conversion is worth: cents, or nothing but being one (`count`). */
export const VALUES = ['revenue', 'received', 'margin', 'pipeline', 'count'] as const
export type Value = (typeof VALUES)[number]

export const GROUPINGS = ['channel', 'campaign', 'content', 'source'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** The values that a conversion can have; the first is what is meant where none is named. */
export const VALUES_OF: Readonly<Record<Conversion, readonly Value[]>> = {
  won: ['revenue', 'received', 'margin', 'pipeline', 'count'],
  opportunity: ['pipeline', 'count'],
  sql: ['count', 'pipeline'],
  mql: ['count', 'pipeline'],
}

const {
  from,
  until,
  channel: many,
  campaign,
  product,
  team,
  region,
  owner,
  target_group,
  business_type,
} = KpiQuery.shape

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')

/** What routes and command line take. Filters choose conversions, as in the cockpit; days are civil, `until` exclusive. */
export const AttributionQuery = z
  .object({
    ...{ from, until, channel: many, campaign, product, team, region, owner },
    ...{ target_group, business_type },
    conversion: z.enum(CONVERSIONS).default('won'),
    value: z.enum(VALUES).optional(),
    /** Words of models, repeated or between commas; none: the company's own. */
    model: many,
    by: z.enum(GROUPINGS).default('channel'),
    /** Channels left out of the journeys, such as visits of one's own people. */
    without: many,
    /** How repeated touches of a channel count. */
    repeats: z.enum(REPEATS).default('unique'),
    /** Leave out direct touches, unless there are no others. */
    drop_direct: flag,
    /** Other rules than those that are set. */
    lookback: z.union([z.literal('unlimited'), z.coerce.number().positive()]).optional(),
    scope: z.enum(SCOPES).optional(),
    grain: z.enum(['session', 'touch']).optional(),
    lead_creation: z.enum(['first_form', 'last_before']).optional(),
    reentry: z.enum(['first', 'last', 'even']).optional(),
    /** 95 % intervals by channel, with the verdicts that rest on them. */
    intervals: flag,
    replicates: z.coerce.number().int().min(2).max(20_000).default(REPLICATES_DEFAULT),
    seed: z.coerce.number().int().nonnegative().default(1),
  })
  .refine((query) => query.from < query.until, {
    path: ['until'],
    message: 'until must be after from',
  })
export type AttributionQuery = z.infer<typeof AttributionQuery>

export type NamedModel = { readonly word: string; readonly model: Model }

/** The models that a query asks for. Refuses a word that is none. */
export function modelsOf(
  { model }: Pick<AttributionQuery, 'model'>,
  settings: AttributionSettings,
): NamedModel[] {
  const words = model
    .flatMap((list) => list.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '')
  return [...new Set(words.length === 0 ? [settings.model] : words)].map((word) => {
    const found = parseModel(word)
    if (!found) throw unknownModel(word)
    return { word, model: found }
  })
}

/** The value that a query asks for. Refuses one that its conversion does not have. */
export function wantedValue({
  conversion,
  value,
}: Pick<AttributionQuery, 'conversion' | 'value'>): Value {
  const [usual = 'count'] = VALUES_OF[conversion]
  if (value !== undefined && !VALUES_OF[conversion].includes(value)) {
    throw noSuchValue(conversion, value)
  }
  return value ?? usual
}

/** The rules that are set, with those that the query puts in their place. */
export const rulesOf = (query: AttributionQuery, { rules }: AttributionSettings): JourneyRules => ({
  scope: query.scope ?? rules.scope,
  lookbackDays:
    query.lookback === undefined
      ? rules.lookbackDays
      : query.lookback === 'unlimited'
        ? null
        : query.lookback,
  grain: query.grain ?? rules.grain,
  leadCreation: query.lead_creation ?? rules.leadCreation,
  reentry: query.reentry ?? rules.reentry,
})

const transformOf = ({ repeats, drop_direct }: AttributionQuery): Transform => ({
  repeats,
  dropDirect: drop_direct,
})

/** Everything that decides how a query looks at journeys, as its answer says it. */
export const viewOf = (query: AttributionQuery, settings: AttributionSettings) => ({
  ...rulesOf(query, settings),
  ...transformOf(query),
  without: query.without,
})

/** The same, ready to cut journeys by. */
export function cutRulesOf(query: AttributionQuery, settings: AttributionSettings): CutRules {
  const transform = transformOf(query)
  const isPlain = transform.repeats === 'unique' && !transform.dropDirect
  return {
    ...rulesOf(query, settings),
    without: new Set(query.without),
    ...(!isPlain && { transform }),
  }
}
