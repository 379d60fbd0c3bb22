import { buffer } from 'node:stream/consumers'
import { writeXlsx } from '#platform/spreadsheet.ts'
import type { Language, ReportFacts } from '../facts.ts'
import { CONTENT_TYPES, fileName, type ReportFormat } from '../formats.ts'
import { reportHtml } from '../html.ts'
import { summaryText } from '../mail-text.ts'
import { reportDocument } from '../report-document.ts'
import { workbookOf } from '../workbook.ts'
import { reportPdf } from './pdf.ts'

export type Rendered = {
  readonly bytes: Buffer
  readonly contentType: string
  readonly fileName: string
}

async function bytesFor(
  facts: ReportFacts,
  language: Language,
  format: ReportFormat,
): Promise<Buffer> {
  const document = () => reportDocument(facts, language)
  switch (format) {
    case 'pdf':
      return reportPdf(document())
    case 'html':
      return Buffer.from(reportHtml(document()))
    case 'json':
      return Buffer.from(`${JSON.stringify(facts, null, 2)}\n`)
    case 'text':
      return Buffer.from(summaryText(facts, language).text)
    case 'xlsx':
      return buffer(writeXlsx(workbookOf(document())))
    default:
      return format satisfies never
  }
}

/** The report in one format, from its facts alone: the same facts give the same bytes. */
export const renderReport = async (
  facts: ReportFacts,
  language: Language,
  format: ReportFormat,
): Promise<Rendered> => ({
  bytes: await bytesFor(facts, language, format),
  contentType: CONTENT_TYPES[format],
  fileName: fileName(facts, language, format),
})
