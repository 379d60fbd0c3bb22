import { Alert, Button, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CampaignAgreement } from '#decisions/progress-shapes.ts'
import { kpiById } from '#kpis/registry.ts'
import { figureLine } from '../kpis/figure-format.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import type { RecordValues } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge, type Tone } from '../ui/band-badge.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './decisions.module.css'
import { useCampaignAgreement } from './decisions-api.ts'
import { cockpitSearch, lastDayOf } from './figure-link.ts'
import { useDecisionTexts } from './texts.ts'
import { unitOf } from './use-value-input.ts'

type Progress = NonNullable<CampaignAgreement['progress']>
type Milestone = Progress['milestones'][number]

/** How a campaign is measured and how it fares against that; a mark where nothing was agreed. */
export function AgreementPanel({ record }: { readonly record: RecordValues }) {
  const t = useDecisionTexts()
  const may = useMay()
  const allowed = may('decisions:read')
  if (!allowed) return null
  return record.agreement === 'missing' ? (
    <Alert color="attention" variant="light" title={t('agreement.missing.title')} data-agreement>
      <Text size="sm" mb={may('decisions:write') ? 'sm' : 0}>
        {t('agreement.missing.text')}
      </Text>
      {may('decisions:write') && (
        <Button
          size="xs"
          renderRoot={(props) => (
            <Link
              to={'/measurement-agreements/new' as string}
              search={
                {
                  campaign_id: record.id,
                  ...(record.budget ? { budget: String(record.budget) } : {}),
                } as never
              }
              {...props}
            />
          )}
        >
          {t('agreement.make')}
        </Button>
      )}
    </Alert>
  ) : (
    <Agreed campaignId={record.id} />
  )
}

function Agreed({ campaignId }: { readonly campaignId: string }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const formats = useFormats()
  const agreement = useCampaignAgreement(campaignId)
  if (agreement.isError) {
    return <ErrorState error={agreement.error} onRetry={() => void agreement.refetch()} />
  }
  const progress = agreement.data?.progress
  if (!agreement.data || !progress) return null
  const name = kpiById(progress.metric)?.name[language] ?? progress.metric
  const { day, beginsOn } = progress
  const when =
    day === null
      ? t('agreement.noDay')
      : day < 0
        ? t('agreement.notBegun', { date: formats.date(beginsOn) })
        : t('agreement.day', { day: formats.number(day) })
  return (
    <Panel
      title={`${t('agreement.title')}: ${name}`}
      sentence={when}
      actions={
        <AppLink to={`/measurement-agreements/${progress.id}`} size="sm">
          {t('agreement.open')}
        </AppLink>
      }
    >
      <Stack gap="sm">
        <Milestones progress={progress} today={agreement.data.today} campaignId={campaignId} />
        <Budget progress={progress} />
        <dl className={classes.facts}>
          <dt>{t('agreement.stop')}</dt>
          <dd>
            {progress.stopRule}
            <StopState progress={progress} />
          </dd>
          <dt>{t('agreement.criteria')}</dt>
          <dd>{progress.criteria}</dd>
          <dt>{t('agreement.route')}</dt>
          <dd>{progress.route}</dd>
        </dl>
      </Stack>
    </Panel>
  )
}

function Milestones({
  progress,
  today,
  campaignId,
}: {
  readonly progress: Progress
  readonly today: string
  readonly campaignId: string
}) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const formats = useFormats()
  const unit = unitOf(progress.metric)
  const value = (number: number | null) => figureLine(number, unit, formats, language)
  const at = (row: readonly unknown[]) => progress.milestones[Number(row[0])] as Milestone
  const actual = (milestone: Milestone) =>
    milestone.actual === null ? (
      value(null)
    ) : (
      <AppLink
        to="/cockpit"
        search={cockpitSearch({
          kpi: progress.metric,
          ...milestone.period,
          filters: { campaign: campaignId },
        })}
      >
        {value(milestone.actual)}
      </AppLink>
    )
  return (
    <SimpleTable
      label={t('agreement.title')}
      columns={[
        {
          id: 'day',
          label: t('agreement.when'),
          format: (_value, row) => {
            const { days, period } = at(row)
            return `${t('agreement.milestone', { days })} (${formats.date(lastDayOf(period.until))})`
          },
        },
        {
          id: 'expected',
          label: t('agreement.expected'),
          numeric: true,
          format: (_value, row) => value(at(row).expected),
        },
        {
          id: 'actual',
          label: t('agreement.actual'),
          numeric: true,
          format: (_value, row) => actual(at(row)),
        },
        {
          id: 'state',
          label: t('agreement.state'),
          format: (_value, row) => <State milestone={at(row)} today={today} />,
        },
      ]}
      rows={progress.milestones.map((_milestone, index) => [index])}
    />
  )
}

function State({
  milestone: { state, period },
  today,
}: {
  readonly milestone: Milestone
  readonly today: string
}) {
  const t = useDecisionTexts()
  const running = today < period.until
  if (state === 'future' || state === 'none') {
    return (
      <Text size="sm" c="dimmed" span>
        {t(`agreement.${state}`)}
      </Text>
    )
  }
  const word =
    running && state !== 'neutral' ? t(`agreement.${state}SoFar`) : t(`agreement.${state}`)
  return <BandBadge tone={state} label={word} />
}

function Budget({ progress: { budget, spent } }: { readonly progress: Progress }) {
  const t = useDecisionTexts()
  const formats = useFormats()
  if (budget === null) return null
  const over = (spent ?? 0) > budget
  const text = t(over ? 'agreement.budget.over' : 'agreement.budget', {
    spent: formats.money(spent ?? 0),
    budget: formats.money(budget),
  })
  return over ? <BandBadge tone="bad" label={text} size="sm" /> : <Text size="sm">{text}</Text>
}

const STOP_TONES = { future: 'neutral', go_on: 'good', stop: 'bad', unknown: 'neutral' } as const

function StopState({ progress }: { readonly progress: Progress }) {
  const t = useDecisionTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { stop, metric } = progress
  if (!stop) return null
  const value = (number: number | null) => figureLine(number, unitOf(metric), formats, language)
  const tone: Tone = STOP_TONES[stop.state]
  const worse = stop.state === 'stop' && stop.actual === null ? 'nothing' : stop.state
  const text = t(`agreement.stop.${worse}`, {
    date: formats.date(stop.period.until),
    days: stop.days,
    limit: value(stop.limit),
    actual: value(stop.actual),
  })
  return (
    <div>
      <BandBadge tone={tone} label={text} />
    </div>
  )
}
