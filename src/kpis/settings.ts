import { z } from 'zod'
import { BUSINESS_DAYS, type BusinessHours, minutesOfClock } from './business-hours.ts'
import { VELOCITY_BASES } from './velocity.ts'

export const CLV_METHODS = ['fixed', 'margin_lifetime', 'margin_churn'] as const
export const REVENUE_BASES = ['received', 'invoiced'] as const

/**
 * The model that needs no journeys: a deal counts in full for its own campaign, else for the source of its lead. The
 * default where nobody hands over credits; companies have the model of their settings.
 */
export const LEAD_SOURCE = 'lead_source'

const Clock = z.string().refine((clock) => minutesOfClock(clock) !== null, 'expected HH:MM')

/** What a company decides about its figures. Every default is named in docs/kpis.md. */
export const KpiSettings = z.object({
  /** ISO 4217 code of the one reporting currency. */
  currency: z.string().default('EUR'),
  /** IANA name; decides where a day begins. */
  time_zone: z.string().default('Europe/Berlin'),
  velocity_base: z.enum(VELOCITY_BASES).default('open_stock'),
  /** Share of unspecified sales cost that counts as winning new customers (CAC definition version 1). */
  sales_cost_share: z.number().min(0).max(1).default(0.5),
  /** Contribution margin rate of the company, used where neither deal nor product has one. */
  margin_rate: z.number().min(0).max(1).nullable().default(null),
  /** What a hire saves that has no figure of its own, in cents. */
  saving_per_hire: z.int().nullable().default(null),
  clv_method: z.enum(CLV_METHODS).default('margin_lifetime'),
  clv_fixed_cents: z.int().nullable().default(null),
  customer_lifetime_years: z.number().positive().nullable().default(null),
  monthly_churn: z.number().min(0).max(1).nullable().default(null),
  revenue_basis: z.enum(REVENUE_BASES).default('received'),
  /** An open lead without activity for so many days is stale. */
  stale_days: z.int().positive().default(90),
  /** When somebody is there to answer a lead; both ends as the clock on the wall shows them. */
  business_days: z.enum(BUSINESS_DAYS).default('monday_to_friday'),
  business_opens: Clock.default('08:00'),
  business_closes: Clock.default('17:00'),
  /** Days a deal usually takes; null: the median of the deals won in the period. */
  usual_cycle_days: z.int().positive().nullable().default(null),
  /** The model by which attributed figures are given credit: a rule of attribution, or LEAD_SOURCE. */
  attribution_model: z.string().default(LEAD_SOURCE),
  /** What figures by channel and campaign count: own cost, or what is spread on them too. */
  channel_cost: z.enum(['own', 'with_spread']).default('own'),
  /** Below this attributable share every channel comparison carries a warning. */
  trust_share_minimum: z.number().min(0).max(1).default(0.7),
  /** A fall by more than so much (0.05 = 5 points) warns as well. */
  trust_share_fall: z.number().min(0).max(1).default(0.05),
  /** The figure whose target stands at the head of a block; null: that of its headline figure. */
  headline_target_result: z.string().nullable().default(null),
  headline_target_efficiency: z.string().nullable().default(null),
  headline_target_plannability: z.string().nullable().default(null),
  headline_target_demand: z.string().nullable().default(null),
  headline_target_trust: z.string().nullable().default(null),
})
export type KpiSettings = z.infer<typeof KpiSettings>

export const DEFAULT_SETTINGS: KpiSettings = KpiSettings.parse({})

/** The business hours of the settings, in minutes after midnight. */
export const businessHoursOf = (settings: KpiSettings): BusinessHours => ({
  days: settings.business_days,
  opensAt: minutesOfClock(settings.business_opens) ?? 0,
  closesAt: minutesOfClock(settings.business_closes) ?? 0,
})
