import type { Period } from '#kernel/period.ts'
import { messageOf } from '#platform/failure.ts'
import type { Log } from '#platform/log.ts'
import type { ReportFacts, ReportKind } from '../facts.ts'
import { factsOf, type SplitAnswer } from '../facts-of.ts'
import { comparedPeriods } from '../report-period.ts'
import type { ReportSources, ReportState } from '../sources.ts'

export type FactsParts = {
  readonly sources: ReportSources
  readonly log: Log
}

type Asked = {
  readonly kind: ReportKind
  readonly period: Period
  /** A part that fails fails the report; else it is left out, the report says so, and the log says why. */
  readonly whole?: boolean
}

/** Reads everything a report of this kind and period shows, all of it of one state of the records. */
export const readFacts = ({ sources, log }: FactsParts, asked: Asked): Promise<ReportFacts> =>
  sources.inOneState((state) => readIn(state, asked, log))

const SPLITS: Readonly<Record<ReportKind, readonly ('campaign' | 'product' | 'team')[]>> = {
  management: [],
  activity: ['campaign'],
  success: ['product', 'team'],
}

async function readIn(
  state: ReportState,
  { kind, period, whole = false }: Asked,
  log: Log,
): Promise<ReportFacts> {
  const part = async <Answer>(name: string, ask: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await state.apart(ask)
    } catch (error) {
      if (whole) throw error
      log.warn({ err: messageOf(error), part: name }, 'a part of the report could not be read')
      return null
    }
  }
  // One after the other: what one has read, the next need not read again.
  const cockpit = await state.cockpit(period)
  const comparison = []
  for (const one of comparedPeriods(period)) {
    comparison.push({ period: one, kpis: await state.figures(one) })
  }
  const splits = new Map<string, SplitAnswer>()
  for (const by of SPLITS[kind]) splits.set(by, await state.split(period, by))
  const before = comparison.at(-2)?.kpis ?? {}
  return factsOf({
    kind,
    companyName: state.companyName,
    address: state.address,
    madeAt: state.now.toISOString(),
    settings: state.settings,
    cockpit,
    modelDescribes: state.describeModel(cockpit.attribution.model),
    comparison,
    campaigns: splits.get('campaign') ?? [],
    products: splits.get('product') ?? [],
    teams: splits.get('team') ?? [],
    roi: await part('roi', () => state.roi(period)),
    movers: await part('movers', () => state.movers(cockpit, before)),
    decisions: await part('decisions', () => state.decisions(period)),
  })
}
