import { type Kysely, sql } from 'kysely'
import { yearBefore } from '#kernel/period.ts'
import { ratio } from '#kernel/ratio.ts'
import { Refusal } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import { LEAD_SOURCE } from '#kpis/settings.ts'
import { COST_KINDS, type RoiAnswer } from '../answer-shapes.ts'
import {
  comparison,
  countable,
  FEW_LEADS,
  type FoundPart,
  known,
  leadPart,
  leadValueAnswer,
  marginPart,
  pricedPart,
  retentionPart,
  sellingPart,
  warningsOf,
} from '../found-parts.ts'
import type { RoiPartId, RoiQuery } from '../query.ts'
import { KINDS } from '../return-kinds.ts'
import { type RoiResult, roiOf } from '../roi.ts'
import type { RoiParts } from './parts.ts'
import { historyOf, instantOf, type RoiScope } from './scope.ts'
import { readCosts, sumsOf } from './sums.ts'

const LEAD_SOURCE_NAME = { de: 'Quelle des Leads', en: 'Source of the lead' }

type Cycle = { readonly days: number | null; readonly basis: 'setting' | 'median' | null }

/** Days a deal takes: the setting, else the median of the deals won in the year up to the end of the period. */
async function readCycle<DB>(db: Kysely<DB>, scope: RoiScope): Promise<Cycle> {
  const { usual_cycle_days: usual } = scope.settings
  if (usual !== null) return { days: usual, basis: 'setting' }
  const { until } = scope.query
  const { from } = yearBefore({ from: until, until })
  const { rows } = await sql<{ days: number | null }>`
    select percentile_cont(0.5) within group (order by extract(epoch from closed_at - opened_at) / 86400)::float8 as days
      from crm.opportunity
     where outcome = 'won'
       and closed_at >= ${instantOf(from, scope)}
       and closed_at < ${instantOf(until, scope)}
  `.execute(db)
  const days = rows[0]?.days ?? null
  return { days, basis: days === null ? null : 'median' }
}

/** The question with everything that the records must be asked with, in one state of the database. */
export async function inScope<DB, Result>(
  parts: RoiParts<DB>,
  query: RoiQuery,
  read: (db: Kysely<DB>, scope: RoiScope, cycle: Cycle) => Promise<Result>,
): Promise<Result> {
  const settings = await parts.settings()
  const model = query.model || settings.attribution_model
  if (model !== LEAD_SOURCE && !parts.credits.nameOf(model)) {
    throw new Refusal('invalid', 'kpis.unknown_model', { model })
  }
  const now = parts.now()
  const today = dayOf(now.getTime(), settings.time_zone)
  const answer = async (db: Kysely<DB>) => {
    const { marginSql, partSql } = parts
    const history = historyOf(query.from, today, 0)
    const asked = { query, settings, model, now, marginSql, partSql, history, rateByChannel: false }
    const cycle = await readCycle(db, asked)
    const ripe = { ...asked, history: historyOf(query.from, today, cycle.days ?? 0) }
    return read(db, await withRate(db, ripe), cycle)
  }
  if (model !== LEAD_SOURCE) return parts.credits.inState(parts.db, model, answer)
  return parts.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(answer)
}

/** Leads of the chosen channels tell the rate where there are enough of them. */
async function withRate<DB>(db: Kysely<DB>, scope: RoiScope): Promise<RoiScope> {
  if (scope.query.channel.length === 0) return scope
  const byChannel = { ...scope, rateByChannel: true }
  const { count } = await sumsOf(db, 'rate', byChannel)
  return count >= FEW_LEADS ? byChannel : scope
}

type Figures = Awaited<ReturnType<RoiParts<unknown>['figures']>>

/** Meetings of a way of selling against what their channel cost: sales cost and marketing cost alike. */
async function readSelling<DB>(
  db: Kysely<DB>,
  scope: RoiScope,
): Promise<RoiAnswer['socialSelling']> {
  const costOf = async (channel: string) => {
    const narrowed = { ...scope, query: { ...scope.query, channel: [channel], campaign: [] } }
    const marketing = await sumsOf(db, 'cost', narrowed)
    const sales = await sumsOf(db, 'cost_sales', narrowed)
    return marketing.cents + sales.cents
  }
  const social = await sumsOf(db, 'social_selling', scope)
  // The cost is that of the whole channel, so it is divided by all meetings, not by the chosen ones.
  const whole = { ...scope, query: { ...scope.query, channel: [], campaign: [] } }
  const all = await sumsOf(db, 'social_selling', whole)
  const socialCost = ratio(await costOf('employee_social'), all.count)
  const cold = await sumsOf(db, 'cold_calling', scope)
  const given = scope.settings.cold_call_meeting_cents
  const measured = cold.count === 0 ? null : ratio(await costOf('telemarketing'), cold.count)
  const coldCost = given ?? (measured === 0 ? null : measured)
  return {
    meetings: social.count,
    // Nothing booked on the channel: what a meeting costs is not known, and not 0.
    costPerMeetingCents: social.count === 0 || socialCost === 0 ? null : socialCost,
    coldMeetings: cold.count,
    coldCostPerMeetingCents: coldCost,
    basis: coldCost === null ? null : given === null ? 'measured' : 'setting',
  }
}

/** Everything `GET /api/roi` answers. */
export async function readRoi<DB>(parts: RoiParts<DB>, query: RoiQuery): Promise<RoiAnswer> {
  const figures = await parts.figures({ from: query.from, until: query.until })
  return inScope(parts, query, (db, scope, cycle) => answerOf(db, scope, cycle, figures, parts))
}

async function answerOf<DB>(
  db: Kysely<DB>,
  scope: RoiScope,
  cycle: Cycle,
  figures: Figures,
  { credits }: RoiParts<DB>,
): Promise<RoiAnswer> {
  const { query, settings, model } = scope
  const sums = (part: RoiPartId) => sumsOf(db, part, scope)
  const byKind = await readCosts(db, scope)
  const total = COST_KINDS.reduce((sum, kind) => sum + byKind[kind], 0)
  const clvCents = figures.clv?.value ?? null
  const leads = await sums('lead_value')
  const history = { ...scope.history, sums: await sums('rate'), isOfChannel: scope.rateByChannel }
  const leadValue = leadValueAnswer(settings, leads, history, total, clvCents)
  const engaged = await sums('engaged')
  const yearly = ratio(engaged.cents, engaged.count - engaged.unknown)
  const retention = comparison(engaged, await sums('not_engaged'), rounded(yearly))
  const uplift = comparison(await sums('exposed'), await sums('not_exposed'), rounded(clvCents))
  const selling = await readSelling(db, scope)
  const attributed = await sums('attributed')
  const margin = marginPart(await sums('margin'))
  const found: FoundPart[] = [
    known('direct', await sums('direct')),
    known('attributed', attributed),
    margin,
    leadPart(leads, leadValue),
    known('pipeline', await sums('pipeline')),
    sellingPart(selling),
    pricedPart('recruiting', await sums('recruiting'), 'no_saving'),
    retentionPart(engaged, retention),
    pricedPart('proxy', await sums('proxy'), 'no_price'),
  ]
  const view = roiOf(found.flatMap(countable), total)
  const revenue = await sums('revenue')
  const missingKinds = COST_KINDS.filter((kind) => byKind[kind] === 0)
  const period = { from: query.from, until: query.until }
  return {
    period,
    goal: query.goal ?? null,
    currency: settings.currency,
    attribution: { model, name: credits.nameOf(model) ?? LEAD_SOURCE_NAME },
    revenueBasis: settings.revenue_basis,
    cost: { total, byKind, sales: (await sums('cost_sales')).cents, missingKinds },
    parts: found.map(({ kind, cents, count, reason }) => {
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
      revenue: revenue.cents,
      attributed: attributed.cents,
      margin: margin.cents,
      costs: COST_KINDS.map((kind) => ({ kind, cents: byKind[kind] })),
      result: margin.cents === null ? null : margin.cents - total,
    },
    warnings: warningsOf({
      period,
      goal: query.goal ?? null,
      cycleDays: cycle.days,
      costCents: total,
      missingKinds,
      leadValue,
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
  for (const channel of query.channel) asked.append('channel', channel)
  for (const campaign of query.campaign) asked.append('campaign', campaign)
  if (query.model) asked.set('model', query.model)
  return `/api/roi/records?${asked}`
}
