import type { ReportFacts } from './facts.ts'
import { periodKey } from './report-period.ts'

export const REPORT_FORMATS = ['pdf', 'html', 'json', 'text', 'xlsx'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

export const CONTENT_TYPES: Readonly<Record<ReportFormat, string>> = {
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** `management-2026-10-de.pdf` */
export const fileName = (
  { kind, period }: Pick<ReportFacts, 'kind' | 'period'>,
  language: string,
  format: ReportFormat,
): string => `${kind}-${periodKey(period)}-${language}.${format === 'text' ? 'txt' : format}`
