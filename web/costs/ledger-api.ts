import { z } from 'zod'
import {
  AccountUse,
  Accruals,
  DoubleBookings,
  type DoubleChoice,
  MadeEntries,
  type WeekEntry,
  WeekPreview,
} from '#costs/ledger-shapes.ts'
import { api, nothing } from '../platform/api.ts'

/** Begins with 'records': a change of any record makes these stale. */
export const ledgerKeys = {
  doubles: ['records', 'costs', 'doubles'] as const,
  accounts: ['records', 'costs', 'accounts'] as const,
  accruals: (day: string) => ['records', 'costs', 'accruals', day] as const,
  week: (text: string, day: string, role: string) =>
    ['records', 'time-entries', 'week', text, day, role] as const,
}

export const fetchDoubles = (signal: AbortSignal) =>
  api.get('/api/double-bookings', DoubleBookings, { signal })

export const decideDouble = (choice: DoubleChoice) =>
  api.post('/api/double-bookings', choice, z.object({ id: z.string() }))

export const revokeDouble = (id: string) => api.delete(`/api/double-bookings/${id}`, nothing)

export const readWeek = (text: string, day: string, role_id: string, signal: AbortSignal) =>
  api.post('/api/time-entries/week/preview', { text, day, role_id }, WeekPreview, { signal })

export const bookWeek = (week: WeekEntry) =>
  api.post('/api/time-entries/week', week, z.object({ count: z.number() }))

export const makeRecurring = () => api.post('/api/recurring-costs/make', {}, MadeEntries)

export const withdrawRecurring = (id: string, from: string) =>
  api.post(`/api/recurring-costs/${id}/withdraw`, { from }, z.object({ count: z.number() }))

export const fetchAccounts = (signal: AbortSignal) =>
  api.get('/api/cost-accounts/use', AccountUse, { signal })

/** Accruals that were open at the end of a day; '' is today. */
export const fetchAccruals = (day: string, signal: AbortSignal) =>
  api.get('/api/costs/accruals', Accruals, { query: day === '' ? {} : { day }, signal })

export const divideCost = (id: string, version: number, split_id: string) =>
  api.post(
    `/api/costs/${id}/divide`,
    { version, split_id },
    z.object({ count: z.number(), action: z.string().nullable() }),
  )
