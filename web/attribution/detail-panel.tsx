import { Button, Text, Tooltip } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import type { ReactNode } from 'react'
import { modelLabel, REMOVAL_EFFECT } from '#attribution/model-texts.ts'
import { periodName } from '#kpis/sentence.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import type { Cell } from '../ui/csv.ts'
import { toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { NOT_DEFINED } from '../ui/formats.ts'
import { Panel } from '../ui/panel.tsx'
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './attribution.module.css'
import { amountOf, type Row } from './credit-rows.ts'
import type { ContentProps } from './credits-content.tsx'
import { detailExport } from './detail-export.ts'
import type { ModelCredits } from './shapes.ts'
import { useAttributionTexts } from './texts.ts'
import { useAmounts } from './use-amounts.ts'

type Props = ContentProps & { readonly rows: readonly Row[]; readonly model: ModelCredits }

/** More rows than people read: the file has them all. */
const ROWS_MAX = 300

/** One model in detail: interval, change, how far the models disagree; what nobody gets as a row of its own. */
export function DetailPanel(props: Props) {
  const { state, words, parts, rows, model, earlier } = props
  const t = useAttributionTexts()
  const text = useText()
  const language = useLanguage()
  const [word = ''] = words
  const name = text(modelLabel(word))
  const isSummed = model.additive !== false
  const columns = useColumns(props)
  const shown = rows.slice(0, ROWS_MAX)
  const save = () => {
    const file = detailExport(rows, model, {
      unit: parts.credits.unit,
      label: (key) => text(modelLabel(key)),
      words: t,
      by: t(`by.${state.by}`),
      value: t(`value.${state.value}`),
      earlier: periodName(earlier, language),
    })
    download(
      `attribution-${word.replaceAll(/[^a-z0-9_]/g, '-')}-${parts.credits.period.from}.csv`,
      toCsv(file.columns, file.rows, language),
    )
  }
  const hasChange = rows.some(({ change }) => change !== null)
  const isUnclear = rows.some((row) => row.isChangeUnclear)
  const hasVerdict = rows.some((row) => row.verdict !== null)
  return (
    <Panel
      title={t('table.title', { by: t(`by.${state.by}.many`), model: name })}
      sentence={isSummed ? undefined : t('table.notSummed')}
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<DownloadIcon size={14} />}
          aria-label={t('table.exportLabel')}
          onClick={save}
        >
          {t('table.export')}
        </Button>
      }
    >
      <SimpleTable
        label={t('table.title', { by: t(`by.${state.by}.many`), model: name })}
        columns={columns.map(
          ({ id, label, numeric, render }): SimpleColumn => ({
            id,
            label,
            numeric: numeric ?? false,
            format: (value) => render(lineOf(value, shown)),
          }),
        )}
        rows={[...shown.map((_, place) => place), 'unattributed', 'total']
          .filter((line) => isSummed || line !== 'total')
          .map((line) => columns.map(() => line))}
        maxHeight={860}
      />
      {(hasChange || hasVerdict) && (
        <Text size="xs" c="dimmed" mt="xs">
          {[
            ...(hasChange
              ? [t('table.legend.change', { period: periodName(earlier, language) })]
              : []),
            ...(isUnclear ? [t('table.legend.unclear')] : []),
            ...(hasVerdict ? [t('table.legend.verdict')] : []),
          ].join(' ')}
        </Text>
      )}
      {rows.some(({ removalEffect }) => removalEffect !== null) && (
        <Text size="xs" c="dimmed" mt={4}>
          {text(REMOVAL_EFFECT)}
        </Text>
      )}
    </Panel>
  )
}

type Line = Row | 'unattributed' | 'total'

const lineOf = (value: Cell, rows: readonly Row[]): Line =>
  typeof value === 'number'
    ? (rows[value] ?? 'total')
    : value === 'total'
      ? 'total'
      : 'unattributed'

type Column = {
  readonly id: string
  readonly label: string
  readonly numeric?: boolean
  readonly render: (line: Line) => ReactNode
}

const isRow = (line: Line): line is Row => typeof line !== 'string'

function useColumns({ state, parts, rows, model }: Props): Column[] {
  const t = useAttributionTexts()
  const formats = useFormats()
  const { unit } = parts.credits
  const amounts = useAmounts(parts.credits)
  const text = useText()
  const nobody = amountOf(model.unattributed, unit)
  const total = amountOf(model.total, unit)
  const amountIn = (line: Line) => (isRow(line) ? line.amount : line === 'total' ? total : nobody)
  const share = (line: Line) => (total === 0 ? null : amountIn(line) / total)
  const openNobody = () => state.change({ panel: 'unattributed' }, { push: true })
  const bold = (line: Line, shown: string) => (line === 'total' ? <b>{shown}</b> : shown)
  const columns: Column[] = [
    {
      id: 'name',
      label: t(`by.${state.by}`),
      render: (line) => {
        if (line === 'total') return <b>{t('table.total')}</b>
        if (line === 'unattributed') {
          return (
            <button
              type="button"
              className={classes['nobody']}
              aria-label={t('unattributed.open', { amount: amounts.exact(nobody) })}
              onClick={openNobody}
            >
              {t('unattributed')}
            </button>
          )
        }
        const isRecord = state.by === 'campaign' && !line.key.startsWith('(')
        return isRecord ? <AppLink to={`/campaigns/${line.key}`}>{line.name}</AppLink> : line.name
      },
    },
    {
      id: 'amount',
      label: t(`value.${state.value}`),
      numeric: true,
      render: (line) => bold(line, amounts.short(amountIn(line))),
    },
    {
      id: 'share',
      label: model.additive === false ? t('table.took') : t('table.share'),
      numeric: true,
      render: (line) => bold(line, formats.rate(share(line))),
    },
  ]
  if (rows.some(({ interval }) => interval !== null)) {
    columns.push({
      id: 'interval',
      label: t('table.interval'),
      numeric: true,
      render: (line) =>
        isRow(line) && line.interval
          ? line.interval.map((end) => amounts.short(end)).join(' – ')
          : '',
    })
  }
  if (rows.some(({ change }) => change !== null)) {
    columns.push({
      id: 'change',
      label: t('table.changeShort'),
      numeric: true,
      render: (line) =>
        isRow(line) && line.change !== null ? (
          <span className={line.isChangeUnclear ? classes['quiet'] : undefined}>
            {line.isChangeUnclear && '≈ '}
            {amounts.difference(line.change)}
          </span>
        ) : (
          ''
        ),
    })
  }
  if (rows.some(({ removalEffect }) => removalEffect !== null)) {
    columns.push({
      id: 'removal',
      label: t('table.removal'),
      numeric: true,
      render: (line) => (isRow(line) ? formats.rate(line.removalEffect) : ''),
    })
  }
  if (rows.some(({ enough }) => enough !== null)) {
    columns.push({
      id: 'verdict',
      label: t('table.verdict'),
      render: (line) => (isRow(line) ? <Verdict row={line} /> : ''),
    })
  }
  if (rows.some(({ verdict }) => verdict !== null)) {
    columns.push({
      id: 'range',
      label: t('table.range'),
      render: (line) => {
        if (!isRow(line)) return ''
        if (!line.verdict) return NOT_DEFINED
        const { lowest, highest } = line.verdict
        const range = `${formats.rate(lowest.share)} – ${formats.rate(highest.share)}`
        const detail = t('verdict.range', {
          low: formats.rate(lowest.share),
          lowModel: text(modelLabel(lowest.model)),
          high: formats.rate(highest.share),
          highModel: text(modelLabel(highest.model)),
        })
        return (
          <Tooltip label={detail}>
            <span className={classes['range']}>
              <span className="rk-number">{range}</span>
              <span className={classes['rangeModels']}>
                {text(modelLabel(lowest.model))} … {text(modelLabel(highest.model))}
              </span>
            </span>
          </Tooltip>
        )
      },
    })
  }
  return columns
}

/** Too few data first: a verdict on so little would claim too much. */
function Verdict({ row }: { readonly row: Row }) {
  const t = useAttributionTexts()
  const known = row.verdict?.verdict
  if (row.enough === true && known === undefined) {
    return <span className={classes['quiet']}>{NOT_DEFINED}</span>
  }
  const [tone, label] =
    row.enough === false
      ? (['neutral', t('verdict.few')] as const)
      : known === 'robust'
        ? (['good', t('verdict.robust')] as const)
        : (['attention', t('verdict.depends')] as const)
  return (
    <span className={classes['cell']}>
      <BandBadge tone={tone} label={label} />
    </span>
  )
}
