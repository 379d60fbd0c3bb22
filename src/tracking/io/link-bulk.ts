import type { z } from 'zod'
import type { Values } from '#kernel/record.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { bindingOf, type Records } from '#platform/records/service.ts'
import { parseChanges } from '#platform/records/values.ts'
import { applyWrites, type Planned, planWrites } from '#platform/records/write.ts'
import { trackedLinkKind } from '../link-records.ts'
import type { BulkAnswer, LinkBulk } from '../link-shapes.ts'
import { type BulkRow, mediumOf, rowWarnings } from '../link-table.ts'
import { campaignsByName, usedCodes } from './link-store.ts'

type Rule = { readonly field: string; readonly rule: string }
type Read = { readonly changes: Values; readonly problems: readonly Rule[] }

/** Looks at the rows of a table of links, or creates all of them: one change that can be taken back. */
export async function bulkLinks(
  records: Records,
  { rows, write }: z.infer<typeof LinkBulk>,
  context: WriteContext,
): Promise<BulkAnswer> {
  if (!write) {
    return records.db.transaction().execute(async (tx) => {
      const { items } = await planned(tx, records, rows, context)
      return { items, created: null }
    })
  }
  const { id: kind } = trackedLinkKind
  return asAction(records, context, { type: 'create', kind }, async (tx) => {
    const { items, plan, facts } = await planned(tx, records, rows, context)
    const isRefused = items.some(({ problems }) => problems.length > 0)
    if (!isRefused) {
      await applyWrites(tx, bindingOf(records, kind), plan, facts, context, records.audit)
    }
    const created = isRefused ? null : plan.map(({ id }) => id)
    const count = created?.length ?? 0
    return { result: { items, created }, title: `${count} × ${trackedLinkKind.label.de}`, count }
  })
}

type Plan = {
  readonly items: BulkAnswer['items']
  readonly plan: readonly Planned[]
  readonly facts: unknown
}

async function planned(
  tx: Tx,
  records: Records,
  rows: readonly BulkRow[],
  context: WriteContext,
): Promise<Plan> {
  const names = rows.flatMap(({ campaign_id }) => campaign_id ?? [])
  const campaigns = await campaignsByName(tx, names)
  const read = rows.map((row) => readRow(row, campaigns))
  const { planned: plan, facts } = await planWrites(
    tx,
    bindingOf(records, trackedLinkKind.id),
    read.map(({ changes }) => ({ id: records.newId(), before: null, changes })),
    context,
  )
  const taken = await takenCodes(tx, plan)
  const items = plan.map(({ after, problems }, index) => {
    const { problems: found = [] } = read[index] ?? {}
    const told = new Set(found.map(({ field }) => field))
    const broken = problems.filter(({ field }) => !told.has(field))
    const isTaken = taken[index] === true
    return {
      address: typeof after.address === 'string' && after.address !== '' ? after.address : null,
      problems: [
        ...found,
        ...broken.map(({ field, rule }) => ({ field, rule })),
        ...(isTaken ? [{ field: 'code', rule: 'tracking.code_taken' }] : []),
      ],
      warnings: rowWarnings(rows[index] ?? {}).map(({ field, rule, given, used }) => ({
        ...{ field, rule, given, used },
      })),
    }
  })
  return { items, plan, facts }
}

function readRow(row: BulkRow, campaigns: ReadonlyMap<string, string>): Read {
  const { campaign_id: name, medium, ...rest } = row
  const campaignId = name === undefined ? null : (campaigns.get(name.toLowerCase()) ?? null)
  const { changes, problems } = parseChanges(trackedLinkKind, {
    ...rest,
    ...(medium === undefined ? {} : { medium: mediumOf(medium) }),
    campaign_id: campaignId,
  })
  const isUnknown = name !== undefined && campaignId === null
  return {
    changes,
    problems: [
      ...problems.map(({ field, rule }) => ({ field, rule })),
      ...(isUnknown ? [{ field: 'campaign_id', rule: 'tracking.unknown_campaign' }] : []),
    ],
  }
}

/** Which rows have a code that a link, or a row before them, has already. */
async function takenCodes(tx: Tx, plan: readonly Planned[]): Promise<readonly boolean[]> {
  const codes = plan.map(({ after }) => String(after.code ?? ''))
  const used = await usedCodes(tx, codes)
  return codes.map((code, index) => used.has(code) || codes.indexOf(code) < index)
}
