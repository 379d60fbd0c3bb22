import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { z } from 'zod'
import { isoDate } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { actionOf } from '#platform/records/journal.ts'
import { contextOf } from '#platform/records/request.ts'
import {
  AccountUse,
  Accruals,
  Divide,
  DoubleBookings,
  DoubleChoice,
  MadeEntries,
  WeekEntry,
  WeekPreview,
  WeekText,
} from '../ledger-shapes.ts'
import { readAccruals } from './accruals.ts'
import { divideCost } from './divide.ts'
import { readDoubles } from './double-bookings.ts'
import { decideDouble, revokeDouble } from './double-decisions.ts'
import { makeRecurring, type RecurringParts, withdrawRecurring } from './recurring.ts'
import { previewWeek, writeWeek } from './week.ts'

export type LedgerParts = RecurringParts & {
  readonly timeZone: () => string
  readonly language: () => Promise<'de' | 'en'>
}

const tags = ['Costs']
const read = { permission: 'costs:read' }
const write = { permission: 'costs:write' }
const ById = z.object({ id: z.uuid() })

/** The week at a glance, entries made ahead, bookings that are there twice, accounts in use. */
export const ledgerRoutes =
  (parts: LedgerParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { records, now, timeZone } = parts
    const options = { now, timeZone }
    const today = () => dayOf(now().getTime(), timeZone())

    app.post(
      '/api/time-entries/week/preview',
      {
        config: read,
        schema: {
          tags,
          summary: 'Read a week as it was typed',
          description: 'Hours and what they went into, from one sentence. Writes nothing.',
          body: WeekText,
          response: { 200: WeekPreview, '4xx': ErrorBody },
        },
      },
      async ({ body }) => previewWeek(records.db, body, await parts.language()),
    )

    app.post(
      '/api/time-entries/week',
      {
        config: write,
        schema: {
          tags,
          summary: 'Write a week of hours',
          body: WeekEntry,
          response: { 201: z.object({ count: z.number().int() }), '4xx': ErrorBody },
        },
      },
      async (request, reply) =>
        reply
          .status(201)
          .send({ count: await writeWeek(records, request.body, contextOf(request, options)) }),
    )

    app.post(
      '/api/recurring-costs/make',
      {
        config: write,
        schema: {
          tags,
          summary: 'Make the entries of recurring costs now',
          description: 'The same that happens every night.',
          response: { 200: MadeEntries, '4xx': ErrorBody },
        },
      },
      async (request) => {
        const { count, refused } = await makeRecurring(parts, contextOf(request, options))
        return { count, refused: [...refused] }
      },
    )

    app.post(
      '/api/recurring-costs/:id/withdraw',
      {
        config: write,
        schema: {
          tags,
          summary: 'Take made entries back and pause',
          params: ById,
          body: z.strictObject({ from: z.iso.date() }),
          response: { 200: z.object({ count: z.number().int() }), '4xx': ErrorBody },
        },
      },
      async (request) => ({
        count: await withdrawRecurring(
          parts,
          request.params.id,
          isoDate(request.body.from),
          contextOf(request, options),
        ),
      }),
    )

    app.get(
      '/api/double-bookings',
      {
        config: read,
        schema: {
          tags,
          summary: 'Bookings that are probably there twice',
          description: 'As long as nobody decides, both sides count.',
          response: { 200: DoubleBookings },
        },
      },
      async () => readDoubles(records.db, today()),
    )

    app.post(
      '/api/double-bookings',
      {
        config: write,
        schema: {
          tags,
          summary: 'Decide which of two bookings counts',
          body: DoubleChoice,
          response: { 201: z.object({ id: z.string() }), '4xx': ErrorBody },
        },
      },
      async (request, reply) =>
        reply
          .status(201)
          .send({ id: await decideDouble(records, request.body, contextOf(request, options)) }),
    )

    app.delete(
      '/api/double-bookings/:id',
      {
        config: write,
        schema: {
          tags,
          summary: 'Take a decision back: both count again',
          params: ById,
          response: { 204: z.null(), '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        await revokeDouble(records, request.params.id, contextOf(request, options))
        return reply.status(204).send(null)
      },
    )

    app.post(
      '/api/costs/:id/divide',
      {
        config: write,
        schema: {
          tags,
          summary: 'Divide a cost by a split, to the cent',
          description: 'The record keeps the largest share; the others are new records like it.',
          params: ById,
          body: Divide,
          response: {
            200: z.object({ count: z.number().int(), action: z.string().nullable() }),
            '4xx': ErrorBody,
          },
        },
      },
      async (request) => {
        const { params, body } = request
        const count = await divideCost(records, params.id, body, contextOf(request, options))
        return { count, action: await actionOf(records.db, request.id) }
      },
    )

    app.get(
      '/api/costs/accruals',
      {
        config: read,
        schema: {
          tags,
          summary: 'Accruals that were open at the end of a day',
          description: 'Their invoice had not been entered by then. Without a day: today.',
          querystring: z.object({ day: z.iso.date().optional() }),
          response: { 200: Accruals, '4xx': ErrorBody },
        },
      },
      async ({ query }) =>
        readAccruals(records.db, {
          day: isoDate(query.day ?? today()),
          today: today(),
          timeZone: timeZone(),
        }),
    )

    app.get(
      '/api/cost-accounts/use',
      {
        config: read,
        schema: {
          tags,
          summary: 'Accounts that entries came from, and what they are mapped to',
          response: { 200: AccountUse },
        },
      },
      async () => ({ items: await accountsInUse(parts) }),
    )
  }

async function accountsInUse({ records }: LedgerParts): Promise<AccountUse['items']> {
  const { rows } = await sql<AccountUse['items'][number]>`
    select coalesce(used.account_number, own.account_number) as account,
           case when own.id is not null then jsonb_build_object('id', own.id, 'category', own.category) end as own,
           coalesce(used.entries, 0)::int as entries, coalesce(used.amount, 0)::bigint as amount,
           coalesce(used.categories, '{}') as categories
      from (select account_number, count(*) as entries, sum(amount) as amount,
                   array_agg(distinct category order by category) as categories
              from costs.counted_entry where account_number is not null group by 1) used
      full join costs.account own on own.account_number = used.account_number
     order by 1
  `.execute(records.db)
  return rows
}
