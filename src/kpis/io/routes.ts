import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#kernel/refusal.ts'
import { actorOf, ownOf } from '#platform/http.ts'
import { definitionsView } from '../definition.ts'
import { KpiQuery, VIEWS } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { readCockpit } from './cockpit.ts'
import type { Credits } from './credits.ts'
import { allRecords, explainKpi } from './explain.ts'
import { readKpis } from './figures.ts'
import { recordsCsv } from './records-csv.ts'
import type { ReadTargets } from './targets.ts'

export type KpiRouteOptions<DB> = {
  readonly db: Kysely<DB>
  readonly settings: () => Promise<KpiSettings>
  readonly now: () => Date
  /** Targets are kept by planning; without them no figure has one. */
  readonly targets?: ReadTargets
  /** Made by attribution; without them figures can only follow the source of the lead. */
  readonly credits?: Credits
}

const tags = ['Figures']
const config = { permission: 'kpis:read' }
const RECORDS_PER_PAGE_MAX = 500

const ExplainExtras = z.object({
  fact: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(RECORDS_PER_PAGE_MAX).default(50),
  cursor: z.string().max(400).optional(),
  format: z.enum(['json', 'csv']).default('json'),
  language: z.enum(['de', 'en']).default('de'),
})
const CockpitExtras = z.object({ funnel_view: z.enum(VIEWS).default('cohort') })
/** The answers are described in docs/kpis.md; they follow the definitions, not a second schema. */
const Answer = z.looseObject({})

/** People who may see only their own rows get the figures of their own rows. */
const narrowed = (request: FastifyRequest, query: KpiQuery): KpiQuery =>
  ownOf(query, actorOf(request))

/** Figures, their explanations, and the cockpit. */
export const kpiRoutes =
  <DB>({ db, settings, now, targets, credits }: KpiRouteOptions<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    const context = async () => ({
      settings: await settings(),
      now: now(),
      ...(targets && { targets }),
      ...(credits && { credits }),
    })

    app.get(
      '/api/kpis/definitions',
      {
        config,
        schema: { tags, summary: 'Every figure with its formula', response: { 200: Answer } },
      },
      async () => definitionsView(await settings()),
    )

    app.get(
      '/api/kpis',
      {
        config,
        schema: {
          tags,
          summary: 'Figures of a period',
          description: 'Money in cents, rates as fractions; `until` is exclusive.',
          querystring: KpiQuery,
          response: { 200: Answer },
        },
      },
      async (request) => ({
        ...(await readKpis(db, narrowed(request, request.query), await context())),
      }),
    )

    app.get(
      '/api/kpis/:id/explain',
      {
        config,
        schema: {
          tags,
          summary: 'Formula, numbers and records behind a figure',
          description:
            '`fact` chooses the number whose records are listed; `format=csv` sends all.',
          params: z.object({ id: z.string().max(80) }),
          querystring: z.intersection(KpiQuery, ExplainExtras),
        },
      },
      async (request, reply) => {
        const { fact, limit, cursor, format, language, ...rest } = request.query
        const query = narrowed(request, rest)
        if (format === 'json') {
          const explained = { query, fact, limit, cursor }
          return explainKpi(db, request.params.id, explained, await context())
        }
        if (!fact) throw new Refusal('invalid', 'kpis.fact_needed', {})
        const pages = allRecords(db, fact, query, await context())
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${fact}.csv"`)
          .send(await recordsCsv(pages, language))
      },
    )

    app.get(
      '/api/cockpit',
      {
        config,
        schema: {
          tags,
          summary: 'The management cockpit of a period',
          querystring: z.intersection(KpiQuery, CockpitExtras),
          response: { 200: Answer },
        },
      },
      async (request) => {
        const { funnel_view: funnelView, ...rest } = request.query
        const query = narrowed(request, rest)
        return { ...(await readCockpit(db, { query, funnelView }, await context())) }
      },
    )
  }
