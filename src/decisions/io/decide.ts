import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { bindingOf, writeOne } from '#platform/records/service.ts'
import { parseChanges } from '#platform/records/values.ts'
import { lockRows } from '#platform/records/write.ts'
import { decisionKind } from '../decision.ts'
import { changedMeanwhile, noSuchDecision } from '../refusals.ts'
import type { Check, FigureWish, NewDecision, TargetWish } from '../shapes.ts'
import { keepFigure, openFigures } from './figures.ts'
import type { DecisionParts } from './parts.ts'

function changesOf(values: Values): Values {
  const { changes, problems } = parseChanges(decisionKind, values)
  if (problems.length > 0) throw new Refusal('invalid', 'records.rule_broken', {}, problems)
  return changes
}

async function lockDecision(tx: Tx, id: string): Promise<Values> {
  const decision = (await lockRows(tx, decisionKind, [id])).get(id)
  if (!decision) throw noSuchDecision(id)
  return decision
}

const outcomeOf = <Result>(result: Result, decision: Values) => ({
  result,
  title: String(decision.title),
  count: 1,
})

/** A decision and the figures it rests on in one step, that is undone in one step. Returns its id. */
export async function decide(
  parts: DecisionParts,
  { values, figures }: NewDecision,
  context: WriteContext,
): Promise<string> {
  const { records } = parts
  const [opened, currency] = [await openFigures(parts, figures), await parts.currency()]
  const changes = changesOf(values)
  const id = records.newId()
  return asAction(records, context, { type: 'create', kind: decisionKind.id }, async (tx) => {
    const binding = bindingOf(records, decisionKind.id)
    await writeOne(tx, records, binding, { id, before: null, changes }, context)
    for (const one of opened) await keepFigure(tx, id, 'ground', one, context, currency)
    return outcomeOf(id, changes)
  })
}

/** Keeps one more figure with a decision. */
export async function pinFigure(
  parts: DecisionParts,
  id: string,
  wish: FigureWish,
  context: WriteContext,
): Promise<void> {
  const [opened, currency] = [await openFigures(parts, [wish]), await parts.currency()]
  await asAction(parts.records, context, { type: 'update', kind: decisionKind.id }, async (tx) => {
    const decision = await lockDecision(tx, id)
    for (const one of opened) await keepFigure(tx, id, 'ground', one, context, currency)
    return outcomeOf(undefined, decision)
  })
}

/** Takes a figure off a decision. */
export async function unpinFigure(
  { records }: DecisionParts,
  id: string,
  figureId: string,
  context: WriteContext,
): Promise<void> {
  await asAction(records, context, { type: 'update', kind: decisionKind.id }, async (tx) => {
    const decision = await lockDecision(tx, id)
    await sql`
      delete from decisions.figure where id = ${figureId}::uuid and decision_id = ${id}::uuid
    `.execute(tx)
    return outcomeOf(undefined, decision)
  })
}

/** Says what came of a decision, with the figure as it is now. */
export async function checkDecision(
  parts: DecisionParts,
  id: string,
  { version, figure, ...changes }: Check,
  context: WriteContext,
): Promise<void> {
  const { records } = parts
  const opened = await openFigures(parts, figure ? [figure] : [])
  const currency = await parts.currency()
  await asAction(records, context, { type: 'update', kind: decisionKind.id }, async (tx) => {
    const before = await lockDecision(tx, id)
    if (before.version !== version) throw changedMeanwhile(Number(before.version))
    const binding = bindingOf(records, decisionKind.id)
    // Checked again, it is the later check that counts.
    const checked = { ...changes, checked_on: dayOf(context.now.getTime(), context.timeZone) }
    await writeOne(tx, records, binding, { id, before, changes: checked }, context)
    for (const one of opened) await keepFigure(tx, id, 'check', one, context, currency)
    return outcomeOf(undefined, before)
  })
}

/** Changes a target because of a decision, and keeps what it was. */
export async function changeTarget(
  parts: DecisionParts,
  id: string,
  wish: TargetWish,
  context: WriteContext,
): Promise<void> {
  const { records } = parts
  const currency = await parts.currency()
  await asAction(records, context, { type: 'update', kind: decisionKind.id }, async (tx) => {
    const decision = await lockDecision(tx, id)
    const { before, from } = await parts.setTarget(tx, wish, context)
    await noteTarget(tx, id, { ...wish, from, before, currency }, context)
    return outcomeOf(undefined, decision)
  })
}

/** Notes with a decision that it changed a target. */
export async function noteTarget(
  tx: Tx,
  decisionId: string,
  target: Omit<TargetWish, 'from'> & {
    readonly from: string
    readonly before: number | null
    readonly currency: string
  },
  context: WriteContext,
): Promise<void> {
  const { kpi, period, from, filters, before, value, currency } = target
  await sql`
    insert into decisions.changed_target
      (decision_id, kpi, period, from_date, filters, value_before, value_after, currency, changed_at)
    values (
      ${decisionId}::uuid, ${kpi}, ${period}, ${from}::date, ${JSON.stringify(filters)}::jsonb, ${before}, ${value},
      ${currency}, ${context.now.toISOString()}::timestamptz)
  `.execute(tx)
}
