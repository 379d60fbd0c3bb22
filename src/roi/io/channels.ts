import { type Kysely, sql } from 'kysely'
import type { z } from 'zod'
import type { CreditsAnswer } from '#attribution/answer-shapes.ts'
import { MODEL_NAMES, MODELS } from '#attribution/models.ts'
import { AttributionQuery } from '#attribution/query.ts'
import type { Text } from '#kernel/record.ts'
import { KpiQuery } from '#kpis/query.ts'
import type { KpiResult } from '#kpis/result.ts'
import { LEAD_SOURCE } from '#kpis/settings.ts'
import { type ChannelsQuery, COLUMN_IDS, COLUMNS, type Compared } from '../channel-query.ts'
import { adsReturn } from '../channel-returns.ts'
import type { Channels } from '../channel-shapes.ts'
import type { Worth } from '../cohort-query.ts'
import { commonWarnings } from '../found-parts.ts'
import { type ModelValue, roiRange, UNKNOWN_CHANNELS } from '../range.ts'
import { roiOfAmounts } from '../roi.ts'
import { type Credited, touchesSql } from './credited.ts'
import type { Judging } from './judging.ts'
import { readUnknownMargins } from './unknown-margins.ts'

type Results = Readonly<Record<string, KpiResult>>
type SplitQuery = KpiQuery & { readonly by: Exclude<Compared, 'content'> }
type Attributed = Omit<z.infer<typeof CreditsAnswer>, 'labels'>

export type ChannelParts = {
  readonly credited: (model: string | undefined) => Promise<Credited>
  /** Figures in all and by key; owned by figures. */
  readonly split: (
    query: SplitQuery,
    ids: readonly string[],
  ) => Promise<{
    readonly total: Results
    readonly rows: readonly {
      readonly key: string
      readonly label: Text
      readonly kpis: Results
    }[]
  }>
  /** Credits by every model that is asked for; owned by attribution. */
  readonly attributed: (query: AttributionQuery) => Promise<Attributed>
  readonly judging: Judging
}

/** Rows that are compared at most; of products and regions each is a question of its own. */
const ROWS_MAX = { channel: 60, campaign: 200, content: 200, product: 25, region: 25 } as const
const NO_KEY = '(none)'
/** Everything that adds up; a share of participation does not. */
const COMPARED_MODELS = MODEL_NAMES.filter((name) => MODELS[name].model.kind !== 'influenced')

/** Channels, campaigns, contents, products or regions beside each other, with what every model says of them. */
export async function readChannels(query: ChannelsQuery, parts: ChannelParts): Promise<Channels> {
  const { by, from, until, worth: asked } = query
  const credited = await parts.credited(query.model)
  const figures = await figuresOf(query, credited.model, parts)
  const worth = asked ?? (figures.total.attributed_margin?.value == null ? 'revenue' : 'margin')
  const kept = figures.rows.slice(0, ROWS_MAX[by])
  const values = await valuesOf(
    query,
    worth,
    { keys: kept.map(({ key }) => key), model: credited.model },
    parts,
  )
  const unknown = await readUnknown(credited, query)
  const unsure = worth === 'margin' ? await readUnknownMargins(credited, query) : new Set<string>()
  const rows = kept.map(({ key, label, kpis }) => ({
    key,
    label,
    ...rowOf(kpis, worth, {
      models: values.byKey.get(key) ?? [],
      isKnown: !unsure.has(key),
      unknownShare: unknown.get(key) ?? null,
    }),
  }))
  const { cost, cycle } = await parts.judging(kpiQueryOf(query), until)
  return {
    period: { from, until },
    ...{ by, worth, rows },
    currency: credited.currency,
    attribution: { model: credited.model, name: credited.name },
    models: values.models.map((model) => ({ model, label: labelOf(model) })),
    total: rowOf(figures.total, worth, {
      models: values.total,
      isKnown: unsure.size === 0,
      unknownShare: unknown.get('') ?? null,
    }),
    unknown: values.unknown,
    left: figures.rows.length - kept.length,
    warnings: commonWarnings({ period: { from, until }, goal: null, cycleDays: cycle.days, cost }),
    cycleBasis: cycle.basis,
  }
}

const labelOf = (word: string): Text => {
  const name = MODEL_NAMES.find((one) => one === word.split(':')[0])
  return name ? MODELS[name].label : { de: word, en: word }
}

const figureOf = (results: Results, id: string): number | null => results[id]?.value ?? null

type OfModels = {
  readonly models: readonly ModelValue[]
  /** Whether what a model gives is known at all. */
  readonly isKnown: boolean
  readonly unknownShare: number | null
}

function rowOf(
  kpis: Results,
  worth: Worth,
  { models, isKnown, unknownShare }: OfModels,
): Channels['total'] {
  const cost = figureOf(kpis, COLUMNS.cost)
  const value = figureOf(kpis, COLUMNS[worth])
  return {
    figures: Object.fromEntries(
      COLUMN_IDS.flatMap((id) => {
        const result = kpis[COLUMNS[id]]
        return result ? [[id, shown(result)]] : []
      }),
    ),
    roi: cost === null || value === null ? null : roiOfAmounts(value, cost),
    // Where the margin of a deal is not known, no sum of a model that may give it is a margin.
    range: value === null || !isKnown ? null : roiRange(models, cost),
    ...{ models, unknownShare },
    ads: adsReturn(figureOf(kpis, COLUMNS.roas), figureOf(kpis, COLUMNS.margin_roas)),
  }
}

const shown = ({ value, unit, reason, band, notes }: KpiResult) => ({
  ...{ value, unit },
  ...(reason && { reason }),
  ...(band && { band }),
  ...(notes && { notes: [...notes] }),
})

type Figures = Awaited<ReturnType<ChannelParts['split']>>

/** The rows that have cost or bring something, the dearest first; without a key last. */
async function figuresOf(
  query: ChannelsQuery,
  model: string,
  parts: ChannelParts,
): Promise<Figures> {
  const { by } = query
  if (by === 'content') return contentFigures(query, model, parts)
  const asked = { ...kpiQueryOf(query), by }
  const { total, rows } = await parts.split(
    asked,
    COLUMN_IDS.map((id) => COLUMNS[id]),
  )
  const size = ({ kpis }: Figures['rows'][number]) =>
    Math.max(figureOf(kpis, COLUMNS.cost) ?? 0, figureOf(kpis, COLUMNS.revenue) ?? 0)
  const present = rows.filter(({ kpis }) =>
    [COLUMNS.cost, COLUMNS.revenue, COLUMNS.won].some((id) => (figureOf(kpis, id) ?? 0) !== 0),
  )
  return {
    total,
    rows: present.toSorted(
      (a, b) =>
        Number(a.key === NO_KEY) - Number(b.key === NO_KEY) ||
        size(b) - size(a) ||
        (a.key < b.key ? -1 : 1),
    ),
  }
}

/** The question as figures are asked it. */
const kpiQueryOf = ({ worth, by, ...filters }: ChannelsQuery): KpiQuery => KpiQuery.parse(filters)

/** Contents have no cost: what they are credited with is all there is. The source of a lead names none. */
async function contentFigures(
  query: ChannelsQuery,
  model: string,
  parts: ChannelParts,
): Promise<Figures> {
  const all = await parts.split({ ...kpiQueryOf(query), by: 'channel' }, [
    COLUMNS.revenue,
    COLUMNS.margin,
    COLUMNS.cost,
    COLUMNS.won,
  ])
  if (model === LEAD_SOURCE) return { total: all.total, rows: [] }
  const [revenue, margin] = await Promise.all([
    parts.attributed(questionOf(query, 'revenue', [model])),
    parts.attributed(questionOf(query, 'margin', [model])),
  ])
  const money = (value: number | null): KpiResult => ({ value, unit: 'money', inputs: {} })
  const margins = new Map(
    margin.valueMissing > 0
      ? []
      : (margin.models[0]?.rows ?? []).map((row) => [row.key, row.value]),
  )
  const rows = (revenue.models[0]?.rows ?? []).filter(({ key }) => key !== NO_KEY)
  return {
    total: all.total,
    rows: rows.map(({ key = '', value, conversions }) => ({
      key,
      label: { de: key, en: key },
      kpis: {
        [COLUMNS.cost]: { ...money(null), reason: 'no_dimension' },
        [COLUMNS.won]: { value: Math.round(conversions * 10) / 10, unit: 'count', inputs: {} },
        [COLUMNS.revenue]: money(value),
        [COLUMNS.margin]: money(margins.get(key) ?? null),
      },
    })),
  }
}

const questionOf = (
  { model: _, worth: __, by, from, until, ...filters }: ChannelsQuery,
  value: Worth,
  models: readonly string[],
): AttributionQuery =>
  AttributionQuery.parse({
    ...filters,
    ...{ from, until, value },
    by: by === 'product' || by === 'region' ? 'channel' : by,
    model: models.join(','),
  })

type Values = {
  readonly models: readonly string[]
  readonly byKey: ReadonlyMap<string, readonly ModelValue[]>
  readonly total: readonly ModelValue[]
  readonly unknown: Channels['unknown']
}

const isKnown = ({ channel }: { readonly channel?: string | undefined }): boolean =>
  channel === undefined || !UNKNOWN_CHANNELS.includes(channel)

/** What each model gives each key: channels, campaigns and contents in one question, others one by one. */
async function valuesOf(
  query: ChannelsQuery,
  worth: Worth,
  { keys, model }: { readonly keys: readonly string[]; readonly model: string },
  { attributed }: ChannelParts,
): Promise<Values> {
  const { by } = query
  const words: readonly string[] = COMPARED_MODELS
  const whole = await attributed(questionOf({ ...query, by: 'channel' }, worth, words))
  const byKey = new Map<string, ModelValue[]>()
  if (by === 'product' || by === 'region') {
    for (const key of keys.filter((one) => one !== NO_KEY)) {
      const answer = await attributed(questionOf({ ...query, [by]: [key] }, worth, words))
      byKey.set(key, totals(answer))
    }
  } else {
    const answer = by === 'channel' ? whole : await attributed(questionOf(query, worth, words))
    for (const { model: word, rows } of answer.models) {
      const given = new Map(rows.map((row) => [row.channel ?? row.key, row.value]))
      for (const key of keys) {
        const list = byKey.get(key) ?? []
        byKey.set(key, list)
        list.push({ model: word, value: given.get(key) ?? 0 })
      }
    }
    byKey.delete(NO_KEY)
    for (const channel of by === 'channel' ? UNKNOWN_CHANNELS : []) byKey.delete(channel)
  }
  return { models: words, byKey, total: totals(whole), unknown: unknownOf(whole, model) }
}

/** What marketing is given by each model: every channel whose origin is known. */
const totals = ({ models }: Attributed): ModelValue[] =>
  models.map(({ model, rows }) => ({
    model,
    value: rows.filter(isKnown).reduce((sum, { value }) => sum + value, 0),
  }))

/** By the model in use where it is one of those that are compared, else by the first. */
function unknownOf({ models }: Attributed, model: string): Channels['unknown'] {
  const one = models.find((each) => each.model === model) ?? models[0]
  if (!one) return { value: 0, unattributed: 0, total: 0 }
  const unknown = one.rows.filter((row) => !isKnown(row))
  return {
    value: unknown.reduce((sum, { value }) => sum + value, 0),
    unattributed: one.unattributed.value,
    total: one.total.value,
  }
}

const KEYS: Readonly<Record<Exclude<Compared, 'content'>, string>> = {
  channel: 'channel',
  campaign: 'campaign_id',
  product: 'product_id',
  region: 'region_id',
}

/**
 * By key, and in all (''): the part of the credited revenue that comes from deals in whose journey somebody also came
 * from nobody knows where. Contents are left out.
 */
function readUnknown(
  credited: Credited,
  { by, worth, from, until, model, ...filters }: ChannelsQuery,
): Promise<Map<string, number>> {
  return credited
    .read(['unknown', by, from, until, filters], (tx) =>
      computeUnknown(tx, credited, { by, from, until, filters }),
    )
    .then((rows) => new Map(rows.map(({ key, share }) => [key, share])))
}

type UnknownQuery = Pick<ChannelsQuery, 'by' | 'from' | 'until'> & {
  readonly filters: Omit<ChannelsQuery, 'by' | 'from' | 'until' | 'worth' | 'model'>
}

async function computeUnknown(
  tx: Kysely<unknown>,
  credited: Credited,
  { by, from, until, filters }: UnknownQuery,
): Promise<{ key: string; share: number }[]> {
  const instant = (day: string) =>
    sql`${day}::date::timestamp at time zone ${credited.timeZone}::text`
  const chosen = { ...filters, channel: [], campaign: [], content: [], model: undefined }
  const touches = touchesSql(credited, chosen, [
    sql`x.closed_at >= ${instant(from)}`,
    sql`x.closed_at < ${instant(until)}`,
  ])
  const key = by === 'content' ? sql`null` : sql`${sql.ref(`x.${KEYS[by]}`)}::text`
  const { rows } = await sql<{ key: string; share: number }>`
    with deal as materialized (
      select distinct x.id from kpis.credit x
       where x.model = ${credited.model}::text and x.channel = any(${UNKNOWN_CHANNELS}::text[])
         and x.closed_at >= ${instant(from)} and x.closed_at < ${instant(until)}
    ), given as (
      select ${key} as key, x.revenue, deal.id is not null as is_unsure
        from ${touches} x left join deal on deal.id = x.id
       where x.is_credited and x.revenue > 0
    )
    select coalesce(key, '') as key,
           coalesce(sum(revenue) filter (where is_unsure), 0)::float8 / sum(revenue) as share
      from given
     group by grouping sets ((key), ())
    having grouping(key) = 1 or key is not null`.execute(tx)
  return rows
}
