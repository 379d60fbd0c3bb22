import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf, ownOf } from '#platform/http.ts'
import { InfluenceAnswer, JourneysAnswer, PathsAnswer } from '../answer-shapes.ts'
import { AttributionQuery, viewOf, wantedValue } from '../query.ts'
import { config, paging, tags } from './asking.ts'
import { readInfluence } from './influence.ts'
import { readJourneyList, readPaths } from './journey-overview.ts'
import { readKeyLabels } from './labels.ts'
import type { AttributionContext } from './read.ts'
import type { AttributionRouteOptions } from './routes.ts'
import { refreshContext } from './tasks.ts'

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
          response: { 200: PathsAnswer },
        },
      },
      async (request) => {
        const known = await context()
        const query = ownOf(request.query, actorOf(request))
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
          response: { 200: JourneysAnswer },
        },
      },
      async (request) => {
        const query = ownOf(request.query, actorOf(request))
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
        const query = ownOf(request.query, actorOf(request))
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

function asked(query: AttributionQuery, { settings }: AttributionContext) {
  const value = wantedValue(query)
  return {
    period: { from: query.from, until: query.until },
    conversion: query.conversion,
    value,
    unit: value === 'count' ? ('conversions' as const) : ('cents' as const),
    currency: settings.currency,
    rules: viewOf(query, settings),
  }
}
