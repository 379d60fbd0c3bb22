import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { noRecord } from '#kernel/refusal.ts'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { PROGRAM_FOLDER } from '#platform/program.ts'
import type { AuditWriter, Tx } from '#platform/records/binding.ts'
import type { TrackingSettings } from '../settings.ts'
import { isWithin } from '../website.ts'
import {
  RecentEvents,
  type SeenDomain,
  WebsiteId,
  WebsiteOverview,
  WebsiteSetup,
  WriteKey,
} from '../website-shapes.ts'
import { addressList } from './address-list.ts'
import {
  findWebsite,
  recentEvents,
  renewWriteKey,
  type SeenHost,
  type StoredWebsite,
  seenHosts,
  seenWebsites,
  writeKeyOf,
} from './website-store.ts'

export type WebsiteParts = {
  readonly db: Kysely<unknown>
  readonly now: () => Date
  readonly settings: () => Promise<TrackingSettings>
  readonly audit: AuditWriter
  /** Where people reach the program. */
  readonly publicUrl: string
}

const tags = ['Websites']
const read = { permission: 'tracking:read' }
/** Whoever holds the write key can report events of anybody: administrators only. */
const keys = { permission: 'users:write' }
const HOUR_MS = 3_600_000
const RECENT_HOURS = 1
const SEEN_DAYS = 30

const ago = (now: Date, hours: number): Date => new Date(now.getTime() - hours * HOUR_MS)

/** How a website is measured, what came in from it, and the key for its servers. */
export const websiteRoutes =
  (parts: WebsiteParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now, settings, publicUrl } = parts

    app.get(
      '/api/websites/overview',
      {
        config: read,
        schema: {
          tags,
          summary: 'The latest visit of every website in the last 30 days',
          response: { 200: WebsiteOverview },
        },
      },
      async () => {
        const seen = await seenWebsites(db, ago(now(), SEEN_DAYS * 24))
        return {
          items: seen.map((one) => ({ ...one, lastAt: one.lastAt?.toISOString() ?? null })),
        }
      },
    )

    app.get(
      '/api/websites/:id/setup',
      {
        config: read,
        schema: {
          tags,
          summary: 'Addresses under which a website loads the script and servers send events',
          params: WebsiteId,
          response: { 200: WebsiteSetup, '4xx': ErrorBody },
        },
      },
      async ({ params }) => {
        const website = await oneWebsite(db, params.id)
        const folder = `/${(await settings()).scriptFolder}/`
        const origin = website.scriptAddress ?? publicUrl
        return { base: `${origin}${folder}`, ownBase: folder, segmentAddress: publicUrl }
      },
    )

    app.get(
      '/api/websites/:id/recent',
      {
        config: read,
        schema: {
          tags,
          summary: 'What came in from a website in the last hour, and from which hosts in 30 days',
          params: WebsiteId,
          response: { 200: RecentEvents, '4xx': ErrorBody },
        },
      },
      async ({ params, ip }) => {
        const website = await oneWebsite(db, params.id)
        const at = now()
        const [items, seen, { excludedAddresses }] = await Promise.all([
          recentEvents(db, website.number, ago(at, RECENT_HOURS)),
          seenHosts(db, website.number, ago(at, SEEN_DAYS * 24)),
          settings(),
        ])
        return {
          items,
          hosts: hostsOf(website, seen),
          currentVersion: scriptVersion(),
          ownAddress: ip,
          isExcluded: addressList(excludedAddresses)(ip),
        }
      },
    )

    registerWriteKey(app, parts)
  }

const noWebsite = (id: string) => noRecord('website', id)

async function oneWebsite(db: Kysely<unknown>, id: string): Promise<StoredWebsite> {
  const website = await findWebsite(db, id)
  if (!website) throw noWebsite(id)
  return website
}

/** Every host that was seen, and every own domain on which nothing was. */
function hostsOf(website: StoredWebsite, seen: readonly SeenHost[]): SeenDomain[] {
  const isOwn = (host: string) => website.domains.some((domain) => isWithin(host, domain))
  const silent = website.domains.filter(
    (domain) => !seen.some(({ host }) => isWithin(host, domain)),
  )
  return [
    ...seen.map((one) => ({ ...one, lastAt: one.lastAt.toISOString(), isOwn: isOwn(one.host) })),
    ...silent.map((host) => ({ host, lastAt: null, visits: 0, scriptVersion: null, isOwn: true })),
  ].toSorted((a, b) => (a.host < b.host ? -1 : 1))
}

const Manifest = z.object({ version: z.string() })
const MANIFEST = join(PROGRAM_FOLDER, 'tracker/dist/manifest.json')

/** The version of the script that is served; null where it was not built. */
const scriptVersion = (): string | null =>
  existsSync(MANIFEST) ? Manifest.parse(JSON.parse(readFileSync(MANIFEST, 'utf8'))).version : null

const registerWriteKey = (
  app: Parameters<FastifyPluginAsyncZod>[0],
  { db, now, audit }: WebsiteParts,
): void => {
  app.get(
    '/api/websites/:id/write-key',
    {
      config: keys,
      schema: {
        tags,
        summary: 'The key with which servers send events of a website',
        params: WebsiteId,
        response: { 200: WriteKey, '4xx': ErrorBody },
      },
    },
    async ({ params }, reply) => {
      const writeKey = await writeKeyOf(db, params.id)
      if (writeKey === null) throw noWebsite(params.id)
      reply.header('cache-control', 'no-store')
      return { writeKey }
    },
  )

  app.post(
    '/api/websites/:id/write-key',
    {
      config: keys,
      schema: {
        tags,
        summary: 'Make a new write key; the old one ends at once',
        params: WebsiteId,
        response: { 200: WriteKey, '4xx': ErrorBody },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { userId, name } = actorOf(request)
      const writeKey = await db.transaction().execute(async (tx) => {
        const renewed = await renewWriteKey(tx, id)
        if (renewed === null) throw noWebsite(id)
        const context = {
          actor: { userId, name },
          now: now(),
          timeZone: 'UTC',
          requestId: request.id,
        }
        // The trail says that it was renewed, never what it is.
        await audit(tx as Tx, context, [
          { action: 'renew_key', kind: 'website', recordId: id, before: null, after: null },
        ])
        return renewed
      })
      reply.header('cache-control', 'no-store')
      return { writeKey }
    },
  )
}
