import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { type Finding, verdictOf } from '../doctor.ts'
import { BackupOverview, Diagnosis } from '../schema.ts'
import type { Backups } from './backups.ts'

const TAGS = ['Safety']

/** The backups and the state of the installation, for the administrator's screen. */
export const safetyRoutes =
  (backups: Backups, examine: () => Promise<readonly Finding[]>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/doctor',
      {
        config: { permission: 'safety:read' },
        schema: {
          tags: TAGS,
          summary: 'Examine the installation',
          response: { 200: Diagnosis },
        },
      },
      async () => {
        const findings = await examine()
        return { verdict: verdictOf(findings), findings: [...findings] }
      },
    )
    app.get(
      '/api/backups',
      {
        config: { permission: 'safety:read' },
        schema: {
          tags: TAGS,
          summary: 'Backups: the last, the next, and what became of each',
          response: { 200: BackupOverview },
        },
      },
      () => backups.overview(),
    )
    app.post(
      '/api/backups',
      {
        config: { permission: 'safety:write' },
        schema: {
          tags: TAGS,
          summary: 'Make a backup now',
          description: 'It is made in the background; GET /api/backups shows how far it is.',
          response: { 202: z.object({ id: z.string() }), '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        const { userId, name } = actorOf(request)
        const id = await backups.request('person', { userId, name })
        return reply.code(202).send({ id })
      },
    )
  }
