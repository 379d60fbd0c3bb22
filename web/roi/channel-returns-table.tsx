import { Button, Text } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import { bandOf } from '#kpis/bands.ts'
import { kpiById } from '#kpis/registry.ts'
import { COLUMN_IDS, COLUMNS, type Column } from '#roi/channel-query.ts'
import type { ChannelRow, Channels } from '#roi/channel-shapes.ts'
import { useFigureTexts } from '../kpis/figure-texts.ts'
import { useLanguage } from '../platform/language.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { type Cell, toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import type { Formats } from '../ui/formats.ts'
import { Panel } from '../ui/panel.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { ChannelState } from './channel-returns-state.ts'
import { useChannelTexts } from './channel-returns-texts.ts'
import classes from './cohort.module.css'

type Props = { readonly answer: Channels; readonly state: ChannelState }

const NO_KEY = '(none)'
const ROI_OF = { margin: 'margin_roi', revenue: 'marketing_roi' } as const
const MONEY: readonly Column[] = ['cost', 'revenue', 'margin', 'cac', 'clv']
type T = ReturnType<typeof useChannelTexts>

/** Contents have no cost, so nothing that needs it is shown. */
const columnsOf = ({ by }: Channels): readonly Column[] =>
  by === 'content' ? ['won', 'revenue', 'margin'] : COLUMN_IDS

function cellText(id: Column, value: number | null, t: T, formats: Formats): string {
  if (value === null) return '–'
  if (MONEY.includes(id)) return formats.moneyRounded(value)
  if (id === 'payback') return t('months', { number: formats.number(value, 1) })
  if (id === 'won' || id === 'new_customers') return formats.number(value)
  return formats.number(value, 2)
}

/** What each row cost and brought; every figure opens. */
export function ChannelTable({ answer, state }: Props) {
  const t = useChannelTexts()
  const language = useLanguage()
  const columns = columnsOf(answer)
  const hasRange = answer.by !== 'content'
  const save = () =>
    download(
      `vergleich-${answer.by}-${answer.period.from}.csv`,
      toCsv(
        [
          ...[t(`by.${answer.by}`), ...columns.map((id) => t(`column.${id}`)), t('table.roi')],
          ...[t('range.low'), t('range.high'), t('table.verdict'), t('table.unknown')],
        ],
        answer.rows.map((row) => csvRow(row, columns, t, language)),
        language,
      ),
    )
  return (
    <Panel
      title={t('table.title')}
      sentence={t('table.sentence')}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<DownloadIcon size={14} />}
          aria-label={t('table.csv')}
          onClick={save}
        >
          CSV
        </Button>
      }
    >
      <section
        className={classes.scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={t('table.title')}
      >
        <table className={classes.table} data-wrap>
          <thead>
            <tr>
              <th scope="col">{t(`by.${answer.by}`)}</th>
              {columns.slice(0, 1).map((id) => (
                <Head key={id} id={id} />
              ))}
              {hasRange && (
                <>
                  <th scope="col">{t('table.roi')}</th>
                  <th scope="col">{t('table.range')}</th>
                  <th scope="col" data-left>
                    {t('table.verdict')}
                  </th>
                  <th scope="col">{t('table.unknown')}</th>
                </>
              )}
              {columns.slice(1).map((id) => (
                <Head key={id} id={id} />
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row) => (
              <Row key={row.key} row={row} name={row.label[language]} {...{ answer, state }} />
            ))}
            <Row
              row={{ ...answer.total, key: '', label: { de: '', en: '' } }}
              name={t('table.total')}
              {...{ answer, state }}
            />
          </tbody>
        </table>
      </section>
      {answer.left > 0 && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('table.left', { count: answer.left })}
        </Text>
      )}
    </Panel>
  )
}

function Head({ id }: { readonly id: Column }) {
  const t = useChannelTexts()
  const language = useLanguage()
  return (
    <th scope="col" title={kpiById(COLUMNS[id])?.name[language]}>
      {t(`column.${id}`)}
    </th>
  )
}

function csvRow(row: ChannelRow, columns: readonly Column[], t: T, language: 'de' | 'en'): Cell[] {
  return [
    row.label[language],
    ...columns.map((id) => {
      const value = row.figures[id]?.value ?? null
      return value !== null && MONEY.includes(id) ? value / 100 : value
    }),
    ...[row.roi, row.range?.lowest.roi ?? null, row.range?.highest.roi ?? null],
    verdictText(t, row),
    row.unknownShare,
  ]
}

function verdictText(t: T, { range }: Pick<ChannelRow, 'range'>): string {
  if (!range) return t('verdict.none')
  if (range.pays === null) return t('verdict.depends_on_model')
  return t(range.pays ? 'verdict.robust.pays' : 'verdict.robust.loses')
}

type RowProps = Props & { readonly row: ChannelRow; readonly name: string }

function Row({ row, name, answer, state }: RowProps) {
  const t = useChannelTexts()
  const formats = useFormats()
  const columns = columnsOf(answer)
  const language = useLanguage()
  const { range, unknownShare } = row
  return (
    <tr data-key={row.key || undefined} data-kind={row.key === '' ? 'total' : undefined}>
      <th scope="row">
        <span className={classes.plain}>{name}</span>
      </th>
      {columns.slice(0, 1).map((id) => (
        <FigureCell key={id} {...{ id, row, name, answer, state }} />
      ))}
      {answer.by !== 'content' && (
        <>
          <td>
            <RoiCell {...{ row, name, answer, state }} />
          </td>
          <td>
            <span className={classes.plain} title={rangeModels(t, row, answer, language)}>
              {range
                ? `${formats.rate(range.lowest.roi, 0)} – ${formats.rate(range.highest.roi, 0)}`
                : '–'}
            </span>
          </td>
          <td data-left>
            <span className={classes.plain}>
              {range ? (
                <BandBadge
                  tone={range.pays === null ? 'attention' : range.pays ? 'good' : 'bad'}
                  label={verdictText(t, row)}
                />
              ) : (
                '–'
              )}
            </span>
          </td>
          <td>
            <span className={classes.plain}>{formats.rate(unknownShare, 0)}</span>
          </td>
        </>
      )}
      {columns.slice(1).map((id) => (
        <FigureCell key={id} {...{ id, row, name, answer, state }} />
      ))}
    </tr>
  )
}

/** The models that the ends of a range come from. */
function rangeModels(t: T, { range }: ChannelRow, { models }: Channels, language: 'de' | 'en') {
  const nameOf = (word: string) =>
    models.find(({ model }) => model === word)?.label[language] ?? word
  return (
    (range &&
      t('table.rangeModels', {
        lowest: nameOf(range.lowest.model),
        highest: nameOf(range.highest.model),
      })) ??
    undefined
  )
}

/** The ROI by the model in use is a figure of its own, with its calculation. */
function RoiCell({ row, name, answer, state }: RowProps) {
  const t = useChannelTexts()
  const formats = useFormats()
  const text = formats.rate(row.roi, 0)
  if (row.roi === null || (answer.by !== 'channel' && row.key === NO_KEY)) {
    return <span className={classes.plain}>{text}</span>
  }
  return (
    <button
      type="button"
      className={classes.cell}
      aria-label={t('table.open', { name, column: t('table.roi'), value: text })}
      onClick={() => state.openFigure(ROI_OF[answer.worth], row.key)}
    >
      {text}
    </button>
  )
}

function FigureCell({ id, row, name, answer, state }: RowProps & { readonly id: Column }) {
  const t = useChannelTexts()
  const texts = useFigureTexts()
  const language = useLanguage()
  const formats = useFormats()
  const figure = row.figures[id]
  const value = figure?.value ?? null
  const text = cellText(id, value, t, formats)
  const isContent = answer.by === 'content' && row.key !== ''
  const isOpen = answer.by === 'channel' || row.key !== NO_KEY
  const column = kpiById(COLUMNS[id])?.name[language] ?? t(`column.${id}`)
  const kpi = kpiById(COLUMNS[id])
  const band = value === null ? undefined : kpi?.bands && bandOf(value, kpi.bands)
  const hint = value === null && figure ? texts.reason(figure.reason) : band?.name[language]
  if (!figure || !isOpen) {
    return (
      <td>
        <span className={classes.plain}>{text}</span>
      </td>
    )
  }
  return (
    <td>
      <button
        type="button"
        className={classes.cell}
        data-quiet={value === null || undefined}
        title={hint}
        aria-label={t(isContent ? 'table.openDeals' : 'table.open', { name, column, value: text })}
        onClick={() =>
          isContent ? state.openDeals(row.key) : state.openFigure(COLUMNS[id], row.key)
        }
      >
        {text}
      </button>
    </td>
  )
}
