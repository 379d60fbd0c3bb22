import { Anchor, Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { GearIcon, SlidersIcon } from '@primer/octicons-react'
import { modelLabel, modelText } from '#attribution/model-texts.ts'
import { periodBefore } from '#kernel/period.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { filterCount } from '../kpis/cockpit-state.ts'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useKpiTexts } from '../kpis/texts.ts'
import type { Query } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { PageHeader } from '../ui/page-header.tsx'
import classes from './attribution.module.css'
import { useCredits, useDefinitions } from './attribution-api.ts'
import {
  type AttributionState,
  ownFilterCount,
  useAttributionState,
  wordsOf,
} from './attribution-state.ts'
import { AttributionFilters, Controls } from './controls.tsx'
import { CreditsContent } from './credits-content.tsx'
import { ModelsDrawer } from './models-drawer.tsx'
import { OwnWeightsDrawer } from './own-weights-drawer.tsx'
import { RefusalState } from './refusal-state.tsx'
import { RulesDrawer } from './rules-drawer.tsx'
import { useAttributionTexts } from './texts.ts'
import { UnattributedDrawer } from './unattributed-drawer.tsx'

/** Who gets credit for the conversions of a period, by several models side by side. */
export function AttributionScreen() {
  const state = useAttributionState()
  const definitions = useDefinitions()
  const words = definitions.data ? wordsOf(state.search, definitions.data.default) : null
  const [filtersOpen, filters] = useDisclosure(
    filterCount(state.search) + ownFilterCount(state.search) > 0,
  )
  const [main = ''] = words ?? []
  return (
    <>
      <Head state={state} word={main} filtersOpen={filtersOpen} onFilters={filters.toggle} />
      {definitions.data && words && (
        <Controls state={state} words={words} definitions={definitions.data} />
      )}
      {filtersOpen && <AttributionFilters state={state} />}
      {definitions.isError && (
        <RefusalState
          error={definitions.error}
          onRetry={() => void definitions.refetch()}
          state={state}
        />
      )}
      {definitions.isPending && <ScreenLoading />}
      {words && definitions.data && <Loaded state={state} words={words} />}
      {words && <ModelsDrawer state={state} words={words} />}
    </>
  )
}

type LoadedProps = {
  readonly state: AttributionState
  readonly words: readonly string[]
}

/**
 * Three questions: the figures, which come at once; then their intervals, which take the server longer; and the
 * leading model of the period before.
 */
function Loaded({ state, words }: LoadedProps) {
  const model = words.join(',')
  const query: Query = { ...state.query, model }
  const credits = useCredits(query)
  const asksIntervals = state.withIntervals && state.by === 'channel'
  const sure = useCredits(
    asksIntervals && credits.isSuccess && !credits.isPlaceholderData
      ? { ...query, intervals: 'true' }
      : null,
    { keep: false },
  )
  const earlier = periodBefore(state.chosen.period)
  const before = useCredits({ ...state.query, ...earlier, model: words[0] ?? '' }, { keep: false })
  if (credits.isError) {
    return (
      <RefusalState error={credits.error} onRetry={() => void credits.refetch()} state={state} />
    )
  }
  if (!credits.data) return <ScreenLoading />
  return (
    <div className={credits.isPlaceholderData ? classes['stale'] : undefined}>
      <CreditsContent
        state={state}
        words={words.filter((word) => credits.data.models.some((answer) => answer.model === word))}
        parts={{ credits: credits.data, sure: sure.data, before: before.data }}
        earlier={earlier}
        isCounting={asksIntervals && sure.isFetching}
      />
      <UnattributedDrawer state={state} credits={credits.data} word={words[0] ?? ''} />
      <RulesDrawer state={state} />
      <OwnWeightsDrawer state={state} words={words} />
    </div>
  )
}

type HeadProps = {
  readonly state: AttributionState
  readonly word: string
  readonly filtersOpen: boolean
  readonly onFilters: () => void
}

/** Title with what the model shows and does not, period, filters, rules. */
function Head({ state, word, filtersOpen, onFilters }: HeadProps) {
  const t = useAttributionTexts()
  const kpiTexts = useKpiTexts()
  const text = useText()
  const model = modelText(word)
  const count = filterCount(state.search) + ownFilterCount(state.search)
  return (
    <PageHeader
      title={t('title')}
      sentence={
        model && (
          <>
            <b>{text(modelLabel(word))}:</b> {text(model.sentence)}{' '}
            {model.note && <b>{text(model.note)} </b>}
            <Anchor
              component="button"
              size="sm"
              onClick={() => state.change({ panel: 'models', help: word }, { push: true })}
            >
              {t('model.help')}
            </Anchor>
          </>
        )
      }
      actions={
        <>
          <PeriodControl
            chosen={state.chosen}
            onChange={(next) => state.change({ ...writePeriod(next) }, { push: true })}
          />
          <Button
            size="xs"
            variant={count > 0 ? 'light' : 'default'}
            leftSection={<SlidersIcon size={14} />}
            aria-expanded={filtersOpen}
            onClick={onFilters}
          >
            {count === 0 ? kpiTexts('filter.open') : kpiTexts('filter.open_active', { count })}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<GearIcon size={14} />}
            onClick={() => state.change({ panel: 'rules' }, { push: true })}
          >
            {t('rules.open')}
          </Button>
        </>
      }
    />
  )
}
