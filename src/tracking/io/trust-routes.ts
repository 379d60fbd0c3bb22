import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { periodBefore } from '#kernel/period.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { LEAD_REASON_TEXTS, LEAD_REASONS } from '../measurability.ts'
import { TrustQuery } from '../traffic.ts'
import { TrustAnswer } from '../traffic-shapes.ts'
import { readConsent, readMarks, readTotal } from './traffic-read.ts'
import { channelLabels, type TrafficParts, withTraffic } from './traffic-routes.ts'
import {
  readLag,
  readLeadShares,
  readParts,
  readUnattributableLeads,
  type UnattributableLead,
} from './trust-read.ts'

/** Leads shown with a reason; the count says how many there are. */
const LEADS_SHOWN = 50

/** How much of what happens is measured, why the rest is not, and what to do about it. */
export const trustRoutes =
  <DB>(parts: TrafficParts<DB>): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/api/data-trust',
      {
        config: { permission: 'tracking:read' },
        schema: {
          tags: ['Traffic'],
          summary:
            'Attributable leads by channel and month, reasons with remedies, tags, consent, bots, lag',
          querystring: TrustQuery,
          response: { 200: TrustAnswer, '4xx': ErrorBody },
        },
      },
      async ({ query: period }) => {
        const before = periodBefore(period)
        return withTraffic(parts, [period, before], async (tx, { timeZone }) => {
          const earlier = await readLeadShares(tx, before, timeZone)
          const [consent, consentBefore] = [
            await readConsent(tx, period),
            await readConsent(tx, before),
          ]
          return {
            period,
            before,
            leads: await readLeadShares(tx, period, timeZone),
            leadsBefore: {
              leads: earlier.reduce((sum, { leads }) => sum + leads, 0),
              attributable: earlier.reduce((sum, { attributable }) => sum + attributable, 0),
            },
            reasons: reasonsOf(await readUnattributableLeads(tx, period, timeZone)),
            visits: (await readTotal(tx, period, {})).visits,
            tagging: await readParts(tx, period, 'tagging'),
            bots: await readParts(tx, period, 'bot'),
            forms: await readParts(tx, period, 'form'),
            consent: consentOf(consent),
            consentBefore: consentOf(consentBefore),
            lag: await readLag(tx, period),
            changes: await readMarks(tx, period),
            labels: await channelLabels(tx),
          }
        })
      },
    )
  }

const consentOf = (given: ReadonlyMap<string, number>) => ({
  none: given.get('n') ?? 0,
  statistics: given.get('s') ?? 0,
  marketing: given.get('m') ?? 0,
})

/** The reasons that occur, most frequent first. */
function reasonsOf(leads: readonly UnattributableLead[]) {
  return LEAD_REASONS.map((reason) => {
    const found = leads.filter((lead) => lead.reason === reason)
    return {
      reason,
      ...LEAD_REASON_TEXTS[reason],
      count: found.length,
      leads: found.slice(0, LEADS_SHOWN).map(({ id, label, createdOn, channel }) => ({
        ...{ id, label, channel },
        createdOn: createdOn.toISOString(),
      })),
    }
  })
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
}
