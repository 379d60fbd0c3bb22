import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { ErrorBody } from '#platform/http-errors.ts'
import { actionOf } from '#platform/records/journal.ts'
import { contextOf } from '#platform/records/request.ts'
import type { Records } from '#platform/records/service.ts'
import { deriveOverheadKey } from '../overhead-key.ts'
import {
  Allocation,
  AllocationQuery,
  CompletenessAnswer,
  CompletenessQuery,
  KeyList,
  KeyPreview,
  KeySaved,
  KeyTrial,
  WantedKey,
} from '../overhead-shapes.ts'
import {
  allocationOf,
  campaignChannels,
  campaignNames,
  comparedBy,
  completenessOf,
  withKey,
} from './overhead-answer.ts'
import { readKeys, readSpreadInputs, readSpreading } from './overhead-read.ts'
import { refuseShares, saveKey } from './overhead-save.ts'

export type OverheadParts = {
  readonly records: Records
  readonly now: () => Date
  readonly timeZone: () => string
  /** Settings of the company: whether figures count spread cost. */
  readonly settings: () => Promise<Readonly<Record<string, unknown>>>
}

const tags = ['Costs']
const read = { permission: 'costs:read' }
const write = { permission: 'costs:write' }

const campaignsIn = (tables: readonly Pick<Allocation, 'campaigns'>[]): string[] => [
  ...new Set(tables.flatMap(({ campaigns }) => campaigns.rows.map(({ key }) => key))),
]

/** Own and spread cost, the keys it is spread by, trying and setting a key, and empty kinds of cost. */
export const overheadRoutes =
  (parts: OverheadParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { records, timeZone } = parts
    const { db } = records

    app.get(
      '/api/costs/allocation',
      {
        config: read,
        schema: {
          tags,
          summary: 'Own and spread cost by channel and by campaign',
          description:
            'Cents; `until` is exclusive. Rows and unallocated add up to the ledger. Filters narrow lines, not the key.',
          querystring: AllocationQuery,
          response: { 200: Allocation, '4xx': ErrorBody },
        },
      },
      async ({ query: { from, until, ...filter } }) => {
        const spreading = await readSpreading(db, { from, until }, timeZone(), filter)
        const answer = allocationOf({ from, until }, spreading)
        return { ...answer, labels: await campaignNames(db, campaignsIn([answer])) }
      },
    )

    app.get(
      '/api/costs/allocation/keys',
      {
        config: read,
        schema: {
          tags,
          summary: 'The keys that overheads are spread by',
          response: { 200: KeyList },
        },
      },
      async () => {
        const [keys, { channel_cost: counts }] = await Promise.all([readKeys(db), parts.settings()])
        const ids = keys.flatMap(({ shares }) =>
          shares.flatMap(({ campaignId }) => campaignId ?? []),
        )
        return {
          items: keys.map((key) => ({ ...key, shares: [...key.shares] })),
          counts: counts === 'with_spread' ? ('with_spread' as const) : ('own' as const),
          labels: await campaignNames(db, ids),
        }
      },
    )

    app.post(
      '/api/costs/allocation/preview',
      {
        config: read,
        schema: {
          tags,
          summary: 'What another key would change; writes nothing',
          body: KeyTrial,
          response: { 200: KeyPreview, '4xx': ErrorBody },
        },
      },
      async ({ body: { from, until, ...wanted } }) => {
        refuseShares(wanted)
        const placed = { ...wanted, ...deriveOverheadKey(null, wanted) }
        const period = { from, until }
        const shared = placed.shares.flatMap(({ campaign_id: id }) => id ?? [])
        const [inputs, keys, channels] = await Promise.all([
          readSpreadInputs(db, period, timeZone()),
          readKeys(db),
          campaignChannels(db, shared),
        ])
        const { before, after } = comparedBy(period, inputs, keys, withKey(keys, placed, channels))
        const labels = await campaignNames(db, campaignsIn([before, after]))
        return { before: { ...before, labels }, after: { ...after, labels } }
      },
    )

    app.put(
      '/api/costs/allocation/keys',
      {
        config: write,
        schema: {
          tags,
          summary: 'Set the key of a category from a month on; can be taken back',
          body: WantedKey,
          response: { 200: KeySaved, '4xx': ErrorBody },
        },
      },
      async (request) => {
        const context = contextOf(request, parts, request.body.note)
        const id = await saveKey(records, request.body, context)
        return { id, action: await actionOf(db, request.id) }
      },
    )

    app.get(
      '/api/costs/completeness',
      {
        config: read,
        schema: {
          tags,
          summary: 'Which of the five kinds of cost are empty',
          querystring: CompletenessQuery,
          response: { 200: CompletenessAnswer, '4xx': ErrorBody },
        },
      },
      async ({ query: { from, until, ...scope } }) => {
        const spreading = await readSpreading(db, { from, until }, timeZone())
        return completenessOf({ from, until }, spreading, scope)
      },
    )
  }
