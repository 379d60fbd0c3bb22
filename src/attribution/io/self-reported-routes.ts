import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf } from '#platform/http.ts'
import { AttributionQuery } from '../query.ts'
import type { AttributionRouteOptions } from './routes.ts'
import { readSelfReported } from './self-reported.ts'

const Amount = z.object({ conversions: z.number(), value: z.number() })
const Answer = z.object({
  unit: z.enum(['cents', 'conversions']),
  total: Amount,
  answered: Amount,
  items: z.array(Amount.extend({ answer: z.string() })).readonly(),
})

/** What customers say themselves, to stand beside what models say. */
export const selfReportedRoutes =
  <DB>({ db, settings, now, marginSql }: AttributionRouteOptions<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/attribution/self-reported',
      {
        config: { permission: 'kpis:read' },
        schema: {
          tags: ['Attribution'],
          summary: 'How the conversions of a period heard of us, by their own words',
          description:
            'One answer for each conversion: that of its own lead, else the first of its account before it. Money in cents; takes the filters of `/api/attribution`.',
          querystring: AttributionQuery,
          response: { 200: Answer },
        },
      },
      async (request) => {
        const { scope, userId } = actorOf(request)
        const query = scope === 'own' ? { ...request.query, owner: [userId] } : request.query
        return readSelfReported(db, query, { settings: await settings(), now: now(), marginSql })
      },
    )
  }
