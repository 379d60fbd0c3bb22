import { Select, useComputedColorScheme } from '@mantine/core'
import type { Cohort, Cohorts } from '#roi/cohort-shapes.ts'
import { Chart } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { averageCurve, curveOf, curveOption, curveTable } from './cohort-chart.ts'
import type { CohortState } from './cohort-state.ts'
import { useCohortTexts } from './cohort-texts.ts'
import { afterText } from './cohort-words.ts'

type Props = { readonly answer: Cohorts; readonly state: CohortState }

/** The curve of one month, or of an average euro of all of them. */
export function CohortCurve({ answer, state }: Props) {
  const t = useCohortTexts()
  const formats = useFormats()
  const scheme = useComputedColorScheme('light')
  const cohort = answer.cohorts.find(({ month }) => month === state.cohort)
  const curve = cohort ? curveOf(cohort, answer) : averageCurve(answer)
  const words = {
    back: t('curve.back'),
    expected: t('curve.expected'),
    between: t('curve.between'),
    line: cohort ? t('curve.cost') : t('curve.unit', { one: formats.moneyRounded(100) }),
    age: t('curve.age'),
    low: t('curve.low'),
    high: t('curve.high'),
  }
  return (
    <Panel
      title={t('curve.title')}
      sentence={cohort ? cohortSentence(t, cohort, formats) : averageSentence(t, answer, formats)}
      actions={
        <Select
          size="xs"
          w={210}
          aria-label={t('curve.choose')}
          allowDeselect={false}
          data={[
            { value: '', label: t('curve.all', { one: formats.moneyRounded(100) }) },
            ...answer.cohorts
              .toReversed()
              .map(({ month }) => ({ value: month, label: formats.month(month) })),
          ]}
          value={cohort?.month ?? ''}
          onChange={(month) => state.change({ cohort: month || undefined }, { push: true })}
        />
      }
    >
      {curve.seen.length > 0 && (
        <Chart
          label={t('curve.label')}
          option={curveOption(curve, words, formats, scheme)}
          table={curveTable(curve, words, formats)}
          fileName={`kohorte-${cohort?.month ?? answer.period.from}`}
          height={300}
        />
      )}
    </Panel>
  )
}

type T = ReturnType<typeof useCohortTexts>

function averageSentence(t: T, { perCost }: Cohorts, formats: Formats): string {
  const age = perCost.findLastIndex((value) => value !== null)
  const back = perCost[age] ?? null
  if (back === null) return t('curve.sentence.free')
  const reached = perCost.findIndex((value) => value !== null && value >= 1)
  const said = {
    one: formats.moneyRounded(100),
    age: t('age', { count: age }),
    back: formats.money(back * 100),
  }
  return reached < 0
    ? t('curve.sentence.all.open', said)
    : t('curve.sentence.all.back', { ...said, after: afterText(t, reached) })
}

function cohortSentence(t: T, cohort: Cohort, formats: Formats): string {
  const { breakEven, cost, rest } = cohort
  const said = { month: formats.month(cohort.month), cost: formats.moneyRounded(cost) }
  if (cost === null || cost <= 0) return t('curve.sentence.free')
  if (breakEven === null) {
    return t(rest === null ? 'curve.sentence.open' : 'curve.sentence.not', said)
  }
  const after = afterText(t, breakEven.age)
  return t(breakEven.expected ? 'curve.sentence.expected' : 'curve.sentence.reached', {
    ...said,
    after,
  })
}
