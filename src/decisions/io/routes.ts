import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type IsoDate, isIsoDate, type Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { actorOf } from '#platform/http.ts'
import { contextOf } from '#platform/records/request.ts'
import { Agenda } from '../agenda.ts'
import { Calendar } from '../calendar.ts'
import { CampaignAgreement } from '../progress-shapes.ts'
import { notPermitted } from '../refusals.ts'
import {
  Check,
  DecisionDetails,
  DecisionsOfPeriod,
  FigureWish,
  NewDecision,
  TargetWish,
} from '../shapes.ts'
import { holdReview, keptAgenda, readAgenda } from './agenda.ts'
import { progressOfCampaign, toldProgress } from './agreements.ts'
import { readCalendar } from './calendar.ts'
import { changeTarget, checkDecision, decide, pinFigure, unpinFigure } from './decide.ts'
import { readDetails } from './figures.ts'
import { readDecisionsOf } from './log.ts'
import type { DecisionParts } from './parts.ts'

const tags = ['Decisions']
const read = { permission: 'decisions:read' }
const write = { permission: 'decisions:write' }

const Id = z.object({ id: z.uuid() })
const Created = z.object({ id: z.string() })
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

/** What the documentation says of a route, with its shapes. */
const of = <Shapes extends object>(summary: string, shapes: Shapes) => ({
  tags,
  summary,
  ...shapes,
})

/** Decisions with their figures, what came of them, the agenda, the calendar, and how campaigns fare as agreed. */
export const decisionRoutes =
  (parts: DecisionParts): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(ownRoutes(parts))
    await app.register(meetingRoutes(parts))
  }

const todayOf = ({ now, timeZone }: DecisionParts): IsoDate => dayOf(now().getTime(), timeZone())

/** A decision and what hangs on it; every change answers with all of that. */
const ownRoutes =
  (parts: DecisionParts): FastifyPluginAsyncZod =>
  async (app) => {
    const response = { 200: DecisionDetails }
    const params = Id
    const context = (request: FastifyRequest) => contextOf(request, parts)
    const answered = async (id: string, change: Promise<void>) => {
      await change
      return readDetails(parts, id)
    }

    app.get(
      '/api/decisions/summary',
      {
        config: read,
        schema: of('Decisions taken and checked in a period, and what is open at its end', {
          querystring: Days,
          response: { 200: DecisionsOfPeriod },
        }),
      },
      async ({ query }) =>
        readDecisionsOf(parts.records.db, query, await parts.currency(), todayOf(parts)),
    )

    app.post(
      '/api/decisions/decide',
      {
        config: write,
        schema: of('Record a decision with the figures it rests on', {
          description: 'Figures are kept as they are at this moment, with the numbers in them.',
          body: NewDecision,
          response: { 201: Created },
        }),
      },
      async (request, reply) =>
        reply.status(201).send({ id: await decide(parts, request.body, context(request)) }),
    )

    app.get(
      '/api/decisions/:id/details',
      {
        config: read,
        schema: of('Figures of a decision as they were and are, and targets it changed', {
          description:
            'A figure has a value of today only where it is formed as it was then; else `why` says what differs.',
          ...{ params, response },
        }),
      },
      async (request) => readDetails(parts, request.params.id),
    )

    app.post(
      '/api/decisions/:id/figures',
      {
        config: write,
        schema: of('Keep one more figure with a decision', { params, body: FigureWish, response }),
      },
      async (request) => {
        const { id } = request.params
        return answered(id, pinFigure(parts, id, request.body, context(request)))
      },
    )

    app.delete(
      '/api/decisions/:id/figures/:figureId',
      {
        config: write,
        schema: of('Take a figure off a decision', {
          params: Id.extend({ figureId: z.uuid() }),
          response,
        }),
      },
      async (request) => {
        const { id, figureId } = request.params
        return answered(id, unpinFigure(parts, id, figureId, context(request)))
      },
    )

    app.post(
      '/api/decisions/:id/check',
      {
        config: write,
        schema: of('Say what came of a decision', { params, body: Check, response }),
      },
      async (request) => {
        const { id } = request.params
        return answered(id, checkDecision(parts, id, request.body, context(request)))
      },
    )

    app.post(
      '/api/decisions/:id/target',
      {
        config: write,
        schema: of('Change a target because of a decision', {
          description:
            'In the unit of the figure; null takes the target away. Needs planning:write too.',
          ...{ params, body: TargetWish, response },
        }),
      },
      async (request) => {
        // Targets belong to planning: whoever changes one here may change it there too.
        if (!parts.may(actorOf(request).role, PLANNING)) throw notPermitted(PLANNING)
        const { id } = request.params
        return answered(id, changeTarget(parts, id, request.body, context(request)))
      },
    )
  }

const PLANNING = 'planning:write'

/** What meetings need: the agenda, now and as it was, the calendar, and how a campaign fares as agreed. */
const meetingRoutes =
  (parts: DecisionParts): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/agenda',
      {
        config: read,
        schema: of('What a meeting about a period talks about', {
          querystring: Days,
          response: { 200: Agenda },
        }),
      },
      async ({ query }) => readAgenda(parts, query as Period, todayOf(parts)),
    )

    app.post(
      '/api/agenda/held',
      {
        config: write,
        schema: of('Keep a meeting with its agenda as it is now', {
          body: Held,
          response: { 201: Created },
        }),
      },
      async (request, reply) => {
        const { period, ...values } = request.body
        const agenda = await readAgenda(parts, period as Period, todayOf(parts))
        const id = await holdReview(parts, values, agenda, contextOf(request, parts))
        return reply.status(201).send({ id })
      },
    )

    app.get(
      '/api/reviews/:id/agenda',
      {
        config: read,
        schema: of('The agenda of a meeting as it was', {
          params: Id,
          response: { 200: z.object({ agenda: Agenda.nullable() }) },
        }),
      },
      async ({ params }) => ({ agenda: await keptAgenda(parts, params.id) }),
    )

    app.get(
      '/api/report-calendar',
      {
        config: read,
        schema: of('Who gets what when, what went out, and what is due', {
          querystring: Days,
          response: { 200: Calendar },
        }),
      },
      async ({ query }) => ({
        ...query,
        today: todayOf(parts),
        entries: await readCalendar(parts, query as Period),
      }),
    )

    app.get(
      '/api/campaign-agreements/:id',
      {
        config: read,
        schema: of('How a campaign fares against its measurement agreement', {
          params: Id,
          response: { 200: CampaignAgreement },
        }),
      },
      async ({ params }) => {
        const today = todayOf(parts)
        const found = await progressOfCampaign(parts, params.id, today)
        return { today, currency: await parts.currency(), progress: found && toldProgress(found) }
      },
    )
  }
