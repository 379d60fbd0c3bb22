import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { isIsoDate, monthOf } from '#kernel/period.ts'
import { LoadDemo } from '../demo/load-demo.tsx'
import { useLatestDay } from '../kpis/cockpit-api.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { useMay } from '../platform/session.ts'
import type { JourneysState } from './journeys-state.ts'
import { useJourneysTexts } from './journeys-texts.ts'

type Props = {
  readonly period: { readonly from: string; readonly until: string }
  readonly state: JourneysState
}

/** What to do where nothing is: go to the newest data, record, import, look at the demo company. */
export function EmptyActions({ period, state }: Props) {
  const t = useJourneysTexts()
  const may = useMay()
  const latest = useLatestDay(true)
  const day = latest.data ?? ''
  const isElsewhere = isIsoDate(day) && !(day >= period.from && day < period.until)
  return (
    <>
      {isIsoDate(day) && isElsewhere && (
        <Button
          onClick={() =>
            state.change(
              { ...writePeriod({ kind: 'month', period: monthOf(day) }) },
              { push: true },
            )
          }
        >
          {t('empty.latest')}
        </Button>
      )}
      {may('tracking:write') && (
        <Button
          variant="default"
          renderRoot={(props) => <Link to={'/touchpoints/new' as string} {...props} />}
        >
          {t('empty.touchpoint')}
        </Button>
      )}
      {may('imports:run') && (
        <Button variant="default" renderRoot={(props) => <Link to="/imports" {...props} />}>
          {t('empty.import')}
        </Button>
      )}
      {latest.isSuccess && latest.data === null && <LoadDemo variant="default" />}
    </>
  )
}
