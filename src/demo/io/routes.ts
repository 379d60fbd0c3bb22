import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorOf } from '#platform/http.ts'
import { DemoStatus } from '../state.ts'
import type { Demo } from './demo.ts'

const tags = ['Demo']

/** Everybody may know that the figures are invented; only who may run it loads and removes it. */
export const demoRoutes =
  (demo: Demo): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/demo',
      {
        config: { permission: 'session' },
        schema: {
          tags,
          summary: 'Whether the demo company is loaded',
          response: { 200: DemoStatus },
        },
      },
      () => demo.status(),
    )
    app.post(
      '/api/demo',
      {
        config: { permission: 'demo:run' },
        schema: {
          tags,
          summary: 'Load the demo company into an empty one',
          description: 'Runs as a job; `GET /api/demo` tells how far it is.',
          response: { 202: DemoStatus },
        },
      },
      async (request, reply) => {
        await demo.start('load', actorOf(request))
        return reply.code(202).send(await demo.status())
      },
    )
    app.delete(
      '/api/demo',
      {
        config: { permission: 'demo:run' },
        schema: {
          tags,
          summary: 'Remove the demo company, and nothing else',
          response: { 202: DemoStatus },
        },
      },
      async (request, reply) => {
        await demo.start('remove', actorOf(request))
        return reply.code(202).send(await demo.status())
      },
    )
  }
