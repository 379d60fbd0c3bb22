import { Button, SegmentedControl, Text } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import { modelLabel } from '#attribution/model-texts.ts'
import { useLanguage } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { one } from '../platform/url-state.ts'
import { toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { DealJourney } from './journeys-api.ts'
import type { JourneysState } from './journeys-state.ts'
import { useJourneysTexts } from './journeys-texts.ts'
import { useChannelNames } from './use-channel-names.ts'

type Props = {
  readonly journey: DealJourney
  /** The word of the company's own model. */
  readonly own: string
  readonly state: JourneysState
}

/** What each touch gets, model by model; every column adds up to the amount. */
export function CreditsPanel({ journey, own, state }: Props) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { currency } = useMe().company
  const nameOf = useChannelNames(journey)
  const all = Object.keys(journey.unattributed)
  const showsAll = one(state.search, 'models') === 'all' || !all.includes(own)
  const models = showsAll ? all : [own]
  const counting = journey.touches.filter(({ counts }) => counts)
  const day = (at: string) => formats.instant(at).split(',')[0] ?? ''
  const gone = models.map((model) => journey.unattributed[model]?.value ?? 0)
  const rows = [
    ...counting.map(({ at, channel, credits }) => [
      `${day(at)} ${nameOf(channel)}`,
      ...models.map((model) => credits[model] ?? 0),
    ]),
    ...(gone.some((value) => value > 0) ? [[t('credits.unattributed'), ...gone]] : []),
    [
      t('credits.sum'),
      ...models.map((model, place) =>
        counting.reduce((sum, { credits }) => sum + (credits[model] ?? 0), gone[place] ?? 0),
      ),
    ],
  ]
  const columns = [
    { id: 'touch', label: t('credits.touch') },
    ...models.map((model) => ({
      id: model,
      label: modelLabel(model)[language],
      numeric: true,
      format: (value: unknown) => formats.money(Number(value)),
    })),
  ]
  const save = () => {
    const heads = columns.map(({ label }, place) =>
      place === 0 ? label : `${label} (${currency})`,
    )
    const cells = rows.map(([name = '', ...values]) => [
      name,
      ...values.map((value) => Number(value) / 100),
    ])
    download('anteile.csv', toCsv(heads, cells, language))
  }
  const hasAmount = (journey.amount ?? 0) > 0
  return (
    <Panel
      title={t('credits.title')}
      sentence={<Sentence journey={journey} models={models} nameOf={nameOf} />}
      actions={
        hasAmount && (
          <Button
            size="xs"
            variant="default"
            leftSection={<DownloadIcon size={14} />}
            aria-label={t('credits.export')}
            onClick={save}
          >
            {t('csv')}
          </Button>
        )
      }
    >
      {hasAmount && (
        <>
          {all.includes(own) && (
            <SegmentedControl
              size="xs"
              mb="xs"
              aria-label={t('credits.models')}
              value={showsAll ? 'all' : 'own'}
              onChange={(value) => state.change({ models: value === 'all' ? 'all' : undefined })}
              data={[
                { value: 'own', label: `${t('credits.own')}: ${modelLabel(own)[language]}` },
                { value: 'all', label: t('credits.all') },
              ]}
            />
          )}
          <SimpleTable label={t('credits.label')} columns={columns} rows={rows} />
        </>
      )}
    </Panel>
  )
}

type SentenceProps = {
  readonly journey: DealJourney
  readonly models: readonly string[]
  readonly nameOf: (channel: string) => string
}

/** Who gets most; over several models how far they are apart. Says when it is only supposed. */
function Sentence({ journey, models, nameOf }: SentenceProps) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  if ((journey.amount ?? 0) <= 0) return t('credits.noAmount')
  const sums = channelSums(journey, models)
  const highest = sums.toSorted((a, b) => Math.max(...b.values) - Math.max(...a.values))[0]
  const widest = sums.toSorted((a, b) => spread(b.values) - spread(a.values))[0]
  const supposed = journey.outcome === 'won' ? '' : t(`credits.${journey.outcome}`)
  const [model = ''] = models
  const said =
    models.length > 1 && widest
      ? t('credits.sentence.all', {
          channel: nameOf(widest.channel),
          low: formats.money(Math.min(...widest.values)),
          high: formats.money(Math.max(...widest.values)),
        })
      : highest
        ? t('credits.sentence', {
            model: modelLabel(model)[language],
            channel: nameOf(highest.channel),
            value: formats.money(Math.max(...highest.values)),
          })
        : ''
  return (
    <Text span inherit>
      {supposed} {said}
    </Text>
  )
}

const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values)

/** What each channel gets by each model. */
function channelSums({ touches }: DealJourney, models: readonly string[]) {
  const counting = touches.filter(({ counts }) => counts)
  return [...new Set(counting.map(({ channel }) => channel))].map((channel) => ({
    channel,
    values: models.map((model) =>
      counting
        .filter((touch) => touch.channel === channel)
        .reduce((sum, { credits }) => sum + (credits[model] ?? 0), 0),
    ),
  }))
}
