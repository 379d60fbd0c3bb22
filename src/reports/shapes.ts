import { z } from 'zod'
import { LANGUAGES, REPORT_KINDS, RHYTHMS } from './facts.ts'

const Delivery = z.object({
  id: z.string(),
  recipient: z.string(),
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.number(),
  error: z.string().nullable(),
  sentAt: z.string().nullable(),
})
export type DeliveryView = z.infer<typeof Delivery>

export const ReportView = z.object({
  id: z.string(),
  kind: z.enum(REPORT_KINDS),
  rhythm: z.enum([...RHYTHMS, 'span']),
  language: z.enum(LANGUAGES),
  from: z.string(),
  until: z.string(),
  periodName: z.object({ de: z.string(), en: z.string() }),
  madeAt: z.string(),
  madeBy: z.string().nullable(),
  /** The plan that made it, also one that is gone. */
  schedule: z.string().nullable(),
  scheduleRemoved: z.boolean(),
  deliveries: z.array(Delivery),
})
export type ReportView = z.infer<typeof ReportView>

export const ReportList = z.object({
  items: z.array(ReportView),
  /** Where the next page begins; null on the last one. */
  next: z.string().nullable(),
  /** Whether the server can send mail at all. */
  mail: z.boolean(),
  /** The last whole month and quarter, as `period` of a new report takes them. */
  suggested: z.object({ month: z.string(), quarter: z.string() }),
})
export type ReportList = z.infer<typeof ReportList>

export const NewReport = z.object({
  kind: z.enum(REPORT_KINDS).default('management'),
  /** `2026-10` or `2026-Q3`. */
  period: z.string().max(10),
  language: z.enum(LANGUAGES),
})
export type NewReport = z.infer<typeof NewReport>

export const SendReport = z.object({
  recipients: z.array(z.uuid()).min(1).max(50),
  with_workbook: z.boolean().default(false),
  /** Names the request: sent twice, it mails once. */
  request_id: z.uuid().optional(),
})

export const RecipientList = z.object({
  items: z.array(z.object({ id: z.string(), label: z.string() })),
})

export const ScheduleInput = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(REPORT_KINDS),
  rhythm: z.enum(RHYTHMS),
  language: z.enum(LANGUAGES),
  day: z.int().min(1).max(28),
  clock: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  with_workbook: z.boolean().default(false),
  active: z.boolean().default(true),
  recipients: z.array(z.uuid()).min(1).max(50),
})
export type ScheduleInput = z.infer<typeof ScheduleInput>

export const ScheduleView = ScheduleInput.extend({
  /** Empty when everybody has left, and in the demo company. */
  recipients: z.array(z.string()),
  id: z.string(),
  version: z.number(),
  recipientNames: z.array(z.string()),
  /** ISO instant of the next one; null while it rests. */
  nextAt: z.string().nullable(),
  nextPeriod: z.object({ de: z.string(), en: z.string() }).nullable(),
  /** ISO instant since which the report that is due cannot be read whole; null when nothing is wrong. */
  failingSince: z.string().nullable(),
})
export type ScheduleView = z.infer<typeof ScheduleView>

export const ScheduleList = z.object({ items: z.array(ScheduleView) })
