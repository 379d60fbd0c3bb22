import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf } from '#platform/http.ts'
import type { SettingsStore } from './settings.ts'

const Shown = z.object({
  definitions: z.array(z.looseObject({ id: z.string() })),
  values: z.looseObject({}),
})

/** The company's settings: read by everybody who may read them, changed by those who may write. */
export const settingsRoutes =
  (store: SettingsStore, now: () => Date): FastifyPluginAsyncZod =>
  async (app) => {
    const definitions = store.declared.map(({ field }) => ({ ...field }))
    app.get(
      '/api/settings',
      {
        config: { permission: 'company:read' },
        schema: {
          tags: ['Settings'],
          summary: 'Settings of the company',
          response: { 200: Shown },
        },
      },
      async () => ({ definitions, values: await store.current() }),
    )
    app.patch(
      '/api/settings',
      {
        config: { permission: 'company:write' },
        schema: {
          tags: ['Settings'],
          summary: 'Change settings of the company',
          body: z.strictObject({
            changes: z.looseObject({}),
            reason: z.string().max(2000).nullable().optional(),
          }),
          response: { 200: Shown },
        },
      },
      async (request) => {
        const { userId, name } = actorOf(request)
        const values = await store.change(request.body.changes, {
          actor: { userId, name },
          now: now(),
          timeZone: store.timeZone(),
          reason: request.body.reason ?? null,
          requestId: request.id,
        })
        return { definitions, values }
      },
    )
  }
