import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#kernel/refusal.ts'
import { actorOf } from '#platform/http.ts'
import { MODEL_NAMES, MODELS } from '../models.ts'
import { AttributionQuery, CONVERSIONS, GROUPINGS, modelsOf, VALUES } from '../query.ts'
import type { AttributionSettings } from '../settings.ts'
import { isRule } from '../sum-models.ts'
import { REASON_TEXTS, REASONS } from '../unattributed.ts'
import type { Answers } from './answers.ts'
import type { MarginSql } from './conversions.ts'
import { readOpportunityJourney, TOUCH_KINDS } from './journey-of.ts'
import { readKeyLabels } from './labels.ts'
import { readAttribution } from './read.ts'
import { RulesShape } from './rules-shape.ts'
import { readProgress, refreshContext } from './tasks.ts'
import { readUnattributed } from './unattributed-deals.ts'

export type AttributionRouteOptions<DB> = {
  readonly db: Kysely<DB>
  readonly settings: () => Promise<AttributionSettings>
  readonly now: () => Date
  readonly marginSql: MarginSql
  readonly answers?: Answers
}

const tags = ['Attribution']
const config = { permission: 'kpis:read' }

const Said = z.object({ de: z.string(), en: z.string() })
const Amount = z.object({ conversions: z.number(), value: z.number() })
const Range = z.tuple([z.number(), z.number()]).readonly()
const Row = z.object({
  channel: z.string().optional(),
  key: z.string().optional(),
  conversions: z.number(),
  value: z.number(),
  removalEffect: z.number().optional(),
  standardError: z.number().optional(),
  interval: z.object({ conversions: Range, value: Range }).optional(),
  enough: z.boolean().optional(),
})
const Bound = z.object({ model: z.string(), share: z.number() })
const Answer = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  conversion: z.enum(CONVERSIONS),
  value: z.enum(VALUES),
  by: z.enum(GROUPINGS),
  unit: z.enum(['cents', 'conversions']),
  currency: z.string(),
  rules: RulesShape,
  models: z
    .array(
      z.object({
        model: z.string(),
        order: z.number().optional(),
        additive: z.literal(false).optional(),
        rows: z.array(Row).readonly(),
        unattributed: Amount.extend({
          reasons: z.array(Amount.extend({ reason: z.enum(REASONS) })).readonly(),
        }),
        total: Amount,
      }),
    )
    .readonly(),
  robustness: z
    .array(
      z.object({
        channel: z.string(),
        lowest: Bound,
        highest: Bound,
        verdict: z.enum(['robust', 'depends_on_model']),
      }),
    )
    .readonly()
    .optional(),
  reconciliation: z
    .array(
      z.object({
        model: z.string(),
        records: Amount,
        attributed: z.number(),
        unattributed: z.number(),
        difference: z.number(),
      }),
    )
    .readonly(),
  valueMissing: z.number(),
  /** Names of channels or keys. */
  labels: z.record(z.string(), Said),
})
const Journey = z.object({
  opportunityId: z.string(),
  name: z.string(),
  accountId: z.string().nullable(),
  outcome: z.enum(['open', 'won', 'lost']),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  amount: z.number().nullable(),
  touches: z
    .array(
      z.object({
        kind: z.enum(Object.values(TOUCH_KINDS)),
        recordId: z.string(),
        at: z.string(),
        channel: z.string(),
        campaignId: z.string().nullable(),
        campaign: z.string().nullable(),
        source: z.string().nullable(),
        content: z.string().nullable(),
        title: z.string().nullable(),
        person: z.string().nullable(),
        isForm: z.boolean(),
        counts: z.boolean(),
        credits: z.record(z.string(), z.number()),
        milestones: z.array(z.enum(['first', 'lead', 'opportunity', 'close'])).readonly(),
      }),
    )
    .readonly(),
  unattributed: z.record(
    z.string(),
    z.object({ value: z.number(), reason: z.enum(REASONS).nullable() }),
  ),
  selfReported: z.array(z.string()).readonly(),
})
const Definitions = z.object({
  models: z.array(z.object({ model: z.string(), label: Said, isRule: z.boolean() })),
  default: z.string(),
  reasons: z.array(z.object({ reason: z.enum(REASONS), why: Said, todo: Said })),
})
const Status = z.object({
  progress: z
    .object({
      done: z.number(),
      total: z.number(),
      startedAt: z.string(),
      finishedAt: z.string().nullable(),
    })
    .nullable(),
})
const Deals = z.object({
  items: z
    .array(
      z.object({
        opportunityId: z.string(),
        name: z.string(),
        closedAt: z.string(),
        value: z.number(),
        reason: z.enum(REASONS),
      }),
    )
    .readonly(),
  next: z.string().nullable(),
})

/** Attribution out of the records, the journeys behind it, and why deals have no credit. */
export const attributionRoutes =
  <DB>(options: AttributionRouteOptions<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, settings, marginSql } = options
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
          response: { 200: Answer },
        },
      },
      async (request) => {
        const { scope, userId } = actorOf(request)
        const query = scope === 'own' ? { ...request.query, owner: [userId] } : request.query
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
        schema: { tags, summary: 'Models and reasons by name', response: { 200: Definitions } },
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
          response: { 200: Status },
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
          description: 'Without `model`: every rule. Credits in cents, by record of the touch.',
          params: z.object({ opportunityId: z.uuid() }),
          querystring: z.object({ model: AttributionQuery.shape.model }),
          response: { 200: Journey },
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
          summary: 'Won deals of a period that no touch is credited for, and why',
          description: 'By the model and the rules that are set; latest first.',
          querystring: z.object({
            from: AttributionQuery.shape.from,
            until: AttributionQuery.shape.until,
            limit: z.coerce.number().int().min(1).max(500).default(50),
            cursor: z.string().max(100).optional(),
          }),
          response: { 200: Deals },
        },
      },
      async (request) => {
        const { from, until, limit, cursor } = request.query
        if (from >= until) throw new Refusal('invalid', 'attribution.empty_period', {})
        const { scope, userId } = actorOf(request)
        const wanted = { from, until, limit, cursor, owner: scope === 'own' ? userId : null }
        return readUnattributed(db, wanted, await context())
      },
    )
  }
