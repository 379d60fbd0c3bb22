import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type IsoDate, isIsoDate, type Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { contextOf } from '#platform/records/request.ts'
import { Agenda } from '../agenda.ts'
import { Calendar } from '../calendar.ts'
import { CampaignAgreement } from '../progress-shapes.ts'
import {
  Check,
  DecisionDetails,
  DecisionsOfPeriod,
  FigureWish,
  NewDecision,
  TargetWish,
} from '../shapes.ts'
import { holdReview, keptAgenda, readAgenda } from './agenda.ts'
import { progressOfCampaign } from './agreements.ts'
import { readCalendar } from './calendar.ts'
import { changeTarget, checkDecision, decide, pinFigure, unpinFigure } from './decide.ts'
import { readDetails } from './figures.ts'
import { readDecisionsOf } from './log.ts'
import type { DecisionParts } from './parts.ts'

const tags = ['Decisions']
const read = { permission: 'decisions:read' }
const write = { permission: 'decisions:write' }

const Id = z.object({ id: z.uuid() })
const Day = z.string().refine((text): text is IsoDate => isIsoDate(text), 'expected yyyy-mm-dd')
const Days = z
  .object({ from: Day, until: Day })
  .refine(({ from, until }) => from < until, { path: ['until'], message: 'until after from' })

const Held = z.object({
  period: Days,
  held_on: Day,
  owner_id: z.uuid().nullable().default(null),
  criteria_answer: z.enum(['right', 'adjust', 'open']),
  criteria_note: z.string().max(10_000).nullable().default(null),
  minutes: z.string().max(50_000).nullable().default(null),
})

/** Decisions with their figures, what came of them, the agenda, the calendar, and how campaigns fare as agreed. */
export const decisionRoutes =
  (parts: DecisionParts): FastifyPluginAsyncZod =>
  async (app) => {
    const today = (): IsoDate => dayOf(parts.now().getTime(), parts.timeZone())
    const context = (request: FastifyRequest) => contextOf(request, parts)
    const details = { 200: DecisionDetails }

    app.get(
      '/api/decisions/summary',
      {
        config: read,
        schema: {
          tags,
          summary: 'Decisions taken and checked in a period, and what is open at its end',
          querystring: Days,
          response: { 200: DecisionsOfPeriod },
        },
      },
      async ({ query }) => readDecisionsOf(parts.records.db, query, await parts.currency()),
    )

    app.post(
      '/api/decisions/decide',
      {
        config: write,
        schema: {
          tags,
          summary: 'Record a decision with the figures it rests on',
          description: 'Figures are kept as they are at this moment, with the numbers in them.',
          body: NewDecision,
          response: { 201: z.object({ id: z.string() }) },
        },
      },
      async (request, reply) =>
        reply.status(201).send({ id: await decide(parts, request.body, context(request)) }),
    )

    app.get(
      '/api/decisions/:id/details',
      {
        config: read,
        schema: {
          tags,
          summary: 'Figures of a decision as they were and are, and targets it changed',
          params: Id,
          response: details,
        },
      },
      async ({ params }) => readDetails(parts, params.id),
    )

    app.post(
      '/api/decisions/:id/figures',
      {
        config: write,
        schema: {
          tags,
          summary: 'Keep one more figure with a decision',
          params: Id,
          body: FigureWish,
          response: details,
        },
      },
      async (request) => {
        await pinFigure(parts, request.params.id, request.body, context(request))
        return readDetails(parts, request.params.id)
      },
    )

    app.delete(
      '/api/decisions/:id/figures/:figureId',
      {
        config: write,
        schema: {
          tags,
          summary: 'Take a figure off a decision',
          params: Id.extend({ figureId: z.uuid() }),
          response: details,
        },
      },
      async (request) => {
        const { id, figureId } = request.params
        await unpinFigure(parts, id, figureId, context(request))
        return readDetails(parts, id)
      },
    )

    app.post(
      '/api/decisions/:id/check',
      {
        config: write,
        schema: {
          tags,
          summary: 'Say what came of a decision',
          params: Id,
          body: Check,
          response: details,
        },
      },
      async (request) => {
        await checkDecision(parts, request.params.id, request.body, context(request))
        return readDetails(parts, request.params.id)
      },
    )

    app.post(
      '/api/decisions/:id/target',
      {
        // Targets belong to planning: whoever changes one here may change it there too.
        config: { permission: 'planning:write' },
        schema: {
          tags,
          summary: 'Change a target because of a decision',
          description: 'In the unit of the figure; null takes the target away.',
          params: Id,
          body: TargetWish,
          response: details,
        },
      },
      async (request) => {
        await changeTarget(parts, request.params.id, request.body, context(request))
        return readDetails(parts, request.params.id)
      },
    )

    app.get(
      '/api/agenda',
      {
        config: read,
        schema: {
          tags,
          summary: 'What a meeting about a period talks about',
          querystring: Days,
          response: { 200: Agenda },
        },
      },
      async ({ query }) => readAgenda(parts, query as Period, today()),
    )

    app.post(
      '/api/agenda/held',
      {
        config: write,
        schema: {
          tags,
          summary: 'Keep a meeting with its agenda as it is now',
          body: Held,
          response: { 201: z.object({ id: z.string() }) },
        },
      },
      async (request, reply) => {
        const { period, ...values } = request.body
        const agenda = await readAgenda(parts, period as Period, today())
        const id = await holdReview(parts, values, agenda, context(request))
        return reply.status(201).send({ id })
      },
    )

    app.get(
      '/api/reviews/:id/agenda',
      {
        config: read,
        schema: {
          tags,
          summary: 'The agenda of a meeting as it was',
          params: Id,
          response: { 200: z.object({ agenda: Agenda.nullable() }) },
        },
      },
      async ({ params }) => ({ agenda: await keptAgenda(parts, params.id) }),
    )

    app.get(
      '/api/report-calendar',
      {
        config: read,
        schema: {
          tags,
          summary: 'Who gets what when, and what is due',
          querystring: Days,
          response: { 200: Calendar },
        },
      },
      async ({ query }) => ({
        ...query,
        today: today(),
        entries: await readCalendar(parts, query as Period),
      }),
    )

    app.get(
      '/api/campaign-agreements/:id',
      {
        config: read,
        schema: {
          tags,
          summary: 'How a campaign fares against its measurement agreement',
          params: Id,
          response: { 200: CampaignAgreement },
        },
      },
      async ({ params }) => {
        const day = today()
        const found = await progressOfCampaign(parts, params.id, day)
        const currency = await parts.currency()
        if (!found) return { today: day, currency, progress: null }
        const { agreement, milestones, stop } = found
        const text = (field: string) => String(agreement[field] ?? '')
        return {
          today: day,
          currency,
          progress: {
            id: text('id'),
            metric: text('metric'),
            criteria: text('criteria'),
            route: text('route'),
            frequency: text('frequency'),
            stopRule: text('stop_rule'),
            beginsOn: agreement.begins_on === null ? null : text('begins_on'),
            day: found.day,
            budget: agreement.budget === null ? null : Number(agreement.budget),
            spent: found.spent,
            milestones: [...milestones],
            stop,
          },
        }
      },
    )
  }
