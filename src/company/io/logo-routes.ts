import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Refusal } from '#kernel/refusal.ts'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import type { AuditWriter, Db, WriteContext } from '#platform/records/binding.ts'
import { IMAGE_TYPES, LOGO_BYTES_MAX } from '../image.ts'
import { logoHash, readLogo, removeLogo, saveLogo } from './logo.ts'
import type { SettingsStore } from './settings.ts'

const Brand = z.object({
  name: z.string(),
  /** Address of the picture, which changes with it; null without one. */
  logo: z.string().nullable(),
})

export type LogoParts = {
  readonly db: Db
  readonly settings: SettingsStore
  readonly audit: AuditWriter
  readonly now: () => Date
}

/** Name and picture of the company, which the sign-in page shows before anybody has signed in. */
export const logoRoutes =
  ({ db, settings, audit, now }: LogoParts): FastifyPluginAsyncZod =>
  async (app) => {
    const brand = async () => {
      const [hash, { company_name: name }] = await Promise.all([logoHash(db), settings.current()])
      return { name: String(name), logo: hash === null ? null : `/api/company/logo?v=${hash}` }
    }
    const contextOf = (request: FastifyRequest): WriteContext => {
      const { userId, name } = actorOf(request)
      const timeZone = settings.timeZone()
      return { actor: { userId, name }, now: now(), timeZone, requestId: request.id }
    }
    const tags = ['Settings']
    app.addContentTypeParser(
      [...IMAGE_TYPES],
      { parseAs: 'buffer', bodyLimit: LOGO_BYTES_MAX },
      async (_request: FastifyRequest, body: Buffer) => body,
    )
    app.get(
      '/api/company/brand',
      {
        config: { public: true },
        schema: { tags, summary: 'Name and picture of the company', response: { 200: Brand } },
      },
      brand,
    )
    app.get(
      '/api/company/logo',
      {
        config: { public: true },
        schema: { tags, summary: 'The picture of the company', querystring: z.looseObject({}) },
      },
      async (request, reply) => {
        const logo = await readLogo(db)
        if (!logo) throw new Refusal('not_found', 'company.no_logo')
        const etag = `"${logo.hash}"`
        reply.header('cache-control', 'public, max-age=86400').header('etag', etag)
        if (request.headers['if-none-match'] === etag) return reply.status(304).send()
        return reply
          .type(logo.mediaType)
          .header('content-disposition', 'inline; filename="logo"')
          .send(logo.content)
      },
    )
    app.put(
      '/api/company/logo',
      {
        config: { permission: 'company:write' },
        schema: {
          tags,
          summary: 'Set the picture of the company',
          description:
            'The body is the file: PNG, JPEG or WebP, at most 512 kB, 4,096 pixels a side.',
          response: { 200: Brand, '4xx': ErrorBody },
        },
      },
      async (request) => {
        const { body } = request
        if (!Buffer.isBuffer(body)) throw new Refusal('invalid', 'company.logo_no_image')
        await db.transaction().execute((tx) => saveLogo(tx, body, contextOf(request), audit))
        return brand()
      },
    )
    app.delete(
      '/api/company/logo',
      {
        config: { permission: 'company:write' },
        schema: { tags, summary: 'Take the picture away', response: { 200: Brand } },
      },
      async (request) => {
        await db.transaction().execute((tx) => removeLogo(tx, contextOf(request), audit))
        return brand()
      },
    )
  }
