import { Refusal } from '#kernel/refusal.ts'

export const noReport = (id: string) => new Refusal('not_found', 'reports.not_found', { id })

export const noSchedule = (id: string) =>
  new Refusal('not_found', 'reports.schedule_not_found', { id })

/** A period that is no month and no quarter. */
export const noPeriod = (period: string) =>
  new Refusal('invalid', 'reports.period', { period }, [
    { field: 'period', rule: 'reports.period' },
  ])

/** Nothing of the period has happened yet. */
export const notBegun = (period: string) =>
  new Refusal('invalid', 'reports.not_begun', { period }, [
    { field: 'period', rule: 'reports.not_begun' },
  ])

/** A report that went out stays: somebody may ask what it said. */
export const wasSent = (id: string) => new Refusal('conflict', 'reports.was_sent', { id })

export const unknownRecipient = () =>
  new Refusal('invalid', 'reports.recipient', {}, [
    { field: 'recipients', rule: 'reports.recipient' },
  ])

/** A place in the list that no answer has named. */
export const badCursor = () => new Refusal('invalid', 'reports.cursor')

export const staleSchedule = (id: string) => new Refusal('conflict', 'reports.stale', { id })
