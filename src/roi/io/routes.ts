import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { RoiAnswer, RoiRecordsAnswer } from '../answer-shapes.ts'
import { RoiQuery, RoiRecordsQuery } from '../query.ts'
import { besideRoiRoutes } from './beside-routes.ts'
import type { RoiParts } from './parts.ts'
import { readRoi } from './read.ts'
import { readRecords } from './records.ts'
import { refuseOwn } from './whole-company.ts'

const tags = ['ROI']
const config = { permission: 'kpis:read' }

/** The ROI of a period, and the records behind each of its numbers. */
export const roiRoutes =
  <DB>(parts: RoiParts<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(besideRoiRoutes(parts))
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
