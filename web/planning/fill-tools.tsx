import { Button, SegmentedControl, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Kpi } from '#kpis/define.ts'
import { isAdditive } from '#kpis/targets.ts'
import type { YearPlan } from '#planning/plan-shapes.ts'
import { EMPTY_YEAR, fromLastYear, sameAllYear, spread } from '#planning/year-plan.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { parseNumber } from '../ui/numbers.ts'
import { valueOfInput } from './plan-inputs.ts'
import classes from './planning.module.css'
import { usePlanningTexts } from './texts.ts'
import type { PlanForm } from './use-plan-form.ts'

type Props = { readonly kpi: Kpi; readonly plan: YearPlan; readonly form: PlanForm }

/** Fills many inputs at once. Nothing is saved by it. */
export function FillTools({ kpi, plan, form }: Props) {
  const t = usePlanningTexts()
  return (
    <fieldset className={classes.tools} aria-label={t('fill.title')}>
      {isAdditive(kpi) ? <SpreadTool {...{ kpi, plan, form }} /> : <SameTool {...{ kpi, form }} />}
      <LastYearTool {...{ kpi, plan, form }} />
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        className={classes.clear ?? ''}
        onClick={() => form.fill(EMPTY_YEAR)}
      >
        {t('fill.clear')}
      </Button>
    </fieldset>
  )
}

function useTyped(kpi: Kpi) {
  const language = useLanguage()
  const timeZone = useMe().company.time_zone
  const [text, setText] = useState('')
  const value = valueOfInput(text, kpi.unit, { language, timeZone })
  return { text, setText, value }
}

/** A yearly sum over its months, evenly or with the seasons of last year. */
function SpreadTool({ kpi, plan, form }: Props) {
  const t = usePlanningTexts()
  const { text, setText, value } = useTyped(kpi)
  const lastYear = plan.months.map((month) => month.lastYear)
  const hasSeason = lastYear.some((month) => month !== null && month > 0)
  const [how, setHow] = useState('even')
  return (
    <div className={classes.tool}>
      <TextInput
        size="xs"
        label={t('fill.total')}
        inputMode="decimal"
        value={text}
        error={value === undefined ? t('wrong') : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        classNames={{ input: classes.input ?? '' }}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('fill.how')}
        value={hasSeason ? how : 'even'}
        onChange={setHow}
        data={[
          { value: 'even', label: t('fill.even') },
          { value: 'season', label: t('fill.season'), disabled: !hasSeason },
        ]}
      />
      <Button
        size="xs"
        variant="default"
        disabled={value === null || value === undefined}
        onClick={() =>
          value !== null &&
          value !== undefined &&
          form.fill({
            ...form.values,
            months: spread(value, how === 'season' ? lastYear : []),
            year: value,
          })
        }
      >
        {t('fill.spread')}
      </Button>
    </div>
  )
}

/** A rate or mean: the same for every span of the year. */
function SameTool({ kpi, form }: Pick<Props, 'kpi' | 'form'>) {
  const t = usePlanningTexts()
  const { text, setText, value } = useTyped(kpi)
  return (
    <div className={classes.tool}>
      <TextInput
        size="xs"
        label={t('fill.same')}
        inputMode="decimal"
        value={text}
        error={value === undefined ? t('wrong') : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        {...(kpi.unit === 'rate' && { rightSection: '%', rightSectionPointerEvents: 'none' })}
        classNames={{ input: classes.input ?? '' }}
      />
      <Button
        size="xs"
        variant="default"
        disabled={value === null || value === undefined}
        onClick={() => value !== null && value !== undefined && form.fill(sameAllYear(value))}
      >
        {t('fill.all')}
      </Button>
    </div>
  )
}

/** Last year's months, raised by some percent. */
function LastYearTool({ kpi, plan, form }: Props) {
  const t = usePlanningTexts()
  const language = useLanguage()
  const [text, setText] = useState('0')
  const growth = parseNumber(text, language)
  const lastYear = plan.months.map((month) => month.lastYear)
  if (lastYear.every((month) => month === null || month === 0)) {
    return (
      <Text size="xs" c="dimmed" className={classes.clear ?? ''}>
        {t('fill.noLastYear')}
      </Text>
    )
  }
  return (
    <div className={classes.tool}>
      <TextInput
        size="xs"
        label={t('fill.growth')}
        inputMode="decimal"
        value={text}
        error={growth === undefined ? t('wrong') : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        rightSection="%"
        rightSectionPointerEvents="none"
        classNames={{ input: classes.input ?? '' }}
      />
      <Button
        size="xs"
        variant="default"
        disabled={growth === undefined}
        onClick={() =>
          form.fill({
            ...form.values,
            months: fromLastYear(lastYear, (growth ?? 0) / 100, isAdditive(kpi)),
          })
        }
      >
        {t('fill.copy')}
      </Button>
    </div>
  )
}
