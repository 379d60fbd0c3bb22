import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { ErrorBody } from '#platform/http-errors.ts'
import type { EraseTraces } from '#platform/person.ts'
import type { AuditWriter, Tx } from '#platform/records/binding.ts'
import { contextOf } from '#platform/records/request.ts'
import { Erased, ErasurePreview } from '../person-shapes.ts'
import { eraseTracking } from './erasure.ts'
import { personOfRecord } from './person-records.ts'
import { erasurePreview, personalData } from './personal-data.ts'

export type PersonRouteParts = {
  readonly db: Kysely<unknown>
  readonly now: () => Date
  readonly timeZone: () => string
  readonly audit: AuditWriter
  /** Takes the person out of every other domain; in this order, tracking first. */
  readonly erasers: readonly EraseTraces[]
}

const tags = ['Personal data']
const params = z.object({ id: z.uuid() })

/** What is kept of a person, and its end. */
export const personRoutes =
  (parts: PersonRouteParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, audit } = parts
    for (const kind of ['contact', 'lead'] as const) {
      app.get(
        `/api/${kind}s/:id/personal-data`,
        {
          config: { permission: 'safety:write' },
          schema: {
            tags,
            summary: 'Everything that is kept of a person, as JSON',
            description:
              'Contacts and leads with the same address are one person. The trail says who asked.',
            params,
            response: { 200: z.record(z.string(), z.array(z.unknown())) },
          },
        },
        async (request, reply) => {
          const person = await personOfRecord(db, kind, request.params.id)
          const data = await personalData(db, person)
          await db
            .transaction()
            .execute((tx) =>
              audit(tx as unknown as Tx, contextOf(request, parts), [
                { action: 'export', kind, recordId: request.params.id, before: null, after: null },
              ]),
            )
          return reply
            .header(
              'content-disposition',
              `attachment; filename="person-${request.params.id}.json"`,
            )
            .send(data)
        },
      )

      app.get(
        `/api/${kind}s/:id/erase`,
        {
          config: { permission: 'safety:write' },
          schema: {
            tags,
            summary:
              'What would become of everything that is kept of a person, if they were erased',
            params,
            response: { 200: ErasurePreview, '4xx': ErrorBody },
          },
        },
        async (request) => erasurePreview(db, await personOfRecord(db, kind, request.params.id)),
      )

      app.post(
        `/api/${kind}s/:id/erase`,
        {
          config: { permission: 'safety:write' },
          schema: {
            tags,
            summary: 'Erase a person, for ever',
            description:
              'Contacts and leads with the same address stay as those of nobody, so that figures stay; names, addresses, ' +
              'numbers, notes, visitors, events and links go, from the trail and from changes that could be undone too. ' +
              'Backups and files on other machines are not reached.',
            params,
            response: {
              200: Erased,
              '4xx': ErrorBody,
            },
          },
        },
        async (request) => {
          const context = contextOf(request, parts)
          return db.transaction().execute(async (tx) => {
            const person = await personOfRecord(tx, kind, request.params.id)
            await eraseTracking(tx, person)
            for (const erase of parts.erasers) await erase(tx, person)
            await audit(tx as unknown as Tx, context, [
              { action: 'erase', kind, recordId: request.params.id, before: null, after: null },
            ])
            return { contacts: person.contactIds.length, leads: person.leadIds.length }
          })
        },
      )
    }
  }
