import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf } from '#platform/http.ts'
import { AttributionQuery, CONVERSIONS, rulesOf, VALUES, wantedValue } from '../query.ts'
import { readInfluence } from './influence.ts'
import { readJourneyList, readPaths } from './journey-overview.ts'
import { readKeyLabels } from './labels.ts'
import type { AttributionContext } from './read.ts'
import type { AttributionRouteOptions } from './routes.ts'
import { RulesShape } from './rules-shape.ts'
import { refreshContext } from './tasks.ts'

const tags = ['Attribution']
const config = { permission: 'kpis:read' }

const Said = z.object({ de: z.string(), en: z.string() })
const Amount = z.object({ conversions: z.number(), value: z.number() })
const Asked = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  conversion: z.enum(CONVERSIONS),
  value: z.enum(VALUES),
  unit: z.enum(['cents', 'conversions']),
  currency: z.string(),
  rules: RulesShape,
  /** Names of channels. */
  labels: z.record(z.string(), Said),
})
const Bin = Amount.extend({ from: z.number(), until: z.number().nullable() })
const Paths = Asked.extend({
  total: Amount,
  unattributed: Amount,
  medianDays: z.number().nullable(),
  medianTouches: z.number().nullable(),
  flow: z.array(Amount.extend({ step: z.number(), from: z.string(), to: z.string() })).readonly(),
  paths: z
    .array(
      Amount.extend({
        channels: z.array(z.string()).readonly(),
        medianDays: z.number(),
        medianTouches: z.number(),
      }),
    )
    .readonly(),
  pathCount: z.number(),
  lengths: z.array(Bin).readonly(),
  durations: z.array(Bin).readonly(),
  matrix: z.array(Amount.extend({ first: z.string(), last: z.string() })).readonly(),
})
const Page = z.object({
  items: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        account: z.string().nullable(),
        at: z.string(),
        value: z.number(),
        channels: z.array(z.string()).readonly(),
        touches: z.number(),
        days: z.number().nullable(),
      }),
    )
    .readonly(),
  next: z.string().nullable(),
  count: z.number(),
})
const InfluenceAnswer = Asked.extend({
  additive: z.literal(false),
  total: Amount,
  together: Amount,
  channels: z.array(Amount.extend({ channel: z.string(), alone: Amount })).readonly(),
  months: z.array(z.object({ month: z.string(), total: Amount, together: Amount })).readonly(),
  deals: Page,
})

const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
}
const PathsQuery = AttributionQuery.safeExtend({
  limit: z.coerce.number().int().min(1).max(500).default(25),
})
const ListQuery = AttributionQuery.safeExtend({ ...paging, q: z.string().max(200).optional() })
const InfluenceQuery = AttributionQuery.safeExtend({
  ...paging,
  channels: z
    .preprocess(
      (given) => [given ?? []].flat().flatMap((list) => String(list).split(',')),
      z.array(z.string().trim()),
    )
    .transform((ids) => ids.filter((id) => id !== '')),
})

/** Which journeys lead to a conversion, and which conversions chosen channels took part in. */
export const journeyRoutes =
  <DB>(options: AttributionRouteOptions<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, marginSql } = options
    const context = async (): Promise<AttributionContext> => ({
      ...(await refreshContext(options)),
      marginSql,
    })

    app.get(
      '/api/attribution/paths',
      {
        config,
        schema: {
          tags,
          summary: 'How conversions came about: flow, paths, length, duration, first against last',
          description:
            'Of all conversions of the period that have a touch; `unattributed` says how many have none. In flow and paths neighbours that are equal are one step.',
          querystring: PathsQuery,
          response: { 200: Paths },
        },
      },
      async (request) => {
        const known = await context()
        const query = own(request.query, actorOf(request))
        const answer = await readPaths(db, query, known)
        const channels = answer.matrix.flatMap(({ first, last }) => [first, last])
        const within = [
          ...answer.flow.map(({ from }) => from),
          ...answer.paths.flatMap((path) => path.channels),
        ]
        return {
          ...asked(query, known),
          ...answer,
          labels: await readKeyLabels(db, 'channel', [...new Set([...channels, ...within])]),
        }
      },
    )

    app.get(
      '/api/attribution/journeys',
      {
        config,
        schema: {
          tags,
          summary: 'The conversions of a period with their channels, latest first',
          description: '`q` looks into the names of the opportunity (or lead) and of the account.',
          querystring: ListQuery,
          response: { 200: Page.extend({ labels: z.record(z.string(), Said) }) },
        },
      },
      async (request) => {
        const query = own(request.query, actorOf(request))
        const page = await readJourneyList(db, query, await context())
        const channels = page.items.flatMap((item) => item.channels)
        return { ...page, labels: await readKeyLabels(db, 'channel', [...new Set(channels)]) }
      },
    )

    app.get(
      '/api/attribution/influence',
      {
        config,
        schema: {
          tags,
          summary: 'The share of conversions that chosen channels touched',
          description:
            'Influence is no credit: a conversion counts for every channel in it, and rows must not be added up. Without `channels`: those of the group social.',
          querystring: InfluenceQuery,
          response: { 200: InfluenceAnswer },
        },
      },
      async (request) => {
        const known = await context()
        const query = own(request.query, actorOf(request))
        const answer = await readInfluence(db, query, known)
        const shown = [
          ...answer.channels.map(({ channel }) => channel),
          ...answer.deals.items.flatMap((item) => item.channels),
        ]
        return {
          ...asked(query, known),
          additive: false as const,
          ...answer,
          labels: await readKeyLabels(db, 'channel', [...new Set(shown)]),
        }
      },
    )
  }

/** Who may see only own rows asks for own rows. */
const own = <Query extends AttributionQuery>(
  query: Query,
  { scope, userId }: { readonly scope: 'all' | 'own'; readonly userId: string },
): Query => (scope === 'own' ? { ...query, owner: [userId] } : query)

function asked(query: AttributionQuery, { settings }: AttributionContext) {
  const value = wantedValue(query)
  return {
    period: { from: query.from, until: query.until },
    conversion: query.conversion,
    value,
    unit: value === 'count' ? ('conversions' as const) : ('cents' as const),
    currency: settings.currency,
    rules: { ...rulesOf(query, settings), without: query.without },
  }
}
