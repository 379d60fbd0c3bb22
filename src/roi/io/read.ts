import type { Kysely } from 'kysely'
import { COST_KINDS, missingKinds } from '#costs/completeness.ts'
import { ratio } from '#kernel/ratio.ts'
import { LEAD_SOURCE } from '#kpis/settings.ts'
import type { RoiAnswer } from '../answer-shapes.ts'
import {
  comparison,
  countable,
  type FoundPart,
  known,
  leadPart,
  leadValueAnswer,
  marginPart,
  NO_SUMS,
  pricedPart,
  retentionPart,
  sellingPart,
  uncut,
  warningsOf,
} from '../found-parts.ts'
import { chosenCuts, type RoiPartId, type RoiQuery } from '../query.ts'
import { KINDS } from '../return-kinds.ts'
import { type RoiResult, roiOf } from '../roi.ts'
import { type Asked, inScope } from './in-scope.ts'
import type { RoiParts } from './parts.ts'
import { isCut } from './rows.ts'
import type { RoiScope } from './scope.ts'
import { readSelling } from './selling.ts'
import { creditedSums, groupSums, readCosts, sumsOf } from './sums.ts'

const LEAD_SOURCE_NAME = { de: 'Quelle des Leads', en: 'Source of the lead' }

/** Everything `GET /api/roi` answers. */
export const readRoi = <DB>(parts: RoiParts<DB>, query: RoiQuery): Promise<RoiAnswer> =>
  inScope(parts, query, (db, scope, asked) => answerOf(db, scope, asked, parts))

/** Every number of the answer: one after the other, because a state of the database has one connection. */
async function readSums<DB>(db: Kysely<DB>, scope: RoiScope) {
  const sums = (part: RoiPartId) => sumsOf(db, part, scope)
  return {
    costs: await readCosts(db, scope),
    leads: await sums('lead_value'),
    money: await groupSums(db, 'money', scope),
    credited: await creditedSums(db, scope),
    pipeline: await sums('pipeline'),
    recruiting: await sums('recruiting'),
    proxy: await sums('proxy'),
    revenue: await sums('revenue'),
    contracts: isCut('engaged', scope)
      ? await groupSums(db, 'contracts', scope)
      : { inside: NO_SUMS, others: NO_SUMS },
    leadGroups: await groupSums(db, 'leads', scope),
    selling: await readSelling(db, scope),
  }
}

async function answerOf<DB>(
  db: Kysely<DB>,
  scope: RoiScope,
  { cycle, ...asked }: Asked,
  parts: RoiParts<DB>,
): Promise<RoiAnswer> {
  const { query, settings, model } = scope
  const found = await readSums(db, scope)
  const { contracts, leadGroups, selling } = found
  const costOf = (category: string) => found.costs.get(category) ?? 0
  const byKind = Object.fromEntries(COST_KINDS.map((kind) => [kind, costOf(kind)]))
  const total = COST_KINDS.reduce((sum, kind) => sum + costOf(kind), 0)
  const clvCents = await asked.clv()
  const history = { ...scope.history, sums: await asked.rate(), isOfChosen: scope.rateOfChosen }
  const leadValue = leadValueAnswer(settings, found.leads, history, total, clvCents)
  const yearly = ratio(contracts.inside.cents, contracts.inside.count - contracts.inside.unknown)
  const retention = comparison(contracts.inside, contracts.others, rounded(yearly))
  const uplift = comparison(leadGroups.inside, leadGroups.others, rounded(clvCents))
  const margin = marginPart(found.credited.margin)
  const kinds: FoundPart[] = [
    known('direct', found.money.inside),
    known('attributed', found.credited.revenue),
    margin,
    leadPart(found.leads, leadValue),
    pricedPart('pipeline', found.pipeline, 'stage_unknown'),
    sellingPart(selling),
    pricedPart('recruiting', found.recruiting, 'no_saving'),
    retentionPart(contracts.inside, retention),
    pricedPart('proxy', found.proxy, 'no_price'),
  ].map((part) => (isCut(part.kind, scope) ? part : uncut(part.kind)))
  const view = roiOf(kinds.flatMap(countable), total)
  const period = { from: query.from, until: query.until }
  const cuts = chosenCuts(query).map(([cut]) => cut)
  return {
    period,
    goal: query.goal ?? null,
    currency: settings.currency,
    attribution: {
      model,
      name: (model === LEAD_SOURCE ? null : parts.modelName(model)) ?? LEAD_SOURCE_NAME,
    },
    revenueBasis: settings.revenue_basis,
    cost: {
      total,
      byKind,
      sales: costOf('sales'),
      missingKinds: missingKinds(byKind),
    },
    parts: kinds.map(({ kind, cents, count, reason }) => {
      const part = view.parts.find((one) => one.kind === kind)
      return {
        kind,
        certainty: KINDS[kind].certainty,
        cents,
        countedCents: part?.countedCents ?? 0,
        count,
        reason,
        recordsUrl: recordsUrl(query, kind),
      }
    }),
    strict: shown(view.strict),
    upTo: {
      booked: shown(view.upTo.booked),
      attributed: shown(view.upTo.attributed),
      expected: shown(view.upTo.expected),
      proxy: shown(view.upTo.proxy),
    },
    all: shown(view.all),
    added: shown(view.added),
    fullOverlap: shown(view.fullOverlap),
    atMargin: view.atMargin && shown(view.atMargin),
    without: mapped(view.without),
    only: mapped(view.only),
    overlaps: view.overlaps.map((one) => ({ ...one, between: [...one.between] })),
    leadValue,
    uplift,
    retention,
    socialSelling: selling,
    cycleDays: cycle.days,
    cycleBasis: cycle.basis,
    waterfall: {
      of: cuts.includes('channel') || cuts.includes('campaign') ? 'chosen' : 'marketing',
      revenue: found.revenue.cents,
      attributed: found.credited.revenue.cents,
      margin: margin.cents,
      costs: COST_KINDS.map((kind) => ({ kind, cents: costOf(kind) })),
      result: margin.cents === null ? null : margin.cents - total,
    },
    warnings: warningsOf({
      period,
      goal: query.goal ?? null,
      cycleDays: cycle.days,
      sellsSocially: selling.meetings > 0,
      cost: byKind,
      isCostCut: !cuts.includes('business_type'),
      leadValue,
      withoutDeal: found.money.others,
    }),
  }
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value))

const shown = (one: RoiResult) => ({ ...one, kinds: [...one.kinds] })
const mapped = (results: Readonly<Partial<Record<string, RoiResult>>>) =>
  Object.fromEntries(
    Object.entries(results).flatMap(([kind, one]) => (one ? [[kind, shown(one)]] : [])),
  )

/** Where the records of a part are. */
function recordsUrl(query: RoiQuery, part: RoiPartId): string {
  const asked = new URLSearchParams({ from: query.from, until: query.until, part })
  for (const [cut, values] of chosenCuts(query)) {
    for (const value of values) asked.append(cut, value)
  }
  if (query.model) asked.set('model', query.model)
  return `/api/roi/records?${asked}`
}
