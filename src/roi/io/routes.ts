import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Refusal } from '#kernel/refusal.ts'
import { actorOf } from '#platform/http.ts'
import { RoiAnswer, RoiRecordsAnswer } from '../answer-shapes.ts'
import { RoiQuery, RoiRecordsQuery } from '../query.ts'
import type { RoiParts } from './parts.ts'
import { readRoi } from './read.ts'
import { readRecords } from './records.ts'

const tags = ['ROI']
const config = { permission: 'kpis:read' }

/** Cost has no owner, so an ROI of one's own rows does not exist. */
function refuseOwn(request: FastifyRequest): void {
  if (actorOf(request).scope === 'own') throw new Refusal('forbidden', 'roi.whole_company_only', {})
}

/** The ROI of a period, and the records behind each of its numbers. */
export const roiRoutes =
  <DB>(parts: RoiParts<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/roi',
      {
        config,
        schema: {
          tags,
          summary: 'ROI of a period: every kind of return with its certainty, each case once',
          description:
            'Money in cents, `until` is exclusive. `strict` holds booked money only, `all` every kind with each case once, `without` all but one kind, `fullOverlap` as if all money came from the same customers.',
          querystring: RoiQuery,
          response: { 200: RoiAnswer },
        },
      },
      async (request) => {
        refuseOwn(request)
        return readRoi(parts, request.query)
      },
    )

    app.get(
      '/api/roi/records',
      {
        config,
        schema: {
          tags,
          summary: 'The records behind one number of an ROI, the largest first',
          querystring: RoiRecordsQuery,
          response: { 200: RoiRecordsAnswer },
        },
      },
      async (request) => {
        refuseOwn(request)
        return readRecords(parts, request.query)
      },
    )
  }
