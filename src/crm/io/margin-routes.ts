import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErrorBody } from '#platform/http-errors.ts'
import { DealMargin, MarginAnswer, MarginQuery } from '../margin-shapes.ts'
import { type MarginParts, readDealMargin, readMargin } from './margin.ts'

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
      ({ query }) => readMargin(parts, query),
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
      ({ params }) => readDealMargin(parts, params.id),
    )
  }
