import { ASSOCIATION, modelText } from '#attribution/model-texts.ts'
import { largestMovers, withInputsBefore } from '#decisions/movers.ts'
import type { Period } from '#kernel/period.ts'
import { readCockpit } from '#kpis/io/cockpit.ts'
import { readKpis } from '#kpis/io/figures.ts'
import { KpiQuery } from '#kpis/query.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { readTargets } from '#planning/io/targets.ts'
import type { Db } from '#platform/records/binding.ts'
import type { ReportSources } from '#reports/sources.ts'
import { composeCredits } from './compose.ts'

type Settings = () => Promise<Readonly<Record<string, unknown>>>

const MOVERS_SHOWN = 6

/** Reports ask every domain that has something to say about a period; server and command line ask the same. */
export function composeReportSources(db: Db, current: Settings, now: () => Date): ReportSources {
  const settings = async () => KpiSettings.parse(await current())
  const context = async () => ({
    settings: await settings(),
    now: now(),
    targets: (days: Period) => readTargets(db, days),
    credits: composeCredits(current, now),
  })
  const query = ({ from, until }: Period) => KpiQuery.parse({ from, until })
  return {
    companyName: async () => String((await current()).company_name ?? ''),
    settings,
    cockpit: async (period) =>
      readCockpit(db, { query: query(period), funnelView: 'cohort' }, await context()),
    figures: async (period) => (await readKpis(db, query(period), await context())).kpis,
    split: async (period, by) =>
      (await readKpis(db, { ...query(period), by }, await context())).by ?? [],
    describeModel: (model) => {
      const text = modelText(model)
      return text ? [text.how, text.sentence, ...(text.note ? [text.note] : []), ASSOCIATION] : []
    },
    movers: ({ blocks, currency }, before) =>
      largestMovers(
        withInputsBefore(
          blocks.flatMap(({ kpis }) => kpis.filter(({ primary }) => primary)),
          before,
        ),
        { currency, limit: MOVERS_SHOWN },
      ).map((mover) => ({ ...mover, drivers: [...mover.drivers] })),
  }
}
