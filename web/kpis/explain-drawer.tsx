import { Anchor, Badge, Group, Stack, Text } from '@mantine/core'
import { ArrowLeftIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Period } from '#kernel/period.ts'
import { kpiById } from '#kpis/registry.ts'
import { periodName } from '#kpis/sentence.ts'
import { api, type Query } from '../platform/api.ts'
import { useLanguage } from '../platform/language.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { Chart } from '../ui/chart.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { calculationLine, formulaOf } from './calculation-line.ts'
import { ChangeMark } from './change-mark.tsx'
import { kpiKeys } from './cockpit-api.ts'
import { CLOSED, type CockpitState, type Explained, explainQueryOf } from './cockpit-state.ts'
import classes from './explain.module.css'
import { ExplainBands } from './explain-bands.tsx'
import { ExplainDetails } from './explain-details.tsx'
import { ExplainInputs } from './explain-inputs.tsx'
import { ExplainRecords } from './explain-records.tsx'
import { figureText } from './figure-format.ts'
import { useFigureTexts } from './figure-texts.ts'
import { bandOfResult } from './result-band.ts'
import { type Cockpit, type CockpitKpi, type Explanation, explanationShape } from './shapes.ts'
import { TargetSection } from './target-section.tsx'
import { useKpiTexts } from './texts.ts'
import { trendOption, trendTable } from './trend-option.ts'

type Props = { readonly state: CockpitState; readonly cockpit: Cockpit | undefined }

/** How a figure came about, down to the records. What it shows stands in the address. */
export function ExplainDrawer({ state, cockpit }: Props) {
  const language = useLanguage()
  const { explained } = state
  const kpi = explained && kpiById(explained.kpi)
  return (
    <SideDrawer
      opened={explained !== null}
      onClose={() => state.change(CLOSED, { push: true })}
      title={<b>{kpi ? kpi.name[language] : (explained?.kpi ?? '')}</b>}
      width={explained?.fact ? 1040 : 720}
    >
      {explained && (
        <Opened
          key={explained.kpi + explained.channels.join()}
          explained={explained}
          state={state}
          cockpit={cockpit}
        />
      )}
    </SideDrawer>
  )
}

function Opened({ explained, state, cockpit }: Props & { readonly explained: Explained }) {
  const query = explainQueryOf(state.query, explained)
  const explanation = useQuery({
    queryKey: kpiKeys.explain(explained.kpi, query),
    queryFn: ({ signal }) =>
      api.get(`/api/kpis/${encodeURIComponent(explained.kpi)}/explain`, explanationShape, {
        query: { ...query, limit: 1 },
        signal,
      }),
  })
  if (explanation.isError) {
    return <ErrorState error={explanation.error} onRetry={() => void explanation.refetch()} />
  }
  if (!explanation.data) return <div className={classes['waiting']} role="status" />
  return explained.fact === '' ? (
    <Calculation
      explanation={explanation.data}
      explained={explained}
      state={state}
      cockpit={cockpit}
    />
  ) : (
    <RecordsView explanation={explanation.data} explained={explained} state={state} query={query} />
  )
}

type OpenedProps = {
  readonly explanation: Explanation
  readonly explained: Explained
  readonly state: CockpitState
}

function RecordsView({
  explanation,
  explained,
  state,
  query,
}: OpenedProps & { readonly query: Query }) {
  const t = useKpiTexts()
  return (
    <Stack gap="sm">
      <Anchor
        component="button"
        size="sm"
        ta="left"
        onClick={() => state.change({ fact: undefined }, { push: true })}
      >
        <Group gap={4} component="span">
          <ArrowLeftIcon size={14} />
          {t('records.back')}
        </Group>
      </Anchor>
      <ExplainRecords
        key={explained.fact}
        kpiId={explained.kpi}
        fact={explained.fact}
        input={explanation.inputs.find((input) => input.fact === explained.fact)}
        query={query}
      />
    </Stack>
  )
}

/** The names of the channels of the row that the explanation was opened from. */
function useScopeName(explained: Explained, cockpit: Cockpit | undefined): string | null {
  const t = useKpiTexts()
  const language = useLanguage()
  if (explained.channels.length === 0) return null
  const names = explained.channels.map(
    (key) => cockpit?.channels.rows.find((row) => row.key === key)?.name[language] ?? key,
  )
  return t('explain.scope', { names: names.join(', ') })
}

function Calculation({
  explanation,
  explained,
  state,
  cockpit,
}: OpenedProps & { readonly cockpit: Cockpit | undefined }) {
  const t = useKpiTexts()
  const texts = useFigureTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { result, view } = explanation
  const kpi = kpiById(explanation.kpi.id)
  const scopeName = useScopeName(explained, cockpit)
  const shown = cockpit?.blocks.flatMap((block) => block.kpis).find(({ id }) => id === kpi?.id)
  const period = explanation.period as Period
  if (!kpi) return <Text>{t('explain.unknown')}</Text>
  const line = calculationLine(kpi, view, result, formats, language)
  const trend = {
    name: kpi.name[language],
    unit: kpi.unit,
    points: explanation.trend,
    changes: cockpit?.trust.changes ?? [],
    formats,
    language,
  }
  return (
    <Stack gap="lg">
      <div>
        <Value explanation={explanation} />
        <Group gap="xs" mt={4}>
          <Text size="sm" c="dimmed">
            {periodName(period, language)} · {t(`view.${view}`)}
          </Text>
          {scopeName && (
            <Badge variant="light" color="gray" tt="none" fw={500} size="lg">
              {scopeName}
            </Badge>
          )}
        </Group>
        {shown && scopeName === null && explained.view === null && (
          <Changes kpi={shown} cockpit={cockpit} state={state} />
        )}
      </div>
      <Section title={t('explain.formula')}>
        <Text size="sm">{formulaOf(kpi, view, result)[language]}</Text>
        <div className={classes['line']} data-calculation>
          {line ?? t('explain.waiting', { reason: texts.reason(result.reason) })}
        </div>
        {result.value === null && line !== null && (
          <Text size="sm" c="dimmed">
            {texts.reason(result.reason)}
          </Text>
        )}
        {texts.notes(result).map((note) => (
          <Text key={note} size="sm" c="dimmed" mt={4}>
            {note}
          </Text>
        ))}
      </Section>
      <Section title={t('target.value')}>
        <TargetSection explanation={explanation} />
      </Section>
      <Section title={t('explain.inputs')}>
        <ExplainInputs
          inputs={explanation.inputs}
          onRecords={(fact) => state.change({ fact }, { push: true })}
        />
      </Section>
      <Section title={t('explain.trend')}>
        <Chart
          label={`${kpi.name[language]}: ${t('explain.trend')}`}
          option={trendOption(trend)}
          table={trendTable(trend, {
            month: t('explain.trend.month'),
            changes: t('explain.trend.changes'),
          })}
          fileName={`${kpi.id}-${period.from}`}
          height={200}
        />
      </Section>
      <Section title={t('explain.band')}>
        <ExplainBands kpi={kpi} result={result} />
      </Section>
      <Section title={t('explain.facts')}>
        <ExplainDetails explanation={explanation} kpi={kpi} state={state} />
      </Section>
    </Stack>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className={classes['title']}>{title}</h3>
      {children}
    </section>
  )
}

function Value({ explanation: { kpi, result } }: { readonly explanation: Explanation }) {
  const t = useKpiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const band = bandOfResult(kpi.id, result)
  const text = figureText(result.value, result.unit, formats, language)
  return (
    <Group gap="md" align="baseline">
      <span
        className={`${classes['value']} rk-number ${result.small ? classes['quiet'] : ''}`}
        data-value
      >
        {text.value}
        {text.unit !== '' && <span className={classes['unit']}>{text.unit}</span>}
      </span>
      {band && <BandBadge tone={band.tone} label={band.name[language]} size="sm" />}
      {result.small && (
        <Text size="sm" c="dimmed" span>
          {t('cases', { count: formats.number(result.n ?? null) })}
        </Text>
      )}
    </Group>
  )
}

function Changes({
  kpi,
  cockpit,
  state,
}: {
  readonly kpi: CockpitKpi
  readonly cockpit: Cockpit | undefined
  readonly state: CockpitState
}) {
  const t = useKpiTexts()
  const language = useLanguage()
  if (!cockpit) return null
  return (
    <div className={classes['changes']}>
      {state.comparisons.map((comparison) => {
        const period = (comparison === 'before' ? cockpit.before : cockpit.yearBefore) as Period
        const change = comparison === 'before' ? kpi.change : kpi.yearChange
        return (
          <span key={comparison}>
            <span className={classes['quiet']}>
              {t('explain.against', { name: periodName(period, language) })}:
            </span>{' '}
            {change.difference === null ? (
              <span className={classes['quiet']}>{t('explain.incomparable')}</span>
            ) : (
              <ChangeMark change={change} unit={kpi.unit} long />
            )}
          </span>
        )
      })}
    </div>
  )
}
