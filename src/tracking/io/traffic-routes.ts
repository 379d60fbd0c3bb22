import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { type Period, periodBefore } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { channelRuleText } from '../channel-rule-texts.ts'
import type { TrackingSettings } from '../settings.ts'
import { LiveQuery, SeriesQuery, TrafficQuery, VisitQuery } from '../traffic.ts'
import {
  LiveAnswer,
  SeriesAnswer,
  TrafficAnswer,
  VisitAnswer,
  VisitList,
} from '../traffic-shapes.ts'
import { readUncountedPages } from './page-days.ts'
import { refreshTraffic, type TrafficClock } from './traffic-count.ts'
import { readLive } from './traffic-live.ts'
import { readFirstDay, readMarks, readRows, readSeries, readTotal } from './traffic-read.ts'
import { readVisit, readVisits } from './traffic-visits.ts'

export type TrafficParts<DB> = {
  readonly db: Kysely<DB>
  readonly now: () => Date
  readonly settings: () => Promise<TrackingSettings>
  /** How old the count of a day may be that is still being visited, in ms. */
  readonly freshMs?: number
}

/** A page waits this long for days to be counted; a job does the rest. */
const BUDGET_MS = 1_500
/** Today changes with every visit: its count may be this old. */
const FRESH_MS = 10_000

const tags = ['Traffic']
const config = { permission: 'tracking:read' }
const errors = { '4xx': ErrorBody }

export async function trafficClock<DB>({ now, settings }: TrafficParts<DB>): Promise<TrafficClock> {
  const { timeZone, retentionMonths } = await settings()
  return { now: now(), timeZone, retentionMonths }
}

/** Reads counts in one snapshot, after those of the periods were brought up to date; answers with how far that came. */
export async function withTraffic<DB, Answer extends object>(
  parts: TrafficParts<DB>,
  periods: readonly Period[],
  read: (tx: Kysely<DB>, clock: TrafficClock) => Promise<Answer>,
) {
  const clock = await trafficClock(parts)
  let waitingDays = 0
  for (const period of periods) {
    const limits = { period, budgetMs: BUDGET_MS, freshMs: parts.freshMs ?? FRESH_MS }
    waitingDays += (await refreshTraffic(parts.db, clock, limits)).waiting
  }
  return parts.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const firstDay = await readFirstDay(tx)
      return { ...(await read(tx, clock)), waitingDays, firstDay }
    })
}

/** Names of all channels, in the company's words. */
export async function channelLabels<DB>(db: Kysely<DB>): Promise<Record<string, Text>> {
  const { rows } = await sql<Text & { id: string }>`
    select id, name_de as de, name_en as en from tracking.channel`.execute(db)
  return Object.fromEntries(rows.map(({ id, de, en }) => [id, { de, en }]))
}

async function goalLabels<DB>(db: Kysely<DB>): Promise<Record<string, Text>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from tracking.goal`.execute(db)
  return Object.fromEntries(rows.map(({ id, name }) => [id, { de: name, en: name }]))
}

async function websiteNames<DB>(db: Kysely<DB>) {
  const { rows } = await sql<{ number: number; name: string }>`
    select number, name from tracking.website order by name, number`.execute(db)
  return rows
}

const withRule = <Row extends { readonly rule: string }>(row: Row) => ({
  ...row,
  ruleText: channelRuleText(row.rule),
})

/** Traffic of the own websites, from counts by day, down to the single visit; and what happens now. */
export const trafficRoutes =
  <DB>(parts: TrafficParts<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    const { db } = parts

    app.get(
      '/api/traffic',
      {
        config,
        schema: {
          tags,
          summary: 'Visits of a period beside the period before, told apart in one way',
          description:
            'Counts of people; programs are left out. A visit belongs to the day on which it began, with all its pages and goals. Visitors are counted once in the period (by website).',
          querystring: TrafficQuery,
          response: { 200: TrafficAnswer, ...errors },
        },
      },
      async ({ query }) => {
        const period = { from: query.from, until: query.until }
        const before = periodBefore(period)
        return withTraffic(parts, [period, before], async (tx) => ({
          period,
          before,
          by: query.by,
          total: await readTotal(tx, period, query),
          totalBefore: await readTotal(tx, before, query),
          ...(await readRows(tx, query)),
          labels: query.by === 'goal' ? await goalLabels(tx) : await channelLabels(tx),
          websites: await websiteNames(tx),
          uncounted: query.channel === undefined ? await readUncountedPages(tx, query) : null,
        }))
      },
    )

    app.get(
      '/api/traffic/series',
      {
        config,
        schema: {
          tags,
          summary:
            'Visits over time, with entries of the diary and counts of other programs before our own',
          querystring: SeriesQuery,
          response: { 200: SeriesAnswer, ...errors },
        },
      },
      ({ query }) =>
        withTraffic(parts, [query], async (tx) => ({
          ...(await readSeries(tx, query)),
          marks: await readMarks(tx, query),
        })),
    )

    app.get(
      '/api/traffic/visits',
      {
        config,
        schema: {
          tags,
          summary:
            'The visits behind a number, latest first, each with the evidence for its channel',
          description:
            '`by` and `key` are those of a row of /api/traffic; `by=bot` lists programs.',
          querystring: VisitQuery,
          response: { 200: VisitList, ...errors },
        },
      },
      async ({ query }) => {
        const { timeZone } = await trafficClock(parts)
        const page = await readVisits(db, query, timeZone)
        return { ...page, items: page.items.map(withRule), labels: await channelLabels(db) }
      },
    )

    app.get(
      '/api/traffic/visits/:id',
      {
        config,
        schema: {
          tags,
          summary: 'One visit with everything that happened in it',
          params: z.object({ id: z.string().regex(/^\d{1,18}$/) }),
          response: { 200: VisitAnswer, ...errors },
        },
      },
      async ({ params }) => {
        const found = await readVisit(db, params.id)
        if (!found) throw new Refusal('not_found', 'tracking.no_visit', { id: params.id })
        return { ...found, visit: withRule(found.visit), labels: await channelLabels(db) }
      },
    )

    app.get(
      '/api/traffic/live',
      {
        config,
        schema: {
          tags,
          summary: 'What happened on the websites in the last half hour',
          querystring: LiveQuery,
          response: { 200: LiveAnswer, ...errors },
        },
      },
      async ({ query }) => {
        const now = parts.now()
        const live = await readLive(db, now, query.website)
        return {
          ...live,
          at: now.toISOString(),
          hits: live.hits.map(withRule),
          labels: await channelLabels(db),
          websites: await websiteNames(db),
        }
      },
    )
  }
