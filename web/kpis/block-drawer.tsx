import { useLanguage } from '../platform/language.ts'
import { one } from '../platform/url-state.ts'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { FigureTable } from './block-panel.tsx'
import classes from './cockpit.module.css'
import type { CockpitState } from './cockpit-state.ts'
import type { Cockpit } from './shapes.ts'
import { markedIndexes } from './sparkline-path.ts'
import { useKpiTexts } from './texts.ts'

/** All figures of a block, also those that have no place on the first screen. */
export function BlockDrawer({
  cockpit,
  state,
}: {
  readonly cockpit: Cockpit
  readonly state: CockpitState
}) {
  const t = useKpiTexts()
  const language = useLanguage()
  const block = cockpit.blocks.find(({ id }) => id === one(state.search, 'block'))
  const days = cockpit.trust.changes.map((change) => change.date)
  return (
    <SideDrawer
      opened={block !== undefined && state.explained === null}
      onClose={() => state.change({ block: undefined }, { push: true })}
      title={<b>{block ? t('block.all.of', { block: block.name[language] }) : ''}</b>}
      width={680}
    >
      {block && (
        <div className={classes['wideTable']}>
          <FigureTable
            kpis={block.kpis}
            label={block.name[language]}
            kind={state.chosen.kind}
            view={state.view}
            comparisons={state.comparisons}
            marks={markedIndexes(cockpit.months, days)}
            onOpen={state.open}
          />
        </div>
      )}
    </SideDrawer>
  )
}
