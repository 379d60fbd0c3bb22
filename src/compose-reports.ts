import { ASSOCIATION, modelText } from '#attribution/model-texts.ts'
import { readDecisionsOf } from '#decisions/io/log.ts'
import { largestMovers, withInputsBefore } from '#decisions/movers.ts'
import type { Period } from '#kernel/period.ts'
import { readCockpit } from '#kpis/io/cockpit.ts'
import { readKpis } from '#kpis/io/figures.ts'
import { KpiQuery } from '#kpis/query.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { readTargets } from '#planning/io/targets.ts'
import type { Db } from '#platform/records/binding.ts'
import { decisionFacts } from '#reports/decision-facts.ts'
import { roiFacts } from '#reports/roi-facts.ts'
import type { ReportSources } from '#reports/sources.ts'
import { readRoi } from '#roi/io/read.ts'
import { RoiQuery } from '#roi/query.ts'
import { composeCredits, composeRoi, type Domain } from './compose.ts'

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
    roi: async (period) =>
      roiFacts(
        await readRoi(
          composeRoi(
            { records: { db } as Domain['records'], settings: { current } as Domain['settings'] },
            now,
          ),
          RoiQuery.parse({ from: period.from, until: period.until }),
        ),
      ),
    decisions: async (period) =>
      decisionFacts(await readDecisionsOf(db, period, (await settings()).currency)),
    movers: ({ blocks, currency }, before) =>
      largestMovers(
        withInputsBefore(
          // Changes of the measuring have a table of their own.
          blocks.flatMap(({ kpis }) =>
            kpis.filter(({ primary, id }) => primary && id !== 'tracking_changes'),
          ),
          before,
        ),
        { currency, limit: MOVERS_SHOWN },
      ).map((mover) => ({ ...mover, drivers: [...mover.drivers] })),
  }
}
