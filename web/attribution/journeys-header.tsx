import { Button, Select } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { SlidersIcon } from '@primer/octicons-react'
import type { ReactNode } from 'react'
import { CONVERSIONS } from '#attribution/query.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { filterCount } from '../kpis/cockpit-state.ts'
import { FilterBar } from '../kpis/filter-bar.tsx'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useKpiTexts } from '../kpis/texts.ts'
import { kindById } from '../records/kinds.ts'
import { ReferencesPicker } from '../records/reference-picker.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import type { JourneysState } from './journeys-state.ts'
import { useJourneysTexts } from './journeys-texts.ts'

type Props = {
  readonly title: string
  readonly sentence: ReactNode
  readonly state: JourneysState
}

/** Title, period, conversion and filters of the screens that go through journeys. */
export function JourneysHeader({ title, sentence, state }: Props) {
  const t = useJourneysTexts()
  const common = useKpiTexts()
  const { search, change, chosen, conversion, without } = state
  const count = filterCount(search) + (without.length > 0 ? 1 : 0)
  const [open, filters] = useDisclosure(count > 0)
  const channels = kindById('channel')
  return (
    <>
      <PageHeader
        title={title}
        sentence={sentence}
        actions={
          <>
            <PeriodControl
              chosen={chosen}
              onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
            />
            <Select
              size="xs"
              w={180}
              aria-label={t('conversion.label')}
              allowDeselect={false}
              data={CONVERSIONS.map((value) => ({ value, label: t(`conversion.${value}`) }))}
              value={conversion}
              onChange={(value) =>
                change(
                  { conversion: value === 'won' ? undefined : (value ?? undefined) },
                  { push: true },
                )
              }
            />
            <Button
              size="xs"
              variant={count > 0 ? 'light' : 'default'}
              leftSection={<SlidersIcon size={14} />}
              aria-expanded={open}
              onClick={filters.toggle}
            >
              {count === 0 ? common('filter.open') : common('filter.open_active', { count })}
            </Button>
          </>
        }
      />
      {open && (
        <FilterBar state={state} withComparison={false}>
          {channels && (
            <ReferencesPicker
              size="xs"
              kind={channels}
              label={t('without')}
              values={without}
              onChange={(values) => change({ without: values }, { push: true })}
            />
          )}
        </FilterBar>
      )}
    </>
  )
}
