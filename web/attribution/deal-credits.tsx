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
import { channelSums, creditRows, spread } from './credit-table.ts'
import type { DealJourney } from './journeys-api.ts'
import type { JourneysState } from './journeys-state.ts'
import { useJourneysTexts } from './journeys-texts.ts'

type Props = {
  readonly journey: DealJourney
  /** The word of the company's own model. */
  readonly own: string
  readonly state: JourneysState
  readonly nameOf: (channel: string) => string
}

/** What each touch gets: by the company's model touch by touch, by all rules as one row a model. */
export function CreditsPanel({ journey, own, state, nameOf }: Props) {
  const t = useJourneysTexts()
  const all = Object.keys(journey.unattributed)
  const hasOwn = all.includes(own)
  const showsAll = one(state.search, 'models') === 'all' || !hasOwn
  const models = showsAll ? all : [own]
  const hasAmount = (journey.amount ?? 0) > 0
  return (
    <Panel
      title={t('credits.title')}
      sentence={<Sentence journey={journey} models={models} nameOf={nameOf} />}
      actions={hasAmount && <ExportButton journey={journey} models={models} nameOf={nameOf} />}
    >
      {hasAmount && hasOwn && (
        <SegmentedControl
          size="xs"
          mb="xs"
          aria-label={t('credits.models')}
          value={showsAll ? 'all' : 'own'}
          onChange={(value) => state.change({ models: value === 'all' ? 'all' : undefined })}
          data={[
            { value: 'own', label: t('credits.own') },
            { value: 'all', label: t('credits.all') },
          ]}
        />
      )}
      {hasAmount &&
        (showsAll ? (
          <AllModels journey={journey} models={models} />
        ) : (
          <OwnModel journey={journey} model={own} nameOf={nameOf} />
        ))}
    </Panel>
  )
}

type ShownProps = {
  readonly journey: DealJourney
  readonly models: readonly string[]
  readonly nameOf: (channel: string) => string
}

/** One row a touch. */
function OwnModel({ journey, model, nameOf }: Omit<ShownProps, 'models'> & { model: string }) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { numbers, touches, rows } = creditRows(journey, [model])
  const [row] = rows
  return (
    <SimpleTable
      label={t('credits.label')}
      columns={[
        { id: 'number', label: t('credits.number'), numeric: true },
        { id: 'touch', label: t('credits.touch') },
        {
          id: model,
          label: modelLabel(model)[language],
          numeric: true,
          format: (value) => formats.money(Number(value)),
        },
      ]}
      rows={[
        ...touches.map(({ channel }, place) => [
          numbers[place] ?? '',
          nameOf(channel),
          row?.cents[place] ?? 0,
        ]),
        ...(row && row.unattributed > 0 ? [['', t('credits.unattributed'), row.unattributed]] : []),
        ['', t('credits.sum'), row?.sum ?? 0],
      ]}
    />
  )
}

/** One row a model; the columns are the touches by their numbers. */
function AllModels({ journey, models }: Omit<ShownProps, 'nameOf'>) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { currency } = useMe().company
  const { numbers, rows } = creditRows(journey, models)
  const hasUnattributed = rows.some(({ unattributed }) => unattributed > 0)
  const amount = (value: unknown) => formats.number(Number(value) / 100, 2)
  return (
    <>
      <SimpleTable
        label={t('credits.label')}
        columns={[
          { id: 'model', label: t('credits.model') },
          ...numbers.map((number) => ({
            id: number,
            label: number,
            numeric: true,
            format: amount,
          })),
          ...(hasUnattributed
            ? [
                {
                  id: 'unattributed',
                  label: t('credits.unattributed'),
                  numeric: true,
                  format: amount,
                },
              ]
            : []),
          { id: 'sum', label: t('credits.sum'), numeric: true, format: amount },
        ]}
        rows={rows.map(({ model, cents, unattributed, sum }) => [
          modelLabel(model)[language],
          ...cents,
          ...(hasUnattributed ? [unattributed] : []),
          sum,
        ])}
      />
      <Text size="xs" c="dimmed" mt="xs">
        {t('credits.numbers', { currency })}
      </Text>
    </>
  )
}

function ExportButton({ journey, models, nameOf }: ShownProps) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  const { touches, rows } = creditRows(journey, models)
  const save = () => {
    const names = touches.map(({ at, channel }) => `${formats.instant(at)} ${nameOf(channel)}`)
    const heads = [t('credits.model'), ...names, t('credits.unattributed'), t('credits.sum')]
    const cells = rows.map(({ model, cents, unattributed, sum }) => [
      modelLabel(model)[language],
      ...[...cents, unattributed, sum].map((value) => value / 100),
    ])
    download('anteile.csv', toCsv(heads, cells, language))
  }
  return (
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

/** Who gets most; over several models how far they are apart. Says when it is only supposed. */
function Sentence({ journey, models, nameOf }: ShownProps) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  if ((journey.amount ?? 0) <= 0) return t('credits.noAmount')
  const supposed = journey.outcome === 'won' ? '' : t(`credits.${journey.outcome}`)
  const sums = channelSums(journey, models)
  const [widest] = sums.toSorted((a, b) => spread(b.values) - spread(a.values))
  const [highest] = sums.toSorted((a, b) => Math.max(...b.values) - Math.max(...a.values))
  const [model = ''] = models
  if (!widest || !highest) return supposed
  const said =
    models.length > 1
      ? t('credits.sentence.all', {
          channel: nameOf(widest.channel),
          low: formats.money(Math.min(...widest.values)),
          high: formats.money(Math.max(...widest.values)),
        })
      : t('credits.sentence', {
          model: modelLabel(model)[language],
          channel: nameOf(highest.channel),
          value: formats.money(Math.max(...highest.values)),
        })
  return `${supposed} ${said}`.trim()
}
