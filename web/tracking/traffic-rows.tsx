import { Button, Group, Select, Text, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { DownloadIcon } from '@primer/octicons-react'
import { useMutation } from '@tanstack/react-query'
import { ratio } from '#kernel/ratio.ts'
import { TRAFFIC_BY, type TrafficBy } from '#tracking/traffic.ts'
import type { TrafficAnswer } from '#tracking/traffic-shapes.ts'
import { AppLink } from '../ui/app-link.tsx'
import { type Cell, toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { Panel } from '../ui/panel.tsx'
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx'
import classes from './traffic.module.css'
import { fetchTraffic } from './traffic-api.ts'
import type { TrafficState } from './traffic-state.ts'
import { type TrafficWords, useTrafficWords } from './traffic-words.ts'

type Props = { readonly answer: TrafficAnswer; readonly state: TrafficState }
type Row = TrafficAnswer['rows'][number]
type Column = SimpleColumn & { readonly cell: (row: Row) => Cell }

/** What fits on a phone. */
const NARROW = ['key', 'size', 'share']

/** The visits told apart in one way; the key of a row opens the visits behind it. */
export function RowsPanel({ answer, state }: Props) {
  const words = useTrafficWords(answer.labels)
  const { t, language } = words
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false
  const { by, rows, count } = answer
  const columns = columnsOf(answer, words, state)
  const shown = columns.filter(({ id }) => !isNarrow || NARROW.includes(id))
  const save = useMutation({
    mutationFn: () => fetchTraffic({ ...state.query, by }),
    onSuccess: (all) => {
      const cells = columnsOf(all, words, state)
      const lines = all.rows.map((row) => [
        words.keyOf(by, row.key),
        ...cells.slice(1).map(({ cell }) => cell(row)),
      ])
      const name = `besuche-${by}-${all.period.from}.csv`
      download(
        name,
        toCsv(
          cells.map(({ label }) => label),
          lines,
          language,
        ),
      )
    },
  })
  return (
    <Panel
      title={t('rows.title')}
      sentence={<Sentence answer={answer} words={words} />}
      actions={
        <Group gap="xs">
          <Select
            size="xs"
            w={170}
            aria-label={t('rows.by')}
            allowDeselect={false}
            data={TRAFFIC_BY.map((value) => ({ value, label: t(`by.${value}`) }))}
            value={by}
            onChange={(value) =>
              state.change(
                { by: value === 'channel' ? undefined : (value ?? undefined) },
                { push: true },
              )
            }
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<DownloadIcon size={14} />}
            aria-label={t('rows.export')}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('csv')}
          </Button>
        </Group>
      }
    >
      {rows.length === 0 ? (
        <Nothing by={by} words={words} />
      ) : (
        <>
          <SimpleTable
            label={t(`by.${by}`)}
            columns={shown}
            rows={rows.map((row) => shown.map(({ cell }) => cell(row)))}
          />
          <Text size="xs" c="dimmed" mt="xs" ta="right">
            {t('rows.shown', {
              shown: words.formats.number(rows.length),
              count: words.formats.number(count),
            })}
          </Text>
        </>
      )}
    </Panel>
  )
}

/** What the rows are sorted by. */
const sizeOf = (by: TrafficBy) =>
  by === 'page' ? ('pageViews' as const) : by === 'goal' ? ('goals' as const) : ('visits' as const)

function columnsOf(
  answer: TrafficAnswer,
  words: TrafficWords,
  state: TrafficState,
): readonly Column[] {
  const { t, formats, keyOf, clock } = words
  const { by, total } = answer
  const size = sizeOf(by)
  const number = (value: Cell) => formats.number(typeof value === 'number' ? value : null)
  const rate = (value: Cell) => formats.rate(typeof value === 'number' ? value : null, 0)
  const counted = (
    id: string,
    label: string,
    cell: (row: Row) => Cell,
    format = number,
  ): Column => ({
    ...{ id, label, cell, numeric: true },
    format: (value) => format(value),
  })
  const change = (value: Cell) =>
    typeof value === 'number'
      ? `${value >= 0.005 ? '+' : ''}${formats.rate(value, 0)}`
      : formats.rate(null)
  return [
    {
      id: 'key',
      label: t(`by.${by}`),
      cell: ({ key }) => key,
      format: (value) => {
        const name = keyOf(by, String(value))
        return (
          <UnstyledButton
            className={classes['key'] ?? ''}
            fz="inherit"
            c="var(--mantine-color-anchor)"
            aria-label={t('open.row', { name })}
            onClick={() => state.open(by, String(value))}
          >
            {name}
          </UnstyledButton>
        )
      },
    },
    counted('size', t(`column.${size}`), (row) => row[size]),
    counted('share', t('column.share'), (row) => ratio(row[size], total[size]), rate),
    ...(size === 'visits'
      ? [
          counted(
            'change',
            t('column.change'),
            (row) => ratio(row.visits - row.visitsBefore, row.visitsBefore),
            change,
          ),
        ]
      : [counted('visits', t('column.visits'), ({ visits }) => visits)]),
    ...(by === 'channel'
      ? [counted('visitors', t('column.visitors'), ({ visitors }) => visitors)]
      : []),
    ...(size === 'visits'
      ? [
          counted('pageViews', t('column.pageViews'), ({ pageViews }) => pageViews),
          counted(
            'bounceRate',
            t('column.bounceRate'),
            ({ bounced, visits }) => ratio(bounced, visits),
            rate,
          ),
          counted(
            'duration',
            t('column.duration'),
            ({ seconds, visits }) => ratio(seconds, visits),
            (value) => clock(typeof value === 'number' ? value : null),
          ),
          counted('goals', t('column.goals'), ({ goals }) => goals),
        ]
      : []),
  ]
}

function Sentence({
  answer,
  words,
}: {
  readonly answer: TrafficAnswer
  readonly words: TrafficWords
}) {
  const { t, formats, keyOf } = words
  const [first] = answer.rows
  const size = sizeOf(answer.by)
  if (!first || first[size] === 0) return null
  return t('rows.sentence', {
    metric: t(size),
    first: keyOf(answer.by, first.key),
    share: formats.rate(ratio(first[size], answer.total[size]), 0),
  })
}

function Nothing({ by, words: { t } }: { readonly by: TrafficBy; readonly words: TrafficWords }) {
  return (
    <Text size="sm" c="dimmed" py="md">
      {by === 'goal'
        ? t('rows.none.goal')
        : by === 'country'
          ? t('rows.none.country')
          : t('rows.none')}{' '}
      {by === 'goal' && <AppLink to="/goals">{t('rows.none.goal.do')}</AppLink>}
    </Text>
  )
}
