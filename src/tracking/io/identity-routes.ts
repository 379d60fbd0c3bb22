import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { noRecord, Refusal } from '#kernel/refusal.ts'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import type { Records } from '#platform/records/service.ts'
import { FormSubmission, TakenForm } from '../form-shapes.ts'
import {
  EdgeInput,
  EdgeList,
  KNOWN_KINDS,
  MailLinkQuery,
  UnknownVisitQuery,
  UnknownVisits,
  VisitPeople,
} from '../identity-shapes.ts'
import { personAddress, type Sign } from '../mail-links.ts'
import { takeForm, websiteOfKey } from './forms.ts'
import { linkByHand, removeEdge, restoreEdge } from './identity-by-hand.ts'
import { listEdges, peopleOfVisit, unknownVisits } from './identity-read.ts'
import { stitchWaiting } from './stitch.ts'
import { channelLabels } from './traffic-routes.ts'

export type IdentityRouteParts = {
  readonly db: Kysely<unknown>
  readonly records: Records
  readonly now: () => Date
  readonly timeZone: () => string
  readonly sign: Sign
  /** Has what waits worked on within a second. */
  readonly soon: () => void
}

const tags = ['Identity']
const Id = z.object({ id: z.uuid() })

/** Who visitors were: forms of servers, links to known people, what is known of somebody, and linking by hand. */
export const identityRoutes =
  (parts: IdentityRouteParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now } = parts

    app.post(
      '/api/forms',
      {
        config: { public: true, anyOrigin: true, rateLimit: { max: 600, timeWindow: 60_000 } },
        bodyLimit: 65_536,
        schema: {
          tags: ['Forms'],
          summary: 'Take a form that the server of a website hands on',
          description:
            'With the write key of the website (`Authorization: Bearer <key>`, or as the user of Basic). Finds the open ' +
            'lead with the address, or makes a lead or contact; with `regelkreis_visitor` the visits of the sender are linked, ' +
            'as far as there is consent to marketing. The same `id` sent again makes nothing.',
          body: FormSubmission,
          response: { 200: TakenForm, 201: TakenForm, '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        const website = await websiteOfKey(db, request.headers.authorization)
        const taken = await takeForm(parts, website, request.body)
        await stitchWaiting(db)
        return reply.code(taken.known ? 200 : 201).send(taken)
      },
    )

    app.get(
      '/api/contacts/:id/mail-link',
      {
        config: { permission: 'tracking:read' },
        schema: {
          tags,
          summary: 'The address of a page for a mail to a contact',
          description:
            'Carries a signed mark of the contact: who opens it, with consent to marketing, is known as them.',
          params: Id,
          querystring: MailLinkQuery,
          response: { 200: z.object({ address: z.string() }), '4xx': ErrorBody },
        },
      },
      async ({ params: { id }, query: { target } }) => {
        await requireContact(db, id)
        const address = personAddress(target, id, parts.sign)
        if (address === null) throw new Refusal('invalid', 'tracking.no_page_address')
        return { address }
      },
    )

    for (const kind of KNOWN_KINDS) {
      app.get(
        `/api/${kind}s/:id/identity`,
        {
          config: { permission: 'tracking:read' },
          schema: {
            tags,
            summary: `How the visits of a ${kind} are known to be theirs`,
            params: Id,
            response: { 200: EdgeList },
          },
        },
        async ({ params }) => {
          const edges = await listEdges(db, kind, params.id)
          if (edges.isWaiting) parts.soon()
          return edges
        },
      )
    }

    app.get(
      '/api/identity/visits',
      {
        config: { permission: 'tracking:write' },
        schema: {
          tags,
          summary: 'Visits that may be linked by hand, of one week, latest first',
          description:
            'Only with consent to marketing, of visitors of whom nobody knows who they are; 50 at most.',
          querystring: UnknownVisitQuery,
          response: { 200: UnknownVisits, '4xx': ErrorBody },
        },
      },
      async ({ query }) => ({
        items: await unknownVisits(db, query, parts.timeZone()),
        labels: await channelLabels(db),
      }),
    )

    app.get(
      '/api/identity/visits/:id',
      {
        config: { permission: 'tracking:read' },
        schema: {
          tags,
          summary: 'Who the visitor of a visit was, and whether they may be linked by hand',
          description: 'Everything that says so, newest first, also what was taken back.',
          params: z.object({ id: z.string().regex(/^\d{1,18}$/) }),
          response: { 200: VisitPeople, '4xx': ErrorBody },
        },
      },
      async ({ params }) => {
        const found = await peopleOfVisit(db, params.id)
        if (!found) throw new Refusal('not_found', 'tracking.no_visit', { id: params.id })
        if (found.isWaiting) parts.soon()
        return found
      },
    )

    app.post(
      '/api/identity',
      {
        config: { permission: 'tracking:write' },
        schema: {
          tags,
          summary: 'Link the visitor of a visit to a contact, lead or account by hand',
          description:
            'Refused without consent of the visitor to marketing. An account stands where nobody knows the person.',
          body: EdgeInput,
          response: { 201: z.object({ id: z.string() }), '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        const id = await linkByHand(db, request.body, { by: actorOf(request).name, now: now() })
        await stitchWaiting(db)
        return reply.code(201).send({ id })
      },
    )

    app.delete(
      '/api/identity/:id',
      {
        config: { permission: 'tracking:write' },
        schema: {
          tags,
          summary: 'Take a link back: the touchpoints that rest on it go',
          params: Id,
          response: { 204: z.null(), '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        await removeEdge(db, request.params.id, { by: actorOf(request).name, now: now() })
        await stitchWaiting(db)
        return reply.code(204).send(null)
      },
    )

    app.post(
      '/api/identity/:id/restore',
      {
        config: { permission: 'tracking:write' },
        schema: {
          tags,
          summary: 'Undo that a link was taken back',
          params: Id,
          response: { 204: z.null(), '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        await restoreEdge(db, request.params.id)
        await stitchWaiting(db)
        return reply.code(204).send(null)
      },
    )
  }

async function requireContact(db: Kysely<unknown>, id: string): Promise<void> {
  const { rows } = await sql`select from crm.contact where id = ${id}`.execute(db)
  if (rows.length === 0) throw noRecord('contact', id)
}
