import type { Cell } from '../ui/csv.ts'
import type { Language } from './figure-format.ts'
import type { Cockpit } from './shapes.ts'

/** Whether the period has anything at all: a value that is neither missing nor 0. */
export function isEmptyCockpit(cockpit: Cockpit): boolean {
  const values = cockpit.blocks.flatMap((block) =>
    block.kpis.flatMap((kpi) => [kpi.current.value, kpi.before.value, kpi.yearBefore.value]),
  )
  return values.every((value) => value === null || value === 0)
}

/** What happens in a period, unlike a stock that stays open for years. */
const FLOWS = ['leads', 'opportunities', 'won', 'lost', 'marketing_cost', 'revenue_received']

/** Whether nothing happened in the period, though there may be open opportunities from before. */
export function isQuietPeriod(cockpit: Cockpit): boolean {
  const kpis = cockpit.blocks.flatMap((block) => block.kpis)
  return kpis.filter(({ id }) => FLOWS.includes(id)).every(({ current }) => !current.value)
}

/** Money leaves as units of the currency, everything else as it is. */
export const exportValue = (value: number | null | undefined, unit: string): number | null =>
  value === null || value === undefined ? null : unit.startsWith('money') ? value / 100 : value

/** Every figure of the cockpit as rows for a file. */
export function cockpitRows(cockpit: Cockpit, language: Language): readonly (readonly Cell[])[] {
  return cockpit.blocks.flatMap((block) =>
    block.kpis.map((kpi) => [
      block.name[language],
      kpi.name[language],
      kpi.unit.startsWith('money') ? cockpit.currency : kpi.unit,
      exportValue(kpi.current.value, kpi.unit),
      kpi.current.n ?? null,
      exportValue(kpi.current.interval?.low, kpi.unit),
      exportValue(kpi.current.interval?.high, kpi.unit),
      exportValue(kpi.before.value, kpi.unit),
      exportValue(kpi.yearBefore.value, kpi.unit),
      exportValue(kpi.current.target?.value, kpi.unit),
      kpi.current.target?.attainment ?? null,
      kpi.current.reason ?? null,
    ]),
  )
}
