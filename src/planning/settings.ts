import type { Setting } from '#company/settings.ts'
import { choice, field, text } from '#kernel/fields.ts'
import { BLOCKS } from '#kpis/define.ts'
import { KPIS } from '#kpis/registry.ts'

/** Which figure's target stands at the head of each block of the cockpit; empty: the headline figure's. */
export const PLANNING_SETTINGS: readonly Setting[] = BLOCKS.map(({ id, name }) => ({
  initial: null,
  field: field.choice(
    `headline_target_${id}`,
    name.de,
    name.en,
    KPIS.filter((kpi) => kpi.block === id && !kpi.needs).map((kpi) =>
      choice(kpi.id, kpi.name.de, kpi.name.en),
    ),
    {
      section: text('Leitziel je Block im Cockpit', 'Headline target of each block'),
    },
  ),
}))
