import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { actorOf, ownOf } from '#platform/http.ts'
import {
  CreditsAnswer,
  DealJourneyAnswer,
  DefinitionsAnswer,
  StatusAnswer,
  UnattributedAnswer,
} from '../answer-shapes.ts'
import { MODEL_NAMES, MODELS } from '../models.ts'
import { AttributionQuery, modelsOf } from '../query.ts'
import type { AttributionSettings } from '../settings.ts'
import { isRule } from '../sum-models.ts'
import { REASON_TEXTS, REASONS } from '../unattributed.ts'
import type { Answers } from './answers.ts'
import { config, paging, tags } from './asking.ts'
import type { MarginSql } from './conversions.ts'
import { type LastNonDirect, readOpportunityJourney } from './journey-of.ts'
import { readKeyLabels } from './labels.ts'
import { readAttribution } from './read.ts'
import { readProgress, refreshContext } from './tasks.ts'
import { readUnattributed } from './unattributed-deals.ts'

export type AttributionRouteOptions<DB> = {
  readonly db: Kysely<DB>
  readonly settings: () => Promise<AttributionSettings>
  readonly now: () => Date
  readonly marginSql: MarginSql
  readonly answers?: Answers
}

/** What the journey of a deal needs besides. */
export type JourneyOfOptions = { readonly lastNonDirect: LastNonDirect }

const PagedQuery = AttributionQuery.safeExtend(paging)

/** Attribution out of the records, the journeys behind it, and why deals have no credit. */
export const attributionRoutes =
  <DB>(options: AttributionRouteOptions<DB> & JourneyOfOptions): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, settings, marginSql, lastNonDirect } = options
    const context = async () => ({
      ...(await refreshContext(options)),
      marginSql,
    })

    app.get(
      '/api/attribution',
      {
        config,
        schema: {
          tags,
          summary: 'Who gets credit for the conversions of a period',
          description:
            'Money in cents, `until` is exclusive. `model` takes words between commas; filters choose conversions. Attributed and unattributed make up what the records say: `reconciliation`.',
          querystring: AttributionQuery,
          response: { 200: CreditsAnswer },
        },
      },
      async (request) => {
        const query = ownOf(request.query, actorOf(request))
        const answer = await readAttribution(db, query, await context())
        const keys = answer.models.flatMap(({ rows }) =>
          rows.map(({ channel, key }) => channel ?? key ?? ''),
        )
        return { ...answer, labels: await readKeyLabels(db, query.by, [...new Set(keys)]) }
      },
    )

    app.get(
      '/api/attribution/definitions',
      {
        config,
        schema: {
          tags,
          summary: 'Models and reasons by name',
          response: { 200: DefinitionsAnswer },
        },
      },
      async () => ({
        models: MODEL_NAMES.map((model) => ({
          model,
          label: MODELS[model].label,
          isRule: isRule(MODELS[model].model),
        })),
        default: (await settings()).model,
        reasons: REASONS.map((reason) => ({ reason, ...REASON_TEXTS[reason] })),
      }),
    )

    app.get(
      '/api/attribution/status',
      {
        config,
        schema: {
          tags,
          summary: 'How far working everything out is, after a setting changed',
          response: { 200: StatusAnswer },
        },
      },
      async () => {
        const progress = await readProgress(db)
        return {
          progress: progress && {
            done: progress.done,
            total: progress.total,
            startedAt: progress.started_at.toISOString(),
            finishedAt: progress.finished_at?.toISOString() ?? null,
          },
        }
      },
    )

    app.get(
      '/api/attribution/journeys/:opportunityId',
      {
        config,
        schema: {
          tags,
          summary: 'The journey of one opportunity with the credits of each model',
          description:
            'Without `model`: every rule. Credits in cents, by record of the touch. `lastNonDirect` stands beside a direct visit and changes no credit.',
          params: z.object({ opportunityId: z.uuid() }),
          querystring: z.object({ model: AttributionQuery.shape.model }),
          response: { 200: DealJourneyAnswer },
        },
      },
      async (request) => {
        const { scope, userId } = actorOf(request)
        const { model } = request.query
        const known = await context()
        const rules = MODEL_NAMES.filter((name) => isRule(MODELS[name].model))
        const models = modelsOf({ model: model.length > 0 ? model : rules }, known.settings)
        const { opportunityId } = request.params
        return readOpportunityJourney(db, opportunityId, models, {
          ...known,
          lastNonDirect,
          ...(scope === 'own' && { owner: userId }),
        })
      },
    )

    app.get(
      '/api/attribution/unattributed',
      {
        config,
        schema: {
          tags,
          summary: 'Conversions of a period that nobody gets credit for, and why',
          description:
            'By the first model of the query, with its filters and rules; latest first. `id` is the opportunity, of MQL and SQL the lead.',
          querystring: PagedQuery,
          response: { 200: UnattributedAnswer },
        },
      },
      async (request) => {
        const query = ownOf(request.query, actorOf(request))
        return readUnattributed(db, query, await context())
      },
    )
  }
