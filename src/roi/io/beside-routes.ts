import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { RecruitingAnswer, UpliftsAnswer } from '../beside-shapes.ts'
import { RoiQuery } from '../query.ts'
import { inScope } from './in-scope.ts'
import type { RoiParts } from './parts.ts'
import { readRecruiting } from './recruiting.ts'
import { readUplifts } from './stated-uplifts.ts'
import { refuseOwn } from './whole-company.ts'

const tags = ['ROI']
const config = { permission: 'kpis:read' }

/** What stands beside an ROI: uplifts that somebody states, and hires by channel. */
export const besideRoiRoutes =
  <DB>(parts: RoiParts<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/roi/uplifts',
      {
        config,
        schema: {
          tags,
          summary: 'Uplifts that are stated for the period, in money with their interval',
          description:
            'Money in cents: cases × (rate with uplift − base rate) × value of a success. Expected, never booked, and in no sum of an ROI: who had contact was not drawn by lot, and its deals may be in the attributed revenue. `basis` says whose interval it is: the source’s, of two groups, or of the cases alone.',
          querystring: RoiQuery,
          response: { 200: UpliftsAnswer },
        },
      },
      async (request) => {
        refuseOwn(request)
        return readUplifts(parts.db, request.query)
      },
    )

    app.get(
      '/api/roi/recruiting',
      {
        config,
        schema: {
          tags,
          summary: 'Applications, hires and what they save, by channel of marketing',
          querystring: RoiQuery,
          response: { 200: RecruitingAnswer },
        },
      },
      async (request) => {
        refuseOwn(request)
        return inScope(parts, request.query, readRecruiting)
      },
    )
  }
