import { kpiById } from '#kpis/registry.ts'
import { GOALS, type GoalType } from '#roi/goal-types.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { figureLine } from '../kpis/figure-format.ts'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Figure } from '../ui/figure.tsx'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './roi.module.css'
import { useGoalFigures } from './roi-api.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Props = { readonly goal: GoalType; readonly state: RoiState }

/** The figures that tell whether a goal is met, and how long that usually takes. */
export function GoalPanel({ goal, state }: Props) {
  const t = useRoiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { goal: _goal, ...query } = state.query
  const { from: _from, until: _until, ...filters } = query
  const figures = useGoalFigures(query, true)
  const { name, question, kpis, usualMonths } = GOALS[goal]
  const window = usualMonths
    ? t('goal.window', { from: usualMonths[0], until: usualMonths[1] })
    : t('goal.window.none')
  return (
    <Panel
      title={`${t('goal.title')}: ${name[language]}`}
      sentence={`${question[language]} ${window}`}
    >
      <div className={classes.figures}>
        {kpis.flatMap((id) => {
          const kpi = kpiById(id)
          const result = figures.data?.kpis[id]
          if (!kpi || !result) return []
          return [
            <Figure
              key={id}
              label={kpi.name[language]}
              value={figureLine(result.value, kpi.unit, formats, language)}
              reason={
                <AppLink
                  to="/cockpit"
                  size="xs"
                  search={{ ...writePeriod(state.chosen), ...filters, explain: id }}
                >
                  {t('goal.open')}
                </AppLink>
              }
            />,
          ]
        })}
      </div>
    </Panel>
  )
}
