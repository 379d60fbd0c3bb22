import { type Kysely, sql } from 'kysely'
import { ratio } from '#kernel/ratio.ts'
import type { RoiAnswer } from '../answer-shapes.ts'
import { costsSql } from './rows.ts'
import type { RoiScope } from './scope.ts'
import { byCategory, sumsOf } from './sums.ts'

const total = (cents: ReadonlyMap<string, number>): number =>
  [...cents.values()].reduce((sum, one) => sum + one, 0)

/** The question for the whole company, or for one channel of it. */
const whole = (scope: RoiScope, channel: readonly string[] = []): RoiScope => ({
  ...scope,
  query: {
    ...scope.query,
    channel: [...channel],
    ...{ campaign: [], product: [], team: [], region: [], business_type: undefined },
  },
})

/** What a channel cost, marketing and sales cost alike, and what of it is in the cost of the ROI. */
async function costOf<DB>(db: Kysely<DB>, channel: string, scope: RoiScope) {
  const all = total(await byCategory(db, costsSql(whole(scope, [channel]))))
  const inside = costsSql(scope, sql`x.channel = ${channel}::text and x.category <> 'sales'`)
  return { all, beside: all - total(await byCategory(db, inside)) }
}

/** Meetings of a way of selling against what their channel cost. */
export async function readSelling<DB>(
  db: Kysely<DB>,
  scope: RoiScope,
): Promise<RoiAnswer['socialSelling']> {
  const given = scope.settings.cold_call_meeting_cents
  // The cost is that of the whole channel, so it is divided by all meetings, not by the chosen ones.
  const all = await sumsOf(db, 'social_selling', whole(scope))
  const { count: cold } = await sumsOf(db, 'cold_calling', scope)
  const { count: meetings } = all.count === 0 ? all : await sumsOf(db, 'social_selling', scope)
  const social = meetings === 0 ? null : await costOf(db, 'employee_social', scope)
  const called = cold === 0 || given !== null ? null : await costOf(db, 'telemarketing', scope)
  // Nothing booked on a channel: what a meeting costs is not known, and not 0.
  const perMeeting = social && social.all !== 0 ? ratio(social.all, all.count) : null
  const perCall = called && called.all !== 0 ? ratio(called.all, cold) : null
  const coldCost = given ?? perCall
  return {
    meetings,
    costPerMeetingCents: perMeeting,
    besidePerMeetingCents: social && perMeeting !== null ? ratio(social.beside, all.count) : null,
    coldMeetings: cold,
    coldCostPerMeetingCents: coldCost,
    basis: coldCost === null ? null : given === null ? 'measured' : 'setting',
  }
}
