import { z } from 'zod'
import { LEAD_REASONS } from './measurability.ts'
import { GRAINS, TRAFFIC_BY } from './traffic.ts'

// Answers of the routes about traffic: the routes promise them, the screens read them. Days are half-open, civil days
// of the company; instants are texts in UTC.

const said = z.object({ de: z.string(), en: z.string() })
const span = z.object({ from: z.string(), until: z.string() })

const counts = {
  visits: z.number(),
  pageViews: z.number(),
  bounced: z.number(),
  seconds: z.number(),
  goals: z.number(),
}
const Counts = z.object({ ...counts, visitors: z.number() })

/** How far the counts are: marked days of the period that still wait to be counted again. */
const state = {
  waitingDays: z.number(),
  /** The first day that our own script counted. */
  firstDay: z.string().nullable(),
}

/** Page views of visitors without consent on strict websites: no visit stands behind them. */
export const UncountedPages = z.object({
  pageViews: z.number(),
  /** How many pages there are; the most viewed ones are listed. */
  count: z.number(),
  pages: z.array(z.object({ page: z.string(), pageViews: z.number() })).readonly(),
})
export type UncountedPages = z.infer<typeof UncountedPages>

export const TrafficAnswer = z.object({
  period: span,
  before: span,
  by: z.enum(TRAFFIC_BY),
  total: Counts,
  totalBefore: Counts,
  rows: z
    .array(
      z.object({
        ...counts,
        key: z.string(),
        visitors: z.number().nullable(),
        visitsBefore: z.number(),
      }),
    )
    .readonly(),
  count: z.number(),
  /** Names of the keys that have one: channels and goals. */
  labels: z.record(z.string(), said),
  websites: z.array(z.object({ number: z.number(), name: z.string() })).readonly(),
  /** Null with a channel: these page views have none. */
  uncounted: UncountedPages.nullable(),
  ...state,
})
export type TrafficAnswer = z.infer<typeof TrafficAnswer>

const DiaryMark = z.object({ id: z.string(), date: z.string(), kind: z.string(), note: z.string() })

export const SeriesAnswer = z.object({
  grain: z.enum(GRAINS),
  points: z
    .array(
      span.extend({
        visits: z.number().nullable(),
        visitors: z.number().nullable(),
        pageViews: z.number().nullable(),
        goals: z.number().nullable(),
        imported: z
          .object({ visitors: z.number().nullable(), sessions: z.number().nullable() })
          .nullable(),
      }),
    )
    .readonly(),
  marks: z.array(DiaryMark).readonly(),
  ...state,
})
export type SeriesAnswer = z.infer<typeof SeriesAnswer>

const Visit = z.object({
  id: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  website: z.number(),
  channel: z.string(),
  /** The channel of the last visit within 90 days that was not direct; of a visit that is not direct its own. */
  lastNonDirect: z.string(),
  rule: z.string(),
  ruleText: said,
  used: z.string().nullable(),
  referrerHost: z.string().nullable(),
  source: z.string().nullable(),
  medium: z.string().nullable(),
  campaign: z.string().nullable(),
  content: z.string().nullable(),
  term: z.string().nullable(),
  clickIds: z.array(z.string()).readonly(),
  landing: z.string().nullable(),
  pages: z.number(),
  events: z.number(),
  seconds: z.number(),
  consent: z.string(),
  bot: z.string().nullable(),
  country: z.string().nullable(),
  language: z.string().nullable(),
  device: z.string().nullable(),
})
export type Visit = z.infer<typeof Visit>

const labels = z.record(z.string(), said)

export const VisitList = z.object({
  items: z.array(Visit).readonly(),
  next: z.string().nullable(),
  labels,
})
export type VisitList = z.infer<typeof VisitList>

export const VisitAnswer = z.object({
  visit: Visit,
  events: z
    .array(
      z.object({
        at: z.string(),
        kind: z.string(),
        page: z.string().nullable(),
        name: z.string().nullable(),
        target: z.string().nullable(),
        properties: z.record(z.string(), z.unknown()).nullable(),
        lag: z.number(),
      }),
    )
    .readonly(),
  labels,
})
export type VisitAnswer = z.infer<typeof VisitAnswer>

export const LiveAnswer = z.object({
  at: z.string(),
  present: z.number(),
  visitors: z.number(),
  pageViews: z.number(),
  minutes: z.array(z.number()).readonly(),
  channels: z.array(z.object({ channel: z.string(), visitors: z.number() })).readonly(),
  pages: z.array(z.object({ page: z.string(), pageViews: z.number() })).readonly(),
  hits: z
    .array(
      z.object({
        at: z.string(),
        kind: z.string(),
        page: z.string().nullable(),
        name: z.string().nullable(),
        target: z.string().nullable(),
        visitId: z.string(),
        channel: z.string(),
        rule: z.string(),
        ruleText: said,
        used: z.string().nullable(),
        country: z.string().nullable(),
        device: z.string().nullable(),
        consent: z.string(),
        bot: z.string().nullable(),
      }),
    )
    .readonly(),
  labels,
  websites: z.array(z.object({ number: z.number(), name: z.string() })).readonly(),
})
export type LiveAnswer = z.infer<typeof LiveAnswer>

const PartCount = z.object({ key: z.string(), visits: z.number(), pageViews: z.number() })

export const TrustAnswer = z.object({
  period: span,
  before: span,
  leads: z
    .array(
      z.object({
        month: z.string(),
        channel: z.string(),
        leads: z.number(),
        attributable: z.number(),
      }),
    )
    .readonly(),
  leadsBefore: z.object({ leads: z.number(), attributable: z.number() }),
  reasons: z
    .array(
      z.object({
        reason: z.enum(LEAD_REASONS),
        name: said,
        why: said,
        todo: said,
        /** A screen, or `lead`: each lead itself. */
        to: z.string(),
        leads: z.array(
          z.object({
            id: z.string(),
            label: z.string(),
            createdOn: z.string(),
            channel: z.string(),
          }),
        ),
        count: z.number(),
      }),
    )
    .readonly(),
  visits: z.number(),
  tagging: z.array(PartCount).readonly(),
  bots: z.array(PartCount).readonly(),
  forms: z.array(PartCount).readonly(),
  consent: z.object({ none: z.number(), statistics: z.number(), marketing: z.number() }),
  consentBefore: z.object({ none: z.number(), statistics: z.number(), marketing: z.number() }),
  lag: z.object({
    events: z.number(),
    steps: z.array(z.object({ within: z.number(), events: z.number() })).readonly(),
  }),
  changes: z.array(DiaryMark).readonly(),
  labels,
  ...state,
})
export type TrustAnswer = z.infer<typeof TrustAnswer>
