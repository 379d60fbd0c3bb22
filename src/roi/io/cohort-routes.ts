import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorOf, ownOf } from '#platform/http.ts'
import { CohortQuery, CreditedDealsQuery } from '../cohort-query.ts'
import { CohortsAnswer, CreditedDeals } from '../cohort-shapes.ts'
import { type CohortParts, readCohorts } from './cohorts.ts'
import { readCreditedDeals } from './credited-deals.ts'

const tags = ['ROI']
const config = { permission: 'kpis:read' }

/** Cohorts of spend, and the deals behind every number of theirs. */
export const cohortRoutes =
  (parts: CohortParts): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/roi/cohorts',
      {
        config,
        schema: {
          tags,
          summary: 'What the spend of each month has brought, and what is still expected of it',
          description:
            'Money in cents. `values` by months since the first touch, `rest` with a 95 % interval from older cohorts. Only months that are over count.',
          querystring: CohortQuery,
          response: { 200: CohortsAnswer },
        },
      },
      async (request) => readCohorts(ownOf(request.query, actorOf(request)), parts),
    )

    app.get(
      '/api/roi/deals',
      {
        config,
        schema: {
          tags,
          summary: 'The won deals behind a number, with the part that is credited',
          description:
            '`cohort_from`, `cohort_until` and `age` choose by months of beginning, `from` and `until` by closing days. The largest part first.',
          querystring: CreditedDealsQuery,
          response: { 200: CreditedDeals },
        },
      },
      async (request) => {
        const query = ownOf(request.query, actorOf(request))
        return readCreditedDeals(await parts.credited(query.model), query)
      },
    )
  }
