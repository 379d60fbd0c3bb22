import { z } from 'zod'
import {
  addDays,
  daysOf,
  firstOfMonth,
  type IsoDate,
  isIsoDate,
  type Period,
} from '#kernel/period.ts'

/** Ways in which visits are told apart, each a table of the traffic screen. */
export const TRAFFIC_BY = [
  'channel',
  'source',
  'campaign',
  'page',
  'landing',
  'goal',
  'country',
  'device',
  'language',
] as const
export type TrafficBy = (typeof TRAFFIC_BY)[number]

/** Everything by which visits can be listed: the ways above and those of the data trust screen. */
export const VISIT_PARTS = [...TRAFFIC_BY, 'consent', 'tagging', 'bot'] as const
export type VisitPart = (typeof VISIT_PARTS)[number]

/** How long messages took to arrive, in seconds, upper ends; the last one holds the rest. */
export const LAG_STEPS: readonly number[] = [1, 10, 60, 600, 3600, 86_400, 2_147_483_647]

/** Narrower than this (pixels of the window) is a phone, then a tablet; as `tracking.counted_visit` has it. */
export const DEVICES = { phone: 768, tablet: 1100 } as const

/** A device of `tracking.counted_visit`. */
export type Device = 'phone' | 'tablet' | 'desktop'

export const GRAINS = ['day', 'week', 'month'] as const
export type Grain = (typeof GRAINS)[number]

const DAYS_SHOWN = 62
const WEEKS_SHOWN = 190

/** How finely a period is drawn when nobody says: by day up to two months, by week up to half a year, else by month. */
export function grainOf(period: Period): Grain {
  const days = daysOf(period)
  if (days <= DAYS_SHOWN) return 'day'
  return days <= WEEKS_SHOWN ? 'week' : 'month'
}

/** The Monday of the week of a day. */
function mondayOf(day: IsoDate): IsoDate {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

const nextOf = (day: IsoDate, grain: Grain): IsoDate => {
  if (grain === 'day') return addDays(day, 1)
  return grain === 'week' ? addDays(mondayOf(day), 7) : firstOfMonth(day, 1)
}

/** The period in steps: the first and the last are cut where the period begins and ends. */
export function stepsOf({ from, until }: Period, grain: Grain): Period[] {
  const steps: Period[] = []
  for (let day = from; day < until; ) {
    const next = nextOf(day, grain)
    steps.push({ from: day, until: next < until ? next : until })
    day = next
  }
  return steps
}

const LONGEST_DAYS = 3_700

const Day = z
  .string()
  .refine(isIsoDate, { message: 'not_a_day' })
  .transform((text) => text as IsoDate)

/** `[from, until)` as civil days of the company. */
const days = { from: Day, until: Day }
const isPeriod = ({ from, until }: Period) =>
  from < until && daysOf({ from, until }) <= LONGEST_DAYS
const notAPeriod = { message: 'not_a_period', path: ['until'] }

const filters = {
  website: z.coerce.number().int().positive().optional(),
  channel: z.string().max(64).optional(),
}
const text = z.string().max(400)

export const TrafficQuery = z
  .object({
    ...days,
    ...filters,
    by: z.enum(TRAFFIC_BY).default('channel'),
    limit: z.coerce.number().int().min(1).max(1000).default(25),
  })
  .refine(isPeriod, notAPeriod)
export type TrafficQuery = z.infer<typeof TrafficQuery>

export const SeriesQuery = z
  .object({ ...days, ...filters, grain: z.enum(GRAINS).optional() })
  .refine(isPeriod, notAPeriod)
export type SeriesQuery = z.infer<typeof SeriesQuery>

export const VisitQuery = z
  .object({
    ...days,
    ...filters,
    by: z.enum(VISIT_PARTS).optional(),
    key: text.optional(),
    cursor: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .refine(isPeriod, notAPeriod)
export type VisitQuery = z.infer<typeof VisitQuery>

export const TrustQuery = z.object(days).refine(isPeriod, notAPeriod)
export const LiveQuery = z.object({ website: filters.website })
