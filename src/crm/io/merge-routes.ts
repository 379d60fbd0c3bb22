import { z } from 'zod'
import { Refusal } from '#kernel/refusal.ts'
import type { Http } from '#platform/http.ts'
import { actionOf } from '#platform/records/journal.ts'
import { findRecord, labelsOf } from '#platform/records/read.ts'
import { contextOf, type RecordRouteOptions, scopeOf } from '#platform/records/request.ts'
import { bindingOf } from '#platform/records/service.ts'
import { MERGEABLE } from '../merge.ts'
import { type MoveSourceKeys, mergeRecords, referencesTo } from './merge.ts'

const Version = z.number().int()
const Body = z.strictObject({
  version: Version,
  other: z.strictObject({ id: z.uuid(), version: Version }),
  choices: z.record(z.string(), z.enum(['survivor', 'other'])).default({}),
})

/** Two accounts or two contacts that are one: what there is to decide, and the merge itself. */
export function registerMerge(
  app: Http,
  options: RecordRouteOptions & { readonly moveSourceKeys: MoveSourceKeys },
): void {
  const { records, moveSourceKeys } = options
  for (const id of MERGEABLE) {
    const binding = bindingOf(records, id)
    const { kind } = binding
    const config = { permission: `${kind.area}:write` }
    const tags = [kind.plural.en]
    app.get(
      `/api/${kind.path}/:id/references`,
      {
        config: { permission: `${kind.area}:read` },
        schema: {
          tags,
          summary: `How many records point to one ${kind.label.en.toLowerCase()}`,
          params: z.object({ id: z.uuid() }),
          response: {
            200: z.object({
              items: z.array(z.object({ kind: z.string(), count: z.number() })),
            }),
          },
        },
      },
      async (request) => {
        const record = await findRecord(records.db, kind, request.params.id, scopeOf(kind, request))
        if (!record) {
          throw new Refusal('not_found', 'records.not_found', {
            kind: kind.id,
            id: request.params.id,
          })
        }
        return { items: await referencesTo(records.db, records, kind, request.params.id) }
      },
    )
    app.post(
      `/api/${kind.path}/:id/merge`,
      {
        config,
        schema: {
          tags,
          summary: `Merge another ${kind.label.en.toLowerCase()} into this one`,
          description:
            'The record of the address survives; `choices` says by field whose value stays. Everything that ' +
            'points to the other moves over, the other goes. Undone by the action that is answered.',
          params: z.object({ id: z.uuid() }),
          body: Body,
          response: {
            200: z.object({
              record: z.looseObject({ id: z.string() }),
              labels: z.record(z.string(), z.string()),
              action: z.string().nullable(),
            }),
          },
        },
      },
      async (request) => {
        const { version, other, choices } = request.body
        const survivor = { id: request.params.id, version }
        const scope = scopeOf(kind, request)
        if (scope) throw new Refusal('forbidden', 'records.no_own_rows', { kind: kind.id })
        const merge = { survivor, other, choices }
        await mergeRecords({ records, moveSourceKeys }, binding, merge, contextOf(request, options))
        const record = await findRecord(records.db, kind, survivor.id, null)
        return {
          record: { ...record, id: survivor.id },
          labels: await labelsOf(
            records.db,
            kind,
            record ? [record] : [],
            (known) => records.bindings.get(known)?.kind,
          ),
          action: await actionOf(records.db, request.id),
        }
      },
    )
  }
}
