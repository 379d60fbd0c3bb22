import type { Period } from '#kernel/period.ts'
import { messageOf } from '#platform/failure.ts'
import type { Log } from '#platform/log.ts'
import type { ReportFacts, ReportKind } from '../facts.ts'
import { type CockpitAnswer, factsOf } from '../facts-of.ts'
import { comparedPeriods } from '../report-period.ts'
import type { ReportSources } from '../sources.ts'

export type FactsParts = {
  readonly sources: ReportSources
  readonly now: () => Date
  readonly log: Log
}

/** A part that fails must not take the report with it: it is left out, and the log says why. */
async function orNothing<Answer>(
  name: string,
  log: Log,
  ask: () => Promise<Answer> | Answer,
): Promise<Answer | null> {
  try {
    return await ask()
  } catch (error) {
    log.warn({ err: messageOf(error), part: name }, 'a part of the report could not be read')
    return null
  }
}

/** Reads everything a report of this kind and period shows. */
export async function readFacts(
  { sources, now, log }: FactsParts,
  kind: ReportKind,
  period: Period,
): Promise<ReportFacts> {
  const cockpit: CockpitAnswer = await sources.cockpit(period)
  const periods = comparedPeriods(period)
  const splits =
    kind === 'activity'
      ? (['campaign'] as const)
      : kind === 'success'
        ? (['product', 'team'] as const)
        : []
  const split = async (by: 'campaign' | 'product' | 'team') =>
    splits.some((one) => one === by) ? sources.split(period, by) : []
  const [settings, companyName, comparison, campaigns, products, teams, roi, decisions] =
    await Promise.all([
      sources.settings(),
      sources.companyName(),
      Promise.all(periods.map(async (one) => ({ period: one, kpis: await sources.figures(one) }))),
      split('campaign'),
      split('product'),
      split('team'),
      orNothing('roi', log, () => sources.roi?.(period) ?? null),
      orNothing('decisions', log, () => sources.decisions?.(period) ?? null),
    ])
  const before = comparison.at(-2)?.kpis ?? {}
  return factsOf({
    kind,
    companyName,
    madeAt: now().toISOString(),
    settings,
    cockpit,
    modelDescribes: sources.describeModel(cockpit.attribution.model),
    comparison,
    campaigns,
    products,
    teams,
    roi,
    decisions,
    movers: await orNothing('movers', log, () => sources.movers?.(cockpit, before) ?? null),
  })
}
