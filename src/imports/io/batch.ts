import { countRow, countRules } from '../outcome.ts'
import type { ReadRow } from '../read-row.ts'
import { inWaves } from '../waves.ts'
import { enrichDrafts, noCostAccounts } from './enrich.ts'
import { tokensOf } from './match.ts'
import { type Resolution, resolveReferences, tokenOf } from './references.ts'
import { type Draft, type PartRun, type RunContext, referenceField } from './run-context.ts'
import { canCreate, type Reference } from './stubs.ts'
import { type RowResult, writeWave } from './write-batch.ts'

type Mention = {
  readonly draft: Draft
  readonly field: string
  readonly kind: string
  readonly name: string
  readonly reference: Reference
}

const isEmpty = (reference: Reference): boolean =>
  Object.values(reference).every((value) => value.trim() === '')

function mentionsOf(part: PartRun, drafts: readonly Draft[]): Mention[] {
  const { kind } = part.binding
  return drafts.flatMap((draft) =>
    Object.entries(draft.references).flatMap(([name, reference]) => {
      const field = referenceField(kind, name)
      if (!field?.kind || isEmpty(reference)) return []
      return [{ draft, field: field.id, kind: field.kind, name, reference }]
    }),
  )
}

/** Probabilities of rows by the stage they name: a stage that has to be made takes their mean. */
function probabilitiesOf(mentions: readonly Mention[]): Map<string, number[]> {
  const byName = new Map<string, number[]>()
  for (const { kind, reference, draft } of mentions) {
    const { probability } = draft.changes
    if (kind !== 'opportunity_stage' || typeof probability !== 'number' || !reference.name) continue
    const list = byName.get(reference.name)
    if (list) list.push(probability)
    else byName.set(reference.name, [probability])
  }
  return byName
}

const columnFor = (part: PartRun, { name, reference, field }: Mention): string | null =>
  Object.keys(reference)
    .map((key) => part.columnOf(`${name}.${key}`))
    .find((column) => column !== null) ?? part.columnOf(field)

function settle(part: PartRun, mention: Mention, resolution: Resolution | undefined): void {
  const { draft, field, reference } = mention
  if (!resolution) return
  if ('id' in resolution) {
    draft.changes[field] = resolution.id
    return
  }
  const given = reference.id ?? reference.email ?? reference.name ?? reference.domain ?? ''
  draft.warnings.push({
    column: columnFor(part, mention),
    field,
    rule: resolution.rule,
    detail: { value: given || (reference.last_name ?? '') },
  })
}

async function linkDrafts(run: RunContext, part: PartRun, drafts: readonly Draft[]): Promise<void> {
  const mentions = mentionsOf(part, drafts)
  const probabilities = probabilitiesOf(mentions)
  for (const kind of new Set(mentions.map((mention) => mention.kind))) {
    const ofKind = mentions.filter((mention) => mention.kind === kind)
    const references = ofKind.map(({ reference }) => reference)
    const { counts } = part
    const resolved = await resolveReferences(run, kind, references, { probabilities, counts })
    for (const mention of ofKind) {
      settle(part, mention, resolved.get(tokenOf(kind, mention.reference)))
    }
  }
}

/** What other rows may call this one by. */
const namesOf = ({ read, changes }: Draft): string[] =>
  [read.externalId, changes.document_number].flatMap((name) =>
    typeof name === 'string' && name !== '' ? [name.toLowerCase()] : [],
  )

/**
 * A batch in the order in which its rows refer to each other: a credit note after its invoice. Only of kinds whose
 * records are never made for a reference. Rows that refer to each other in a circle come last, together.
 */
function inReferenceOrder(part: PartRun, drafts: readonly Draft[]): Draft[][] {
  const { kind } = part.binding
  const wanted = new Map<Draft, string[]>()
  for (const { draft, kind: other, reference } of mentionsOf(part, drafts)) {
    if (other !== kind.id || canCreate(other, reference)) continue
    const names = [reference.id ?? [], reference.name ?? []].flat()
    wanted.set(draft, [...(wanted.get(draft) ?? []), ...names.map((name) => name.toLowerCase())])
  }
  if (wanted.size === 0) return [[...drafts]]
  const steps: Draft[][] = []
  let waiting = [...drafts]
  while (waiting.length > 0) {
    const coming = new Set(waiting.flatMap(namesOf))
    const ready = waiting.filter(
      (draft) =>
        !wanted.get(draft)?.some((name) => coming.has(name) && !namesOf(draft).includes(name)),
    )
    const step = ready.length > 0 ? ready : waiting
    steps.push(step)
    const done = new Set(step)
    waiting = waiting.filter((draft) => !done.has(draft))
  }
  return steps
}

/** Rows on accounts that the company counts as no cost are not taken. */
async function withoutNoCost(
  run: RunContext,
  part: PartRun,
  drafts: readonly Draft[],
): Promise<readonly Draft[]> {
  if (part.binding.kind.id !== 'cost') return drafts
  const left = await noCostAccounts(run, drafts)
  return drafts.filter((draft) => {
    const isLeft = left.has(String(draft.changes.account_number ?? ''))
    if (isLeft) countSkipped(part, 'no_cost')
    return !isLeft
  })
}

/**
 * Bring a batch of rows of one part into the database: references, what links imply, matching, rules,
 * writing. Counts them and answers what became of each, in no particular order.
 */
export async function importBatch(
  run: RunContext,
  part: PartRun,
  drafts: readonly Draft[],
): Promise<RowResult[]> {
  const results: RowResult[] = []
  for (const draft of drafts) {
    if (draft.problems.length === 0) continue
    const { problems } = draft
    results.push({ draft, outcome: 'rejected', problems, recordId: null, changes: [] })
  }
  const good = await withoutNoCost(
    run,
    part,
    drafts.filter(({ problems }) => problems.length === 0),
  )
  for (const step of inReferenceOrder(part, good)) {
    await linkDrafts(run, part, step)
    await enrichDrafts(run, part, step)
    for (const wave of inWaves(step, (draft) => tokensOf(part, draft))) {
      results.push(...(await writeWave(run, part, wave)))
    }
  }
  for (const result of results) countResult(part, result)
  return results
}

function countResult(part: PartRun, { outcome, problems }: RowResult): void {
  countRow(part.counts, outcome)
  const rules = problems.map(({ rule }) => rule)
  countRules(outcome === 'rejected' ? part.counts.rejections : part.counts.warnings, rules)
}

/** A row that is no data (a total) or not meant (a sale among costs). */
export function countSkipped(part: PartRun, skipped: ReadRow['skipped']): void {
  countRow(part.counts, 'skipped')
  countRules(part.counts.skipped, [`imports.skipped_${skipped ?? 'empty'}`])
}
