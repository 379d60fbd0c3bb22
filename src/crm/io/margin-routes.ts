import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf, ownOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { MarginDeals, MarginDealsQuery } from '../margin-deal-shapes.ts'
import { DealMargin, MarginAnswer, MarginQuery } from '../margin-shapes.ts'
import { type MarginParts, readDealMargin, readMargin } from './margin.ts'
import { readMarginDeals } from './margin-deals.ts'

/** From revenue to contribution margin: of a period, and of one deal. */
export const marginRoutes =
  <DB>(parts: MarginParts<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/margin',
      {
        config: { permission: 'kpis:read' },
        schema: {
          tags: ['Margin'],
          summary: 'Margin bridge of the won deals of a period, by group, with the mix effect',
          querystring: MarginQuery,
          response: { 200: MarginAnswer, '4xx': ErrorBody },
        },
      },
      (request) => readMargin(parts, ownOf(request.query, actorOf(request))),
    )
    app.get(
      '/api/margin/deals',
      {
        config: { permission: 'kpis:read' },
        schema: {
          tags: ['Margin'],
          summary: 'The deals behind one number of the margin bridge, the largest part first',
          description:
            'Asked as the bridge is, with its `line` and, for a number of a group, its `key`. Money in cents; the parts add up to the number.',
          querystring: MarginDealsQuery,
          response: { 200: MarginDeals, '4xx': ErrorBody },
        },
      },
      (request) => readMarginDeals(parts, ownOf(request.query, actorOf(request))),
    )
    app.get(
      '/api/margin/opportunities/:id',
      {
        config: { permission: 'crm:read' },
        schema: {
          tags: ['Margin'],
          summary: 'Margin bridge of one opportunity: every part, and who states it',
          params: z.object({ id: z.uuid() }),
          response: { 200: DealMargin, '4xx': ErrorBody },
        },
      },
      (request) => {
        const { owner } = ownOf({ owner: [] }, actorOf(request))
        return readDealMargin(parts, request.params.id, owner)
      },
    )
  }
