import { sql } from 'kysely'
import { addDays, type IsoDate, type Period, periodBefore } from '#kernel/period.ts'
import { KpiQuery } from '#kpis/query.ts'
import { kpiById } from '#kpis/registry.ts'
import { yearOf } from '#kpis/targets.ts'
import type { WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { bindingOf, writeOne } from '#platform/records/service.ts'
import {
  AGENDA_PARTS,
  type Agenda,
  type AgendaItem,
  type AgendaPartId,
  checkItem,
  type LastAnswer,
  milestoneItem,
  missedItem,
  moverItem,
  overdueItem,
  proposalItem,
  standingItem,
  stopItem,
  withoutAgreementItem,
} from '../agenda.ts'
import { largestMovers, type Mover, withInputsBefore } from '../movers.ts'
import { reviewKind } from '../review.ts'
import { agreementsDue, campaignsWithout, progressOf } from './agreements.ts'
import { filterNames } from './figures.ts'
import { dueChecks, openProposals, overdueWork } from './log.ts'
import type { DecisionParts } from './parts.ts'

const MOST_MOVERS = 5
const MOST_FILTERED_TARGETS = 12

/** The largest movers of a period against the one before it. */
export async function readMovers(
  parts: Pick<DecisionParts, 'compared' | 'figures' | 'currency'>,
  period: Period,
  limit = MOST_MOVERS,
): Promise<Mover[]> {
  const [figures, before, currency] = await Promise.all([
    parts.compared(KpiQuery.parse(period)),
    parts.figures(KpiQuery.parse(periodBefore(period))),
    parts.currency(),
  ])
  return largestMovers(withInputsBefore(figures, before), { currency, limit })
}

/** How many records stand behind the numbers of a mover that moved, in both periods. */
async function recordsBehind(
  parts: DecisionParts,
  { kpi, drivers }: Mover,
  period: Period,
): Promise<AgendaItem['records']> {
  const ask = async (of: 'now' | 'before', days: Period) => {
    const { inputs } = await parts.opened(kpi, KpiQuery.parse(days))
    return inputs.flatMap(({ fact, name, records }) =>
      records === null || !drivers.some((driver) => driver.fact === fact)
        ? []
        : [{ fact, name, count: records, of }],
    )
  }
  const [now, before] = await Promise.all([ask('now', period), ask('before', periodBefore(period))])
  return [...now, ...before]
}

async function moverItems(parts: DecisionParts, period: Period): Promise<AgendaItem[]> {
  const movers = await readMovers(parts, period)
  return Promise.all(
    movers.map(async (mover) =>
      moverItem(mover, period, await recordsBehind(parts, mover, period)),
    ),
  )
}

/** `channel=email&team=...` as stored with a target. */
const filtersOf = (key: string): Record<string, string> =>
  Object.fromEntries(
    key
      .split('&')
      .filter((part) => part !== '')
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]),
  )

async function missedItems(
  parts: DecisionParts,
  period: Period,
  currency: string,
): Promise<AgendaItem[]> {
  const years = { from: yearOf(period.from).from, until: yearOf(period.until).until }
  const keys = new Set((await parts.targets(years)).map(({ filter }) => filter))
  const items: AgendaItem[] = []
  for (const key of [
    '',
    ...[...keys].filter((one) => one !== '').slice(0, MOST_FILTERED_TARGETS),
  ]) {
    const filters = filtersOf(key)
    const [figures, names] = await Promise.all([
      parts.figures(KpiQuery.parse({ ...filters, ...period })),
      filterNames(parts, filters),
    ])
    for (const [id, result] of Object.entries(figures)) {
      const name = kpiById(id)?.name ?? { de: id, en: id }
      const missed = { kpi: id, name, result, filters, filterNames: names }
      const item = missedItem(missed, period, currency)
      if (item) items.push(item)
    }
  }
  const weight = ({ tone }: AgendaItem) => (tone === 'bad' ? 0 : 1)
  return items.toSorted((a, b) => weight(a) - weight(b))
}

async function campaignItems(
  parts: DecisionParts,
  days: Period,
  today: IsoDate,
  currency: string,
): Promise<AgendaItem[]> {
  const { db } = parts.records
  const items: AgendaItem[] = []
  for (const due of await agreementsDue(db, days)) {
    const { agreement, campaign, milestones, stop } = await progressOf(parts, due, today)
    const kpi = kpiById(String(agreement.metric))
    if (!kpi) continue
    const campaignId = String(agreement.campaign_id)
    const about = { campaignId, campaign, kpi: kpi.id, name: kpi.name, unit: kpi.unit }
    const filters = { campaign: campaignId }
    if (stop?.state === 'stop') {
      const { limit: expected, actual, period } = stop
      items.push(
        stopItem({ ...about, filters, days: stop.days, period, actual, expected }, currency),
      )
    }
    for (const { days: count, period, expected, actual, state } of milestones) {
      const isDue = period.until >= days.from && period.until < days.until
      if (!isDue || expected === null || state === 'future' || state === 'none') continue
      const check = { ...about, filters, days: count, period, actual, expected }
      items.push(milestoneItem(check, state, currency))
    }
  }
  const { names, count } = await campaignsWithout(db, days.from)
  const without = withoutAgreementItem(names, count)
  return without ? [...items, without] : items
}

async function readLastAnswer(parts: DecisionParts): Promise<LastAnswer | null> {
  const { rows } = await sql<{
    held_on: string
    answer: LastAnswer['answer']
    note: string | null
  }>`
    select held_on, criteria_answer as answer, criteria_note as note
      from decisions.review
     where criteria_answer is not null
     order by held_on desc, id desc
     limit 1
  `.execute(parts.records.db)
  const [row] = rows
  return row ? { heldOn: row.held_on, answer: row.answer, note: row.note } : null
}

/**
 * What a meeting on `today` about the figures of a period talks about: what became of decisions, the largest movers,
 * missed targets, campaigns on their agreed days, proposals, and always the success criteria themselves.
 */
export async function readAgenda(
  parts: DecisionParts,
  period: Period,
  today: IsoDate,
): Promise<Agenda> {
  const { db } = parts.records
  const currency = await parts.currency()
  // Agreed days up to today count, since the figures of a month are talked about in the next one.
  const days = { from: period.from, until: addDays(today, 1) }
  const [checks, overdue, proposals, last, movers, targets, campaigns] = await Promise.all([
    dueChecks(db, today, currency),
    overdueWork(db, today, currency),
    openProposals(db, currency),
    readLastAnswer(parts),
    moverItems(parts, period),
    missedItems(parts, period, currency),
    days.from < days.until ? campaignItems(parts, days, today, currency) : [],
  ])
  const items: Readonly<Record<AgendaPartId, readonly AgendaItem[]>> = {
    checks: [...checks.map(checkItem), ...overdue.map(overdueItem)],
    movers,
    targets,
    campaigns,
    proposals: proposals.map(proposalItem),
    standing: [standingItem(last)],
  }
  return {
    ...period,
    before: periodBefore(period),
    day: today,
    currency,
    parts: AGENDA_PARTS.map(({ id, name }) => ({ id, name, items: [...items[id]] })),
  }
}

/** Keeps a meeting with its agenda as it was. Returns its id. */
export async function holdReview(
  parts: DecisionParts,
  values: Readonly<Record<string, unknown>>,
  agenda: Agenda,
  context: WriteContext,
): Promise<string> {
  const { records } = parts
  const id = records.newId()
  return asAction(records, context, { type: 'create', kind: reviewKind.id }, async (tx) => {
    const binding = bindingOf(records, reviewKind.id)
    const changes = { ...values, from_date: agenda.from, until_date: agenda.until }
    await writeOne(tx, records, binding, { id, before: null, changes }, context)
    await sql`
      update decisions.review set agenda = ${JSON.stringify(agenda)}::jsonb where id = ${id}::uuid
    `.execute(tx)
    return { result: id, title: String(values.held_on), count: 1 }
  })
}

/** The agenda of a meeting as it was; null for one that was entered by hand. */
export async function keptAgenda(parts: DecisionParts, id: string): Promise<Agenda | null> {
  const { rows } = await sql<{ agenda: Agenda | null }>`
    select agenda from decisions.review where id = ${id}::uuid
  `.execute(parts.records.db)
  return rows[0]?.agenda ?? null
}
