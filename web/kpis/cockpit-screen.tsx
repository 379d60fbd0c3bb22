import { Group, Loader, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { LEAD_SOURCE } from '#kpis/settings.ts'
import { AccrualNotice } from '../costs/accrual-notice.tsx'
import { BudgetNotice } from '../costs/budget-notice.tsx'
import { useLanguage } from '../platform/language.ts'
import { BackupNotice } from '../safety/backup-notice.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import { toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { BlockDrawer } from './block-drawer.tsx'
import { BlockPanel } from './block-panel.tsx'
import { ChannelPanel } from './channel-panel.tsx'
import classes from './cockpit.module.css'
import { useCockpit } from './cockpit-api.ts'
import { cockpitRows, isEmptyCockpit, isQuietPeriod } from './cockpit-facts.ts'
import { CockpitHeader } from './cockpit-header.tsx'
import { type CockpitState, filterCount, useCockpitState } from './cockpit-state.ts'
import { EmptyCockpit, QuietNotice } from './empty-cockpit.tsx'
import { ExplainDrawer } from './explain-drawer.tsx'
import { FilterBar } from './filter-bar.tsx'
import { FunnelPanel } from './funnel-panel.tsx'
import { ModelChoice } from './model-choice.tsx'
import type { Cockpit } from './shapes.ts'
import { markedIndexes } from './sparkline-path.ts'
import { isKpiTextKey, useKpiTexts } from './texts.ts'
import { TrustPanel } from './trust-panel.tsx'
import { VelocityPanel } from './velocity-panel.tsx'

/** What marketing brings back, in five blocks on one screen; every figure opens. */
export function CockpitScreen() {
  const t = useKpiTexts()
  const language = useLanguage()
  const state = useCockpitState()
  const cockpit = useCockpit({ ...state.query, funnel_view: state.funnelView })
  const [filtersOpen, filters] = useDisclosure(filterCount(state.search) > 0)
  const data = cockpit.data
  const exportFigures = data && (() => exportCockpit(data, language))
  return (
    <div className={cockpit.isPlaceholderData ? classes['stale'] : undefined}>
      <CockpitHeader
        state={state}
        filtersOpen={filtersOpen}
        onFilters={filters.toggle}
        onExport={exportFigures}
      />
      {filtersOpen && (
        <FilterBar state={state}>
          <ModelChoice state={state} />
        </FilterBar>
      )}
      {cockpit.isError && (
        <ErrorState error={cockpit.error} onRetry={() => void cockpit.refetch()} />
      )}
      {cockpit.isPending && (
        <Group gap="xs" role="status" py="xl">
          <Loader size="sm" />
          <Text c="dimmed" size="sm">
            {t('loading')}
          </Text>
        </Group>
      )}
      {data && !cockpit.isError && <Content cockpit={data} state={state} />}
      <BackupNotice />
      <ExplainDrawer state={state} cockpit={data} />
    </div>
  )
}

function exportCockpit(cockpit: Cockpit, language: 'de' | 'en') {
  const columns = {
    de: 'Block;Kennzahl;Einheit;Wert;n;95 % von;95 % bis;Vorperiode;Vorjahr;Ziel;Erreicht;Grund',
    en: 'Block;Figure;Unit;Value;n;95% low;95% high;Period before;Year before;Target;Reached;Reason',
  }[language].split(';')
  const last = cockpit.period.from
  download(`cockpit-${last}.csv`, toCsv(columns, cockpitRows(cockpit, language), language))
}

type ContentProps = { readonly cockpit: Cockpit; readonly state: CockpitState }

function Content({ cockpit, state }: ContentProps) {
  if (isEmptyCockpit(cockpit)) return <EmptyCockpit state={state} />
  return (
    <>
      <StatusLine cockpit={cockpit} state={state} />
      <BudgetNotice />
      <AccrualNotice />
      {isQuietPeriod(cockpit) && <QuietNotice state={state} />}
      <Blocks cockpit={cockpit} state={state} />
      <Legend />
      <div className={classes['panels']}>
        <div className={classes['half']}>
          <FunnelPanel funnel={cockpit.funnel} period={cockpit.period as Period} state={state} />
        </div>
        <div className={classes['half']}>
          <VelocityPanel velocity={cockpit.velocity} state={state} />
        </div>
        <div className={classes['wide']}>
          <ChannelPanel
            channels={cockpit.channels}
            model={cockpit.attribution.name}
            spread={cockpit.channelCost === 'with_spread'}
            period={cockpit.period as Period}
            state={state}
          />
        </div>
        <div className={classes['wide']}>
          <TrustPanel trust={cockpit.trust} state={state} />
        </div>
      </div>
      <BlockDrawer cockpit={cockpit} state={state} />
    </>
  )
}

function Blocks({ cockpit, state }: ContentProps) {
  const days = cockpit.trust.changes.map((change) => change.date)
  const marks = markedIndexes(cockpit.months, days)
  return (
    <div className={classes['blocks']}>
      {cockpit.blocks.map((block) => (
        <BlockPanel
          key={block.id}
          block={block}
          kind={state.chosen.kind}
          view={state.view}
          comparisons={state.comparisons}
          marks={marks}
          onOpen={state.open}
          {...(block.kpis.some((kpi) => !kpi.primary) && {
            onAll: () => state.change({ block: block.id }, { push: true }),
          })}
        />
      ))}
    </div>
  )
}

/** What every figure on the screen rests on: comparison, cost, attribution model. */
function StatusLine({ cockpit, state }: ContentProps) {
  const t = useKpiTexts()
  const language = useLanguage()
  const names = state.comparisons.map((comparison) =>
    periodName((comparison === 'before' ? cockpit.before : cockpit.yearBefore) as Period, language),
  )
  const kinds = cockpit.costCompleteness.empty.map((kind) => {
    const key = `cost.${kind}`
    return isKpiTextKey(key) ? t(key as 'cost.media') : kind
  })
  return (
    <div className={classes['status']}>
      <span>{t('compared.with', { names: names.join(t('and')) })}</span>
      {cockpit.costCompleteness.complete ? (
        <BandBadge tone="good" label={t('cost.complete')} />
      ) : (
        <BandBadge tone="attention" label={t('cost.incomplete', { kinds: kinds.join(', ') })} />
      )}
      {cockpit.channels.warning && <BandBadge tone="attention" label={t('warning.short')} />}
      <Tooltip
        label={t(
          cockpit.attribution.model === LEAD_SOURCE
            ? 'legend.leadSource.hint'
            : 'legend.model.hint',
        )}
        maw={420}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation must be reachable by keyboard */}
        <span tabIndex={0} className={classes['hinted']}>
          {t('legend.model', { name: cockpit.attribution.name[language] })}
        </span>
      </Tooltip>
    </div>
  )
}

function Legend() {
  const t = useKpiTexts()
  return (
    <div className={classes['legend']}>
      <span>≈ {t('legend.unclear')}</span>
      <span>{t('legend.small')}</span>
    </div>
  )
}
