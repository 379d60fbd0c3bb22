import { can } from '#access/policy.ts'
import type { DecisionParts } from '#decisions/io/parts.ts'
import type { Period } from '#kernel/period.ts'
import { basisOf } from '#kpis/io/basis.ts'
import { nameOfModel, withModel } from '#kpis/io/credits.ts'
import { explainKpi } from '#kpis/io/explain.ts'
import { readingFigures } from '#kpis/io/figure-reader.ts'
import { kpiById } from '#kpis/registry.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { writeSingleTarget } from '#planning/io/single-target.ts'
import { readTargets } from '#planning/io/targets.ts'
import { composeCredits, type Domain } from './compose.ts'

/** Decisions read figures and set targets; both are handed to them here. */
export function composeDecisions(
  { records, settings }: Domain,
  now: () => Date,
): Omit<DecisionParts, 'reports'> {
  const { db } = records
  const credits = composeCredits(settings.current, now)
  const targets = (days: Period) => readTargets(db, days)
  const figures = async () => ({ settings: KpiSettings.parse(await settings.current()), credits })
  return {
    ...{ records, now, targets },
    timeZone: settings.timeZone,
    currency: async () => String((await settings.current()).currency),
    may: (role, permission) => can(role, permission) === 'all',
    reading: async (model, read) =>
      readingFigures(db, { model: model ?? undefined }, await figures(), (reader) =>
        read({
          ...reader,
          // Changes of the measuring have a place of their own in the cockpit.
          compared: async (period) =>
            (await reader.compared(period)).filter(({ id }) => id !== 'tracking_changes'),
        }),
      ),
    opened: async (id, query) => {
      const context = { ...(await figures()), now: now() }
      const explained = await explainKpi(db, id, { query, limit: 1 }, context)
      const { result, inputs } = explained
      const kpi = kpiById(id)
      if (!result || !kpi) throw new Error(`${id} has no result`)
      return {
        result,
        basis: basisOf(kpi, query, withModel(query, context).settings),
        inputs: inputs.map(({ counts: _, ...input }) => ({
          ...input,
          records: input.records?.count ?? null,
        })),
      }
    },
    basis: async () => {
      const current = (await figures()).settings
      return (id, query) => {
        const kpi = kpiById(id)
        return kpi ? basisOf(kpi, query, current) : null
      }
    },
    modelName: (model) => nameOfModel(model, credits),
    settingName: (name) =>
      settings.declared.find(({ field }) => field.id === name)?.field.label ?? {
        de: name,
        en: name,
      },
    setTarget: (tx, wish, context) => writeSingleTarget(tx, records, wish, context),
  }
}
