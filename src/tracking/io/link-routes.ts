import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { isbot } from 'isbot'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { text } from '#kernel/fields.ts'
import { isoDate } from '#kernel/period.ts'
import { noRecord } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { columnById } from '#platform/records/lookup.ts'
import { contextOf } from '#platform/records/request.ts'
import type { Records } from '#platform/records/service.ts'
import { channelRuleText } from '../channel-rule-texts.ts'
import { evidenceOf, NO_SURROUNDINGS } from '../evidence.ts'
import { LINK_NOTE_TEXTS, linkNotes } from '../link-rules.ts'
import {
  BulkAnswer,
  CheckedLink,
  ClickDays,
  ClickList,
  ClickQuery,
  CodeQuery,
  LinkBulk,
  LinkCheck,
  LinkId,
  LinkReport,
  QrFile,
  SheetQuery,
} from '../link-shapes.ts'
import {
  callerOf,
  channelOfLink,
  isCode,
  isTarget,
  linkAddress,
  redirectAddress,
} from '../links.ts'
import type { TrackingSettings } from '../settings.ts'
import { checkedUtm } from '../utm-words.ts'
import { webChannel } from '../web-channel.ts'
import { bulkLinks } from './link-bulk.ts'
import { UNKNOWN_LINK_PAGE } from './link-page.ts'
import {
  activeLinks,
  campaignsWithoutLink,
  clickDaysOf,
  clicksOf,
  countClick,
  findLinkByCode,
  findLinks,
  type StoredLink,
} from './link-store.ts'
import { qrPng, qrSheet, qrSvg } from './qr.ts'

export type LinkParts = {
  readonly db: Kysely<unknown>
  readonly now: () => Date
  readonly settings: () => Promise<TrackingSettings>
  /** Where people reach the program. */
  readonly publicUrl: string
  readonly records: Records
}

const tags = ['Links']
const read = { permission: 'tracking:read' }
const write = { permission: 'tracking:write' }

const noteText = (rule: string) => LINK_NOTE_TEXTS[rule] ?? text(rule, rule)

/** Short links for everybody; codes to print, the link builder's check and the report for people signed in. */
export const linkRoutes =
  (parts: LinkParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db } = parts
    const shortAddress = async ({ code }: Pick<StoredLink, 'code'>): Promise<string> =>
      `${(await parts.settings()).shortLinkAddress ?? parts.publicUrl}/l/${code}`

    app.get(
      '/l/:code',
      {
        config: { public: true },
        schema: { hide: true, params: z.object({ code: z.string() }) },
      },
      (request, reply) => redirect(parts, request.params.code, request, reply),
    )

    app.get(
      '/api/links/:id/short-address',
      {
        config: read,
        schema: {
          tags,
          summary: 'The short address of a link',
          params: LinkId,
          response: { 200: z.object({ address: z.string() }), '4xx': ErrorBody },
        },
      },
      async ({ params }) => ({ address: await shortAddress(await oneLink(db, params.id)) }),
    )

    app.get(
      '/api/links/short-address',
      {
        config: read,
        schema: {
          tags,
          summary: 'The short address that a code would have',
          querystring: CodeQuery,
          response: { 200: z.object({ address: z.string() }), '4xx': ErrorBody },
        },
      },
      async ({ query }) => ({ address: await shortAddress(query) }),
    )

    app.get(
      '/api/links/qr.svg',
      {
        config: read,
        schema: {
          tags,
          summary: 'QR code of a short address before its link is saved',
          querystring: CodeQuery,
        },
      },
      async ({ query }, reply) => {
        if (!isCode(query.code)) throw noLink(query.code)
        return reply.type('image/svg+xml').send(await qrSvg(await shortAddress(query)))
      },
    )

    app.get(
      '/api/links/:id/qr.:format',
      {
        config: read,
        schema: { tags, summary: 'QR code of the short address as SVG or PNG', params: QrFile },
      },
      async ({ params: { id, format } }, reply) => {
        const link = await oneLink(db, id)
        const address = await shortAddress(link)
        const content = format === 'svg' ? await qrSvg(address) : await qrPng(address)
        return reply
          .type(format === 'svg' ? 'image/svg+xml' : 'image/png')
          .header('content-disposition', `attachment; filename="qr-${link.code}.${format}"`)
          .send(content)
      },
    )

    app.get(
      '/api/links/sheet.pdf',
      {
        config: read,
        schema: {
          tags,
          summary: 'QR codes of links to print: one fills a page, six share one',
          querystring: SheetQuery,
        },
      },
      async ({ query }, reply) => {
        const links = await findLinks(db, query.id)
        if (links.length === 0) throw noLink(query.id[0] ?? '')
        const entries = await Promise.all(
          links.map(async (link) => ({
            name: link.name,
            detail: link.campaignName ?? '',
            address: await shortAddress(link),
          })),
        )
        return reply
          .type('application/pdf')
          .header('content-disposition', 'attachment; filename="qr-codes.pdf"')
          .send(await qrSheet('QR-Codes', entries, parts.now()))
      },
    )

    app.post(
      '/api/links/check',
      {
        config: read,
        schema: {
          tags,
          summary: 'What a link would look like, and what is wrong with its words',
          body: LinkCheck,
          response: { 200: CheckedLink, '4xx': ErrorBody },
        },
      },
      async ({ body: { campaign_id: id, ...given } }) => {
        const channels = await columnById(db, 'campaigns.campaign', 'channel', id ? [id] : [])
        return checkedLink(given, channels.get(id ?? '') ?? null)
      },
    )

    app.post(
      '/api/links/bulk',
      {
        config: write,
        schema: {
          tags,
          summary: 'Look at a table of links, or create all of them',
          body: LinkBulk,
          response: { 200: BulkAnswer, '4xx': ErrorBody },
        },
      },
      async (request) => {
        const { timeZone } = await parts.settings()
        const context = contextOf(request, { now: parts.now, timeZone: () => timeZone })
        return bulkLinks(parts.records, request.body, context)
      },
    )

    app.get(
      '/api/links/report',
      {
        config: read,
        schema: {
          tags,
          summary: 'Links without or with wrong tags, and campaigns without a link',
          response: { 200: LinkReport },
        },
      },
      async () => {
        const links = await activeLinks(db)
        const noted = links.map((link) => ({
          id: link.id,
          name: link.name,
          notes: linkNotes(link),
        }))
        return {
          links: noted
            .filter(({ notes }) => notes.length > 0)
            .map(({ notes, ...link }) => ({
              ...link,
              notes: notes.map((note) => ({ ...note, text: noteText(note.rule) })),
            })),
          checked: links.length,
          campaigns: await campaignsWithoutLink(db),
        }
      },
    )

    app.get(
      '/api/links/clicks',
      {
        config: read,
        schema: {
          tags,
          summary: 'Calls of short links by link on the civil days [from, until)',
          querystring: ClickQuery,
          response: { 200: ClickList, '4xx': ErrorBody },
        },
      },
      async ({ query }) => ({
        items: await clicksOf(db, isoDate(query.from), isoDate(query.until)),
      }),
    )

    app.get(
      '/api/links/:id/clicks',
      {
        config: read,
        schema: {
          tags,
          summary: 'Calls of one short link by civil day in [from, until)',
          params: LinkId,
          querystring: ClickQuery,
          response: { 200: ClickDays, '4xx': ErrorBody },
        },
      },
      async ({ params, query }) => ({
        items: await clickDaysOf(db, params.id, isoDate(query.from), isoDate(query.until)),
      }),
    )
  }

const noLink = (id: string) => noRecord('tracked_link', id)

async function oneLink(db: Kysely<unknown>, id: string): Promise<StoredLink> {
  const [link] = await findLinks(db, [id])
  if (!link) throw noLink(id)
  return link
}

/** Leads to the stored target and nowhere else, and counts who came. */
async function redirect(
  { db, now, settings }: LinkParts,
  code: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex')
  const link = isCode(code) ? await findLinkByCode(db, code) : null
  if (!link || !isTarget(link.address)) {
    return reply.status(404).type('text/html; charset=utf-8').send(UNKNOWN_LINK_PAGE)
  }
  const { method, headers } = request
  const agent = headers['user-agent'] ?? ''
  const caller = callerOf({ method, headers, isBot: agent === '' || isbot(agent) })
  if (caller !== 'nobody') {
    const day = dayOf(now().getTime(), (await settings()).timeZone)
    await countClick(db, link.id, day, caller)
  }
  const query = request.url.split('?').slice(1).join('?')
  return (
    reply
      // The stricter rule of the program would take the page that people come from away from the target.
      .header('referrer-policy', 'strict-origin-when-cross-origin')
      .redirect(redirectAddress(link.address, code, query), 302)
  )
}

const QR_FOLLOWS = text('Ein QR-Code folgt seiner Kampagne.', 'A QR code follows its campaign.')

function checkedLink(
  { target, ...given }: Omit<z.infer<typeof LinkCheck>, 'campaign_id'>,
  campaignChannel: string | null,
): z.infer<typeof CheckedLink> {
  const filled = Object.fromEntries(
    Object.entries(given).map(([part, value]) => [part, value ?? null]),
  )
  const { utm, warnings } = checkedUtm(filled)
  const address = isTarget(target) ? linkAddress(target, utm) : null
  const page = address ?? linkAddress('https://target.invalid/', utm)
  const judged = webChannel(evidenceOf(page, null, NO_SURROUNDINGS))
  const ofLink = channelOfLink({ channel: null, medium: utm.medium }, campaignChannel)
  return {
    address,
    channel: ofLink ?? judged.channel,
    rule: ofLink === null ? judged.rule : 'campaign',
    why: ofLink === null ? channelRuleText(judged.rule) : QR_FOLLOWS,
    warnings: warnings.map((warning) => ({ ...warning, text: noteText(warning.rule) })),
  }
}
