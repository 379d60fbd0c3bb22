import { z } from 'zod'
import { trackedLinkKind } from '#tracking/link-records.ts'
import { BulkAnswer, CheckedLink, ClickDays, ClickList, LinkReport } from '#tracking/link-shapes.ts'
import type { BulkRow } from '#tracking/link-table.ts'
import { api } from '../platform/api.ts'

const path = (part: string) => `/api/${trackedLinkKind.path}/${part}`
const ShortAddress = z.object({ address: z.string() })

/** Keys begin like those of records, so that a saved link shows everywhere. */
export const linkKeys = {
  check: (given: object) => ['links', 'check', given] as const,
  short: (code: string) => ['links', 'short', code] as const,
  report: ['records', trackedLinkKind.path, 'report'] as const,
  clicks: (from: string) => ['records', trackedLinkKind.path, 'clicks', from] as const,
  days: (id: string, from: string) => ['records', trackedLinkKind.path, 'days', id, from] as const,
}

export const checkLink = (given: Readonly<Record<string, string>>, signal: AbortSignal) =>
  api.post(path('check'), given, CheckedLink, { signal })

export const fetchShortAddress = async (code: string, signal: AbortSignal) =>
  (await api.get(path('short-address'), ShortAddress, { query: { code }, signal })).address

export const fetchReport = (signal: AbortSignal) => api.get(path('report'), LinkReport, { signal })

export const fetchClicks = (from: string, until: string, signal: AbortSignal) =>
  api.get(path('clicks'), ClickList, { query: { from, until }, signal })

export const fetchClickDays = (id: string, from: string, until: string, signal: AbortSignal) =>
  api.get(path(`${id}/clicks`), ClickDays, { query: { from, until }, signal })

export const sendBulk = (rows: readonly BulkRow[], write: boolean) =>
  api.post(path('bulk'), { rows, write }, BulkAnswer)

export const qrAddress = (id: string, format: 'svg' | 'png') => `${path(id)}/qr.${format}`
export const codeQrAddress = (code: string) => `${path('qr.svg')}?code=${encodeURIComponent(code)}`
export const sheetAddress = (ids: readonly string[]) =>
  `${path('sheet.pdf')}?${ids.map((id) => `id=${id}`).join('&')}`
