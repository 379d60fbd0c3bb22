import { z } from 'zod'

const CALENDAR_TYPES = ['report', 'review', 'check', 'due', 'milestone', 'stop'] as const
const Text = z.object({ de: z.string(), en: z.string() })

/** How a report fares with one of the people it is for. */
export const DELIVERY_STATES = ['planned', 'waiting', 'sent', 'failed', 'left_out'] as const

const Delivery = z.object({
  name: z.string(),
  state: z.enum(DELIVERY_STATES),
  /** What the mail server said, or the code of what is missing. */
  error: z.string().nullable(),
})
export type Delivery = z.infer<typeof Delivery>

/** A report that goes out or went out on a day. */
export type ReportEntry = {
  readonly on: string
  readonly title: z.infer<typeof Text>
  readonly deliveries: readonly Delivery[]
  /** Address within the program. */
  readonly link: string
}

/** One entry of the report calendar: who gets what when, or what is due. */
export const CalendarEntry = z.object({
  on: z.string(),
  type: z.enum(CALENDAR_TYPES),
  title: Text,
  /** Whose business it is; people a report is for stand in `deliveries`. */
  who: z.array(z.string()),
  deliveries: z.array(Delivery),
  done: z.boolean(),
  /** Address within the program. */
  link: z.string(),
})
export type CalendarEntry = z.infer<typeof CalendarEntry>

export const Calendar = z.object({
  from: z.string(),
  until: z.string(),
  today: z.string(),
  entries: z.array(CalendarEntry),
})
export type Calendar = z.infer<typeof Calendar>

/** A report in the calendar: done when everybody it was sent to has it. */
export const reportEntry = ({ on, title, deliveries, link }: ReportEntry): CalendarEntry => ({
  ...{ on, type: 'report', title, who: [], link },
  deliveries: [...deliveries],
  done: deliveries.some(isSent) && deliveries.every((one) => isSent(one) || isLeftOut(one)),
})

const isSent = ({ state }: Delivery): boolean => state === 'sent'
const isLeftOut = ({ state }: Delivery): boolean => state === 'left_out'
