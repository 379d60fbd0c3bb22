import { Button } from '@mantine/core'
import { DownloadIcon } from '@primer/octicons-react'
import { ratio } from '#kernel/ratio.ts'
import type { TrustAnswer } from '#tracking/traffic-shapes.ts'
import { type Cell, toCsv } from '../ui/csv.ts'
import { download } from '../ui/download.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useDataTrustTexts } from './data-trust-texts.ts'
import { useTrafficWords } from './traffic-words.ts'
import { shareTable } from './trust-shares.ts'

/** The share of attributable leads by channel and month. */
export function SharePanel({ trust }: { readonly trust: TrustAnswer }) {
  const t = useDataTrustTexts()
  const { formats, language, channelOf } = useTrafficWords(trust.labels)
  const { months, rows, byMonth, total } = shareTable(trust.leads)
  const rate = (value: Cell) => formats.rate(typeof value === 'number' ? value : null, 0)
  const number = (value: Cell) => formats.number(typeof value === 'number' ? value : null)
  const columns = [
    { id: 'channel', label: t('months.channel') },
    { id: 'leads', label: t('months.leads'), numeric: true, format: number },
    { id: 'total', label: t('months.total'), numeric: true, format: rate },
    ...months.map((month) => ({
      id: month,
      label: formats.month(`${month}-01`, 'short'),
      numeric: true,
      format: rate,
    })),
  ]
  const lines: readonly (readonly Cell[])[] = [
    ...rows.map((row) => [
      channelOf(row.channel),
      row.total.leads,
      ratio(row.total.attributable, row.total.leads),
      ...row.byMonth,
    ]),
    [t('months.all'), total.leads, ratio(total.attributable, total.leads), ...byMonth],
  ]
  const sentence = t('months.sentence', {
    share: formats.rate(ratio(total.attributable, total.leads), 0),
    part: formats.number(total.attributable),
    whole: formats.number(total.leads),
  })
  return (
    <Panel
      title={t('months.title')}
      sentence={total.leads === 0 ? t('months.none') : sentence}
      actions={
        total.leads > 0 && (
          <Button
            size="xs"
            variant="default"
            leftSection={<DownloadIcon size={14} />}
            aria-label={t('months.export')}
            onClick={() =>
              download(
                `messbarkeit-${trust.period.from}.csv`,
                toCsv(
                  columns.map(({ label }) => label),
                  lines,
                  language,
                ),
              )
            }
          >
            {t('csv')}
          </Button>
        )
      }
    >
      {total.leads > 0 && <SimpleTable label={t('months.title')} columns={columns} rows={lines} />}
    </Panel>
  )
}
