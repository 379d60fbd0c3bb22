import { sql } from 'kysely'
import { type IsoDate, type Period, periodBefore } from '#kernel/period.ts'
import { KpiQuery } from '#kpis/query.ts'
import type { FigureReader } from '#kpis/questions.ts'
import { kpiById } from '#kpis/registry.ts'
import { targetFor, withTargets, yearOf } from '#kpis/targets.ts'
import type { WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { bindingOf, writeOne } from '#platform/records/service.ts'
import {
  AGENDA_PARTS,
  type Agenda,
  type AgendaItem,
  type AgendaPartId,
  agreedDays,
  checkItem,
  type LastAnswer,
  milestoneItem,
  missedItem,
  moreMissedItem,
  moverItem,
  overdueItem,
  proposalItem,
  standingItem,
  stopItem,
  withoutAgreementItem,
} from '../agenda.ts'
import { largestMovers, type Mover } from '../movers.ts'
import { milestonesOf, stopCheckOf } from '../progress.ts'
import { reviewKind } from '../review.ts'
import { alike } from '../words.ts'
import { agreementsDue, campaignsWithout, measuredDays } from './agreements.ts'
import { namesOfFilters } from './filter-names.ts'
import { dueChecks, openProposals, overdueWork } from './log.ts'
import type { DecisionParts } from './parts.ts'

const MOST_MOVERS = 5
const MOST_MISSED = 25

/** The largest movers of a period against the one before it. */
export async function readMovers(
  reader: FigureReader,
  period: Period,
  currency: string,
  limit = MOST_MOVERS,
): Promise<Mover[]> {
  return largestMovers(await reader.compared(period), { currency, limit })
}

/** The largest movers with how many records stand behind the numbers that moved, in both periods. */
async function moverItems(
  reader: FigureReader,
  period: Period,
  currency: string,
): Promise<AgendaItem[]> {
  const movers = await readMovers(reader, period, currency)
  const facts = movers.flatMap(({ drivers }) => drivers.map(({ fact }) => fact))
  if (facts.length === 0) return movers.map((mover) => moverItem(mover, period, []))
  const counts = await reader.counts(facts, [period, periodBefore(period)])
  const behind = ({ drivers }: Mover, of: 'now' | 'before', place: number) =>
    drivers.flatMap(({ fact, name }) => {
      const count = counts.get(fact)?.[place] ?? null
      return count === null ? [] : [{ fact, name, count, of }]
    })
  return movers.map((mover) =>
    moverItem(mover, period, [...behind(mover, 'now', 0), ...behind(mover, 'before', 1)]),
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

/** Every target that holds for the period and was missed, the clearly missed ones and those of the whole company first. */
async function missedItems(
  parts: DecisionParts,
  reader: FigureReader,
  { period, today, currency }: { period: Period; today: IsoDate; currency: string },
): Promise<AgendaItem[]> {
  const years = { from: yearOf(period.from).from, until: yearOf(period.until).until }
  const asked = [...Map.groupBy(await parts.targets(years), ({ filter }) => filter)]
    .toSorted(([a], [b]) => (a === '' ? -1 : b === '' ? 1 : 0))
    .flatMap(([filter, targets]) => {
      const question = { period, filter, view: 'period' as const }
      const kpis = [...new Set(targets.map(({ kpi }) => kpi))].filter((id) => {
        const kpi = kpiById(id)
        return kpi && targetFor(kpi, question, targets)
      })
      const filters = filtersOf(filter)
      const query = KpiQuery.parse({ ...filters, ...period })
      return kpis.length === 0 ? [] : [{ kpis, query, filters, question, targets }]
    })
  const answers = await reader.figures(asked)
  const namesOf = await namesOfFilters(
    parts,
    asked.map(({ filters }) => filters),
  )
  const items = asked.flatMap(({ filters, question, targets }, place) => {
    const results = withTargets(answers[place] ?? {}, question, targets, today)
    const filterNames = namesOf(filters).map(({ value, name }) => name ?? alike(value))
    return Object.entries(results).flatMap(([id, result]) => {
      const name = kpiById(id)?.name ?? alike(id)
      return missedItem({ kpi: id, name, result, filters, filterNames }, period, currency) ?? []
    })
  })
  const weight = ({ tone }: AgendaItem) => (tone === 'bad' ? 0 : 1)
  const sorted = items.toSorted((a, b) => weight(a) - weight(b))
  const more = sorted.length - MOST_MISSED
  return more > 0 ? [...sorted.slice(0, MOST_MISSED), moreMissedItem(more)] : sorted
}

async function campaignItems(
  parts: DecisionParts,
  reader: FigureReader,
  { days, today, currency }: { days: Period; today: IsoDate; currency: string },
): Promise<AgendaItem[]> {
  const { db } = parts.records
  const agreements = await agreementsDue(db, days)
  const isDue = ({ until }: Period) => until >= days.from && until < days.until
  const measured = await measuredDays(reader, agreements, today, isDue)
  const items = agreements.flatMap((one) => {
    const { agreement, campaign } = one
    const kpi = kpiById(String(agreement.metric))
    if (!kpi) return []
    const campaignId = String(agreement.campaign_id)
    const filters = { campaign: campaignId }
    const about = { campaignId, campaign, filters, kpi: kpi.id, name: kpi.name, unit: kpi.unit }
    const found = measured.get(one) ?? new Map()
    const stop = stopCheckOf(agreement, kpi, found, today)
    const stops =
      stop?.state === 'stop' && isDue(stop.period)
        ? [stopItem({ ...about, ...stop, expected: stop.limit }, currency)]
        : []
    const milestones = milestonesOf(agreement, kpi, found, today).flatMap((milestone) => {
      const { period, expected, state } = milestone
      if (!isDue(period) || expected === null || state === 'future' || state === 'none') return []
      return [milestoneItem({ ...about, ...milestone, expected }, state, currency)]
    })
    return [...stops, ...milestones]
  })
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
  const days = agreedDays(period, today)
  const [checks, overdue, proposals, last] = await Promise.all([
    dueChecks(db, today, currency),
    overdueWork(db, today, currency),
    openProposals(db, currency),
    readLastAnswer(parts),
  ])
  // One state of the database for everything that is a figure; one after the other, on one connection.
  const { movers, targets, campaigns } = await parts.reading(null, async (reader) => ({
    movers: await moverItems(reader, period, currency),
    targets: await missedItems(parts, reader, { period, today, currency }),
    campaigns: days ? await campaignItems(parts, reader, { days, today, currency }) : [],
  }))
  const items: Readonly<Record<AgendaPartId, readonly AgendaItem[]>> = {
    checks: [
      ...checks.map((one) => checkItem(one, today)),
      ...overdue.map((one) => overdueItem(one, today)),
    ],
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
