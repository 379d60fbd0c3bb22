import { Button, Group, Loader, Select, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { GraphIcon, SlidersIcon } from '@primer/octicons-react'
import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { GOAL_TYPES, GOALS } from '#roi/goal-types.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { FilterBar } from '../kpis/filter-bar.tsx'
import { ModelChoice } from '../kpis/model-choice.tsx'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useKpiTexts } from '../kpis/texts.ts'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { ComparePanel } from './compare-panel.tsx'
import { CostPanel } from './cost-panel.tsx'
import { GoalPanel } from './goal-panel.tsx'
import { LeadsPanel } from './leads-panel.tsx'
import { RecruitingPanel } from './recruiting-panel.tsx'
import { ReturnsPanel } from './returns-panel.tsx'
import classes from './roi.module.css'
import { useRoi } from './roi-api.ts'
import { RoiLevels } from './roi-levels.tsx'
import { RoiRecords } from './roi-records.tsx'
import { NO_FILTERS, type RoiState, useRoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'
import { RoiWarnings } from './roi-warnings.tsx'
import { UpliftPanel } from './uplift-panel.tsx'
import { WaterfallPanel } from './waterfall-panel.tsx'

/** What the cost of a period brought back: the strict ROI first, then with each less certain kind of return. */
export function RoiScreen() {
  const t = useRoiTexts()
  const state = useRoiState()
  const roi = useRoi(state.query)
  return (
    <>
      <Header state={state} />
      {roi.isError && <ErrorState error={roi.error} onRetry={() => void roi.refetch()} />}
      {roi.isPending && (
        <Group gap="xs" role="status" py="xl">
          <Loader size="sm" />
          <Text c="dimmed" size="sm">
            {t('loading')}
          </Text>
        </Group>
      )}
      {roi.data && !roi.isError && (
        <div className={roi.isPlaceholderData ? classes.stale : undefined}>
          <Content roi={roi.data} state={state} />
        </div>
      )}
      <RoiRecords state={state} roi={roi.data} />
    </>
  )
}

function Header({ state }: { readonly state: RoiState }) {
  const t = useRoiTexts()
  const common = useKpiTexts()
  const language = useLanguage()
  const { chosen, change, goal, search } = state
  const count = state.filterCount + (search.model ? 1 : 0)
  const [opened, filters] = useDisclosure(count > 0)
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('subtitle')}
        actions={
          <>
            <PeriodControl
              chosen={chosen}
              onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
            />
            <Select
              size="xs"
              w={230}
              aria-label={t('goal')}
              allowDeselect={false}
              data={[
                { value: '', label: t('goal.all') },
                ...GOAL_TYPES.map((id) => ({ value: id, label: GOALS[id].name[language] })),
              ]}
              value={goal ?? ''}
              onChange={(value) => change({ goal: value || undefined }, { push: true })}
            />
            <Button
              size="xs"
              variant={count > 0 ? 'light' : 'default'}
              leftSection={<SlidersIcon size={14} />}
              aria-expanded={opened}
              onClick={filters.toggle}
            >
              {count === 0 ? common('filter.open') : common('filter.open_active', { count })}
            </Button>
          </>
        }
      />
      {opened && (
        <FilterBar state={state} without={NO_FILTERS} withComparison={false}>
          <ModelChoice state={state} />
        </FilterBar>
      )}
    </>
  )
}

const isEmpty = ({ cost, parts }: RoiAnswer): boolean =>
  cost.total === 0 && cost.sales === 0 && parts.every(({ count }) => count === 0)

function Content({ roi, state }: { readonly roi: RoiAnswer; readonly state: RoiState }) {
  const t = useRoiTexts()
  if (isEmpty(roi)) {
    return (
      <EmptyState
        icon={<GraphIcon size={36} />}
        title={t('empty.title')}
        text={t('empty.text')}
        actions={<AppLink to="/costs">{t('empty.costs')}</AppLink>}
      />
    )
  }
  return (
    <>
      <RoiWarnings of={roi} onOpen={state.open} />
      <RoiLevels roi={roi} state={state} />
      <div className={classes.panels}>
        <div className={classes.wide}>
          <ReturnsPanel roi={roi} state={state} />
        </div>
        <div>
          <WaterfallPanel roi={roi} state={state} />
        </div>
        <div>
          <CostPanel roi={roi} state={state} />
        </div>
        <div className={classes.wide}>
          <LeadsPanel roi={roi} state={state} />
        </div>
        <div className={classes.wide}>
          <ComparePanel roi={roi} state={state} />
        </div>
        <UpliftPanel state={state} />
        <RecruitingPanel state={state} />
        {state.goal && (
          <div className={classes.wide}>
            <GoalPanel goal={state.goal} state={state} />
          </div>
        )}
      </div>
    </>
  )
}
