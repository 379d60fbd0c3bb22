import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ErrorBody } from '#platform/http-errors.ts'
import { noSchedule } from '../refusals.ts'
import { ScheduleInput, ScheduleList, ScheduleView } from '../shapes.ts'
import { contextOf, Id, type ReportRouteParts, read, tags, write } from './route-parts.ts'
import {
  addSchedule,
  changeSchedule,
  readSchedules,
  removeSchedule,
  restoreSchedule,
  scheduleView,
} from './schedule-store.ts'

const KIND = 'report_schedule'
const Versioned = ScheduleInput.extend({ version: z.int() })

/** What people chose of a schedule. */
const chosenOf = ({
  recipientNames: _,
  nextAt: __,
  nextPeriod: ___,
  failingSince: ____,
  ...chosen
}: ScheduleView) => chosen

/** Schedules: who gets which report when. */
export const scheduleRoutes =
  (parts: ReportRouteParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now, timeZone, audit, readers } = parts
    const one = async (id: string): Promise<ScheduleView> => {
      const [schedule] = await readSchedules(db, id)
      if (!schedule) throw noSchedule(id)
      return scheduleView(schedule, now(), timeZone())
    }

    app.get(
      '/api/report-schedules',
      {
        config: read,
        schema: { tags, summary: 'Who gets which report when', response: { 200: ScheduleList } },
      },
      async () => ({
        items: (await readSchedules(db)).map((each) => scheduleView(each, now(), timeZone())),
      }),
    )

    app.post(
      '/api/report-schedules',
      {
        config: write,
        schema: {
          tags,
          summary: 'Send a report regularly',
          body: ScheduleInput,
          response: { 201: ScheduleView, '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        const context = contextOf(parts, request)
        const id = await db.transaction().execute(async (tx) => {
          const recordId = await addSchedule(tx, request.body, { now: context.now, readers })
          const after = request.body
          await audit(tx, context, [
            { action: 'create', kind: KIND, recordId, before: null, after },
          ])
          return recordId
        })
        return reply.status(201).send(await one(id))
      },
    )

    app.put(
      '/api/report-schedules/:id',
      {
        config: write,
        schema: {
          tags,
          summary: 'Change a schedule',
          params: Id,
          body: Versioned,
          response: { 200: ScheduleView, '4xx': ErrorBody },
        },
      },
      async (request) => {
        const { id } = request.params
        const { version, ...input } = request.body
        const before = chosenOf(await one(id))
        const context = contextOf(parts, request)
        await db.transaction().execute(async (tx) => {
          await changeSchedule(tx, id, version, input, { now: context.now, readers })
          await audit(tx, context, [
            { action: 'update', kind: KIND, recordId: id, before, after: input },
          ])
        })
        return one(id)
      },
    )

    app.delete(
      '/api/report-schedules/:id',
      { config: write, schema: { tags, summary: 'Stop a schedule; its reports stay', params: Id } },
      async (request, reply) => {
        const { id } = request.params
        const { name } = await one(id)
        const context = contextOf(parts, request)
        await db.transaction().execute(async (tx) => {
          await removeSchedule(tx, id, context.now)
          await audit(tx, context, [
            { action: 'delete', kind: KIND, recordId: id, before: { name }, after: null },
          ])
        })
        return reply.status(204).send()
      },
    )

    app.post(
      '/api/report-schedules/:id/restore',
      {
        config: write,
        schema: {
          tags,
          summary: 'Bring a deleted schedule back',
          params: Id,
          response: { 200: ScheduleView, '4xx': ErrorBody },
        },
      },
      async (request) => {
        const { id } = request.params
        const context = contextOf(parts, request)
        await db.transaction().execute(async (tx) => {
          await restoreSchedule(tx, id, context.now)
          await audit(tx, context, [
            { action: 'undo', kind: KIND, recordId: id, before: null, after: {} },
          ])
        })
        return one(id)
      },
    )
  }
