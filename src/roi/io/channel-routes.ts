import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorOf, ownOf } from '#platform/http.ts'
import { ChannelsQuery } from '../channel-query.ts'
import { ChannelsAnswer } from '../channel-shapes.ts'
import { type ChannelParts, readChannels } from './channels.ts'

/** Channels beside each other, and campaigns, contents, products, regions. */
export const channelRoutes =
  (parts: ChannelParts): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/roi/channels',
      {
        config: { permission: 'kpis:read' },
        schema: {
          tags: ['ROI'],
          summary: 'What channels cost and brought, by every attribution model',
          description:
            'Money in cents, `until` is exclusive. `range` is the lowest and the highest ROI over all models that add up; `robust` when all of them say the same of whether the money came back.',
          querystring: ChannelsQuery,
          response: { 200: ChannelsAnswer },
        },
      },
      async (request) => readChannels(ownOf(request.query, actorOf(request)), parts),
    )
  }
