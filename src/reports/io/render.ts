import { buffer } from 'node:stream/consumers'
import { writeXlsx } from '#platform/spreadsheet.ts'
import type { Language, ReportFacts } from '../facts.ts'
import { CONTENT_TYPES, fileName, type ReportFormat } from '../formats.ts'
import { reportHtml } from '../html.ts'
import { summaryText } from '../mail-text.ts'
import { reportDocument } from '../report-document.ts'
import { EVERYTHING, PAGES_MAX, ROOMS } from '../room.ts'
import { workbookOf } from '../workbook.ts'
import { reportPdf } from './pdf.ts'

type Rendered = {
  readonly bytes: Buffer
  readonly contentType: string
  readonly fileName: string
}

/** As much as six pages hold. */
async function fittedPdf(facts: ReportFacts, language: Language): Promise<Buffer> {
  for (const room of ROOMS) {
    const drawn = await reportPdf(reportDocument(facts, language, room), PAGES_MAX)
    if (drawn) return drawn.bytes
  }
  // With a very great number of very long words.
  const least = await reportPdf(reportDocument(facts, language, ROOMS.at(-1)))
  return least?.bytes ?? Buffer.alloc(0)
}

async function bytesFor(
  facts: ReportFacts,
  language: Language,
  format: ReportFormat,
): Promise<Buffer> {
  switch (format) {
    case 'pdf':
      return fittedPdf(facts, language)
    case 'html':
      return Buffer.from(reportHtml(reportDocument(facts, language)))
    case 'json':
      return Buffer.from(`${JSON.stringify(facts, null, 2)}\n`)
    case 'text':
      return Buffer.from(summaryText(facts, language).text)
    case 'xlsx':
      return buffer(writeXlsx(workbookOf(reportDocument(facts, language, EVERYTHING))))
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
