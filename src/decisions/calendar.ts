import { z } from 'zod'

export const CALENDAR_TYPES = ['report', 'review', 'check', 'due', 'milestone', 'stop'] as const

/** One entry of the report calendar: who gets what when, or what is due. */
export const CalendarEntry = z.object({
  on: z.string(),
  type: z.enum(CALENDAR_TYPES),
  title: z.object({ de: z.string(), en: z.string() }),
  /** People, or addresses that a report goes to. */
  who: z.array(z.string()),
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
