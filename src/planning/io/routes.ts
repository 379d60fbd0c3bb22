import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf } from '#platform/http.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import {
  PlanChange,
  PlanList,
  PlanQuery,
  ProposalChoice,
  ProposalStart,
  YearPlan,
} from '../plan-shapes.ts'
import { readProposalStart, type StartParts, settingsOf, writeChosenTargets } from './proposal.ts'
import { listPlans, type PlanParts, readYearPlan, writeYearPlan } from './year-plan.ts'

export type PlanningParts = PlanParts &
  StartParts & {
    /** Changes settings of the company in the same transaction, under their own rules. */
    readonly saveSettings: (
      tx: Tx,
      changes: Readonly<Record<string, unknown>>,
      context: WriteContext,
    ) => Promise<void>
  }

const tags = ['Planning']
const read = { permission: 'planning:read' }
const write = { permission: 'planning:write' }

/** The plan of a year, and the proposal of targets and periods from three answers. */
export const planningRoutes =
  (parts: PlanningParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { records, now, timeZone } = parts
    const contextOf = (request: FastifyRequest, reason?: string | null): WriteContext => {
      const { userId, name } = actorOf(request)
      return {
        actor: { userId, name },
        now: now(),
        timeZone: timeZone(),
        reason: reason ?? null,
        requestId: request.id,
      }
    }

    app.get(
      '/api/planning/plans',
      {
        config: read,
        schema: {
          tags,
          summary: 'Figures and filters with targets in a year',
          querystring: z.object({ year: PlanQuery.shape.year }),
          response: { 200: PlanList },
        },
      },
      async (request) => listPlans(parts, request.query.year),
    )

    app.get(
      '/api/planning/year',
      {
        config: read,
        schema: {
          tags,
          summary: 'Targets of a figure in a year, beside its months',
          description: 'Values in the unit of the figure: cents, fractions, days, cases.',
          querystring: PlanQuery,
          response: { 200: YearPlan },
        },
      },
      async (request) => readYearPlan(parts, request.query),
    )

    app.put(
      '/api/planning/year',
      {
        config: write,
        schema: {
          tags,
          summary: 'Set all targets of a figure in a year at once',
          description: 'null removes a target. Refused when a target in `seen` changed meanwhile.',
          body: PlanChange,
          response: { 200: YearPlan },
        },
      },
      async (request) => {
        const { body } = request
        const context = contextOf(request, body.reason)
        await records.db.transaction().execute((tx) => writeYearPlan(tx, records, body, context))
        return readYearPlan(parts, { kpi: body.kpi, year: body.year, ...body.filters })
      },
    )

    app.get(
      '/api/planning/proposal',
      {
        // Answers and windows are settings of the company: whoever may change those is asked.
        config: { permission: 'company:write' },
        schema: {
          tags,
          summary: 'What the three questions start from',
          response: { 200: ProposalStart },
        },
      },
      async () => readProposalStart(parts),
    )

    app.post(
      '/api/planning/proposal',
      {
        config: { permission: 'company:write' },
        schema: {
          tags,
          summary: 'Take over targets and periods',
          body: ProposalChoice,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const context = contextOf(request)
        await records.db.transaction().execute(async (tx) => {
          await parts.saveSettings(tx, settingsOf(request.body), context)
          await writeChosenTargets(tx, records, request.body, context)
        })
        return reply.status(204).send(null)
      },
    )
  }
