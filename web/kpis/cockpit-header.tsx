import { ActionIcon, Button, Group, Menu, SegmentedControl, Tooltip } from '@mantine/core'
import { DownloadIcon, SlidersIcon } from '@primer/octicons-react'
import { PageHeader } from '../ui/page-header.tsx'
import { writePeriod } from './cockpit-period.ts'
import { type CockpitState, filterCount } from './cockpit-state.ts'
import { PeriodControl } from './period-control.tsx'
import { useKpiTexts } from './texts.ts'

type Props = {
  readonly state: CockpitState
  readonly filtersOpen: boolean
  readonly onFilters: () => void
  /** Absent until there are figures. */
  readonly onExport?: (() => void) | undefined
}

/** Title, period, view, filters, export: one line. */
export function CockpitHeader({ state, filtersOpen, onFilters, onExport }: Props) {
  const t = useKpiTexts()
  const { search, change, chosen, view } = state
  const count = filterCount(search)
  return (
    <PageHeader
      title={t('title')}
      actions={
        <>
          <PeriodControl
            chosen={chosen}
            onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
          />
          <Tooltip label={t(`view.${view}.hint`)}>
            <SegmentedControl
              size="xs"
              aria-label={t('view.label')}
              value={view}
              onChange={(value) =>
                change({ view: value === 'cohort' ? 'cohort' : undefined }, { push: true })
              }
              data={[
                { value: 'period', label: t('view.period') },
                { value: 'cohort', label: t('view.cohort') },
              ]}
            />
          </Tooltip>
          <Button
            size="xs"
            variant={count > 0 ? 'light' : 'default'}
            leftSection={<SlidersIcon size={14} />}
            aria-expanded={filtersOpen}
            onClick={onFilters}
          >
            {count === 0 ? t('filter.open') : t('filter.open_active', { count })}
          </Button>
          <Group gap={0}>
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('export.menu')}>
                  <DownloadIcon size={17} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {onExport && <Menu.Item onClick={onExport}>{t('export.all')}</Menu.Item>}
                <Menu.Item onClick={() => window.print()}>{t('print')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        </>
      }
    />
  )
}
