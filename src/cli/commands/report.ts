import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readSettings } from '#company/io/settings.ts'
import { dayOf } from '#kernel/zone.ts'
import { OperatorError } from '#platform/failure.ts'
import { LANGUAGES, REPORT_KINDS } from '#reports/facts.ts'
import { REPORT_FORMATS } from '#reports/formats.ts'
import { readFacts } from '#reports/io/read-facts.ts'
import { renderReport } from '#reports/io/render.ts'
import { periodNamed } from '#reports/report-period.ts'
import { DECLARED_SETTINGS } from '../../compose.ts'
import { composeReportSources } from '../../compose-reports.ts'
import type { Command } from '../command.ts'

const OPTIONS = {
  month: { type: 'string' },
  quarter: { type: 'string' },
  kind: { type: 'string', default: 'management' },
  language: { type: 'string' },
  format: { type: 'string', default: 'pdf' },
  out: { type: 'string' },
} as const

function oneOf<Value extends string>(
  option: string,
  values: readonly Value[],
  given: string,
): Value {
  const found = values.find((value) => value === given)
  if (found) return found
  throw new OperatorError(`--${option}: expected ${values.join(', ')}, got "${given}".`, 2)
}

export const command: Command = {
  name: 'report',
  summary: 'make the report of a month or a quarter as PDF, HTML, JSON, text or XLSX',
  usage: `./regelkreis report --month 2026-10 --format pdf --out FILE [options]

  --month YYYY-MM     the month; or
  --quarter YYYY-QN   the quarter, compared with the four before it
  --kind K            management (default), activity (marketing) or success (sales)
  --language L        de or en (default: the company's)
  --format F          pdf (default), html, json (the facts), text (one page) or xlsx (every table)
  --out FILE          where to; without it to standard output

The report is made from the records as they are now and is not stored; the screen Reports stores it.`,
  async run(args, { config, store, now, log }) {
    const { values } = parseArgs({ args, options: OPTIONS })
    const kind = oneOf('kind', REPORT_KINDS, values.kind)
    const format = oneOf('format', REPORT_FORMATS, values.format)
    const { month, quarter } = values
    const named = month && quarter ? null : periodNamed(month ?? quarter ?? '')
    if (!named || named.rhythm !== (month ? 'month' : 'quarter')) {
      throw new OperatorError('--month 2026-10 or --quarter 2026-Q3 is needed, not both.', 2)
    }
    const { db } = (await store()).database
    const current = () => readSettings(db, DECLARED_SETTINGS)
    const settings = await current()
    const language = oneOf('language', LANGUAGES, values.language ?? String(settings.language))
    if (named.period.from > dayOf(now().getTime(), String(settings.time_zone))) {
      throw new OperatorError(`${month ?? quarter}: nothing of this period has happened yet.`, 2)
    }
    const sources = composeReportSources(db, current, { now, address: config.publicUrl })
    const facts = await readFacts({ sources, log }, { kind, period: named.period })
    const { bytes } = await renderReport(facts, language, format)
    if (values.out) await writeFile(values.out, bytes)
    else process.stdout.write(bytes)
    return undefined
  },
}
