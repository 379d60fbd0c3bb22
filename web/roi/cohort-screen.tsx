import { Button, Group, Loader, SegmentedControl, Text, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks'
import { GraphIcon, SlidersIcon } from '@primer/octicons-react'
import type { Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { BASES, WORTHS } from '#roi/cohort-query.ts'
import type { Cohorts } from '#roi/cohort-shapes.ts'
import { writePeriod } from '../kpis/cockpit-period.ts'
import { filterCount } from '../kpis/cockpit-state.ts'
import { ExplainDrawer } from '../kpis/explain-drawer.tsx'
import { FilterBar } from '../kpis/filter-bar.tsx'
import { ModelChoice } from '../kpis/model-choice.tsx'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useKpiTexts } from '../kpis/texts.ts'
import { useLanguage } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Figure } from '../ui/figure.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './cohort.module.css'
import { useCohorts } from './cohort-api.ts'
import { CohortCurve } from './cohort-curve.tsx'
import { CohortDealsDrawer } from './cohort-deals.tsx'
import { type CohortState, useCohortState } from './cohort-state.ts'
import { CohortTable } from './cohort-table.tsx'
import { useCohortTexts } from './cohort-texts.ts'
import { afterText } from './cohort-words.ts'
import { RoiWarnings } from './roi-warnings.tsx'

/** What the spend of each month has brought so far, and what is still to be expected of it. */
export function CohortScreen() {
  const t = useCohortTexts()
  const state = useCohortState()
  const cohorts = useCohorts(state.query)
  const answer = cohorts.data
  return (
    <>
      <Header state={state} answer={answer} />
      {cohorts.isError && (
        <ErrorState error={cohorts.error} onRetry={() => void cohorts.refetch()} />
      )}
      {cohorts.isPending && (
        <Group gap="xs" role="status" py="xl">
          <Loader size="sm" />
          <Text c="dimmed" size="sm">
            {t('loading')}
          </Text>
        </Group>
      )}
      {answer && !cohorts.isError && (
        <div className={cohorts.isPlaceholderData ? classes.stale : undefined}>
          {answer.total.dealCount === 0 && !answer.total.cost ? (
            <EmptyState
              icon={<GraphIcon size={36} />}
              title={t('empty.title')}
              text={t('empty.text')}
              actions={
                <Group gap="md">
                  <AppLink to="/imports">{t('empty.import')}</AppLink>
                  <AppLink to="/costs">{t('empty.costs')}</AppLink>
                </Group>
              }
            />
          ) : (
            <>
              <RoiWarnings of={answer} />
              <Result answer={answer} state={state} />
              <div className={classes.panels}>
                <CohortCurve answer={answer} state={state} />
                <CohortTable answer={answer} state={state} />
                <How answer={answer} />
              </div>
            </>
          )}
          <CohortDealsDrawer state={state} answer={answer} />
        </div>
      )}
      <ExplainDrawer state={state.explaining} cockpit={undefined} />
    </>
  )
}

/** Title, months, what comes back, how a deal gets its month, filters. */
function Header({ state, answer }: { state: CohortState; answer: Cohorts | undefined }) {
  const t = useCohortTexts()
  const common = useKpiTexts()
  const { search, change, chosen, basis, content } = state
  const count = filterCount(search) + (content === '' ? 0 : 1)
  const [open, filters] = useDisclosure(count > 0)
  const write = useDebouncedCallback(
    (text: string) => change({ content: text || undefined }, { push: true }),
    400,
  )
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
            <SegmentedControl
              size="xs"
              aria-label={t('worth.label')}
              value={state.worth ?? answer?.worth ?? 'margin'}
              data={WORTHS.map((value) => ({ value, label: t(`worth.${value}`) }))}
              onChange={(worth) => change({ worth }, { push: true })}
            />
            <Tooltip label={t(`basis.${basis}.hint`)} multiline maw={320}>
              <SegmentedControl
                size="xs"
                aria-label={t('basis.label')}
                value={basis}
                data={BASES.map((value) => ({ value, label: t(`basis.${value}`) }))}
                onChange={(value) =>
                  change({ basis: value === 'touch' ? value : undefined }, { push: true })
                }
              />
            </Tooltip>
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
          <TextInput
            size="xs"
            label={t('content')}
            placeholder={t('content.hint')}
            defaultValue={content}
            onChange={(event) => write(event.currentTarget.value.trim())}
          />
          <ModelChoice state={state} />
        </FilterBar>
      )}
    </>
  )
}

function Result({ answer, state }: { readonly answer: Cohorts; readonly state: CohortState }) {
  const t = useCohortTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { total, worth, perCost } = answer
  const { rest, roiExpected } = total
  const money = formats.moneyRounded
  const hasCost = (total.cost ?? 0) > 0
  const between = rest && { low: money(rest.low), high: money(rest.high) }
  const reached = perCost.findIndex((value) => value !== null && value >= 1)
  const said = {
    months: periodName(answer.period as Period, language),
    cost: money(total.cost),
    asOf: formats.date(lastDay(answer.asOf)),
    soFar: money(total.soFar),
    worth: t(`worth.${worth}`),
  }
  return (
    <>
      <Text mb="sm" data-sentence>
        {t(hasCost ? 'sentence' : 'sentence.free', said)}{' '}
        {rest &&
          between &&
          rest.value > 0 &&
          t('sentence.rest', { rest: money(rest.value), ...between })}
      </Text>
      <div className={classes.figures}>
        <Figure
          label={t('figure.cost')}
          value={money(total.cost)}
          onOpen={() => state.openCost('')}
        />
        <Figure
          label={`${t('figure.soFar')} (${t(`worth.${worth}`)})`}
          value={money(total.soFar)}
          onOpen={() => state.openDeals('all', null)}
        />
        <Figure
          label={t('figure.rest')}
          value={rest && money(rest.value)}
          below={
            between &&
            rest.high > rest.low && <Text size="xs">{t('figure.rest.between', between)}</Text>
          }
          reason={
            total.withoutForecast > 0
              ? t('figure.rest.without', { count: total.withoutForecast })
              : rest === null
                ? t('figure.rest.none')
                : rest.value === 0 && t('figure.rest.zero')
          }
        />
        <Figure
          label={t('figure.roi')}
          value={formats.rate(total.roi, 0)}
          onOpen={() => state.openDeals('all', null)}
          below={
            roiExpected &&
            (rest?.value ?? 0) !== 0 && (
              <Text size="xs">
                {t('figure.roi.expected', {
                  value: formats.rate(roiExpected.value, 0),
                  low: formats.rate(roiExpected.low, 0),
                  high: formats.rate(roiExpected.high, 0),
                })}
              </Text>
            )
          }
        />
        <Figure
          label={t('figure.breakEven')}
          value={reached < 0 ? null : afterText(t, reached)}
          reason={
            reached >= 0
              ? t('figure.breakEven.average')
              : hasCost
                ? t('figure.breakEven.never', { count: answer.ages })
                : t('figure.breakEven.free')
          }
        />
      </div>
    </>
  )
}

/** The day before the first that does not count. */
const lastDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** What the estimate rests on, and what it does not show. */
function How({ answer }: { readonly answer: Cohorts }) {
  const t = useCohortTexts()
  const language = useLanguage()
  const formats = useFormats()
  return (
    <Text size="xs" c="dimmed" component="div" className={classes.note ?? ''}>
      <b>{t('how.title')}</b>{' '}
      {t('how.text', {
        asOf: formats.date(lastDay(answer.asOf)),
        learnt: formats.number(answer.cohortsLearnt),
        ages: formats.number(answer.agesLearnt),
      })}{' '}
      {t('how.model', { name: answer.attribution.name[language] })}
      {answer.marginMissing > 0 && ` ${t('how.margin', { count: answer.marginMissing })}`}
    </Text>
  )
}
