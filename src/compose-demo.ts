import { restoreSettingRows, type SettingRow, settingRows } from '#company/io/setting-rows.ts'
import { changeSettings } from '#company/io/settings.ts'
import { replaceStageHistory } from '#crm/io/stage-history.ts'
import { noteTarget } from '#decisions/io/decide.ts'
import { keepFigure } from '#decisions/io/figures.ts'
import { createDemo, type Demo } from '#demo/io/demo.ts'
import { type DemoParts, noAudit } from '#demo/io/parts.ts'
import type { IsoDate } from '#kernel/period.ts'
import { civilToInstant } from '#kernel/zone.ts'
import type { Log } from '#platform/log.ts'
import { addRestingSchedule, dropSchedule } from '#reports/io/demo-schedule.ts'
import type { Domain } from './compose.ts'

const OFFICE_HOUR = '10:00'

/** The demo company writes records of every domain, gives settings, stage histories and what hangs on its decisions. */
export function composeDemo({ records, settings }: Domain, now: () => Date, log: Log): Demo {
  const onDay = (on: IsoDate) =>
    new Date(civilToInstant(`${on}T${OFFICE_HOUR}`, settings.timeZone()).instant)
  const currency = async () => String((await settings.current()).currency)
  const keep: DemoParts['keepFigure'] = async (tx, figure, context) => {
    const { decisionId, role, on, kpi, period, value, formula, inputs } = figure
    const money = await currency()
    const basis = {
      ...{ formula, model: null },
      settings: { currency: money, time_zone: settings.timeZone() },
    }
    const opened = { result: { value, unit: 'rate' as const, inputs: {} }, basis, inputs }
    const wish = { kpi, ...period, view: 'period' as const, filters: {} }
    const then = { ...context, now: onDay(on) }
    await keepFigure(tx, decisionId, role, { wish, opened, filterNames: [] }, then, money)
  }
  return createDemo({
    ...{ records, now, log, replaceStageHistory },
    settings: {
      current: settings.current,
      change: (tx, changes, context) =>
        changeSettings(tx, changes, context, noAudit, settings.declared),
      rows: settingRows,
      restore: (tx, rows) => restoreSettingRows(tx, rows as Readonly<Record<string, SettingRow>>),
    },
    keepFigure: keep,
    noteTarget: async (tx, { decisionId, after, on, ...rest }, context) => {
      const target = { ...rest, period: 'month' as const, filters: {}, value: after }
      const then = { ...context, now: onDay(on) }
      await noteTarget(tx, decisionId, { ...target, currency: await currency() }, then)
    },
    addSchedule: addRestingSchedule,
    removeSchedule: dropSchedule,
  })
}
