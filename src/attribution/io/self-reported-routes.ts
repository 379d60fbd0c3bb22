import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorOf, ownOf } from '#platform/http.ts'
import { SelfReportedAnswer } from '../answer-shapes.ts'
import { AttributionQuery } from '../query.ts'
import { config, tags } from './asking.ts'
import type { AttributionRouteOptions } from './routes.ts'
import { readSelfReported } from './self-reported.ts'

/** What customers say themselves, to stand beside what models say. */
export const selfReportedRoutes =
  <DB>({ db, settings, now, marginSql }: AttributionRouteOptions<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/attribution/self-reported',
      {
        config,
        schema: {
          tags,
          summary: 'How the conversions of a period heard of us, by their own words',
          description:
            'One answer for each conversion: that of its own lead, else the first of its account before it. Money in cents; takes the filters of `/api/attribution`.',
          querystring: AttributionQuery,
          response: { 200: SelfReportedAnswer },
        },
      },
      async (request) => {
        const query = ownOf(request.query, actorOf(request))
        return readSelfReported(db, query, { settings: await settings(), now: now(), marginSql })
      },
    )
  }
