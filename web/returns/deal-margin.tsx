import { Loader } from '@mantine/core'
import type { DealMargin as Margin } from '#crm/margin-shapes.ts'
import type { RecordValues } from '../records/records-api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useLineName } from './line-name.ts'
import { useDealMargin } from './margin-api.ts'
import { useReturnTexts } from './texts.ts'

/** The margin bridge of one deal: every part, who states it, what is left. */
export function DealMarginPanel({ record }: { readonly record: RecordValues }) {
  const t = useReturnTexts()
  const margin = useDealMargin(record.id, record.version)
  return (
    <Panel
      flush
      title={t('deal.title')}
      {...(margin.data && { sentence: <Sentence of={margin.data} /> })}
    >
      {margin.isPending && <Loader size="sm" m="md" />}
      {margin.isError && <ErrorState error={margin.error} onRetry={() => void margin.refetch()} />}
      {margin.data && margin.data.amount !== null && <Bridge of={margin.data} />}
    </Panel>
  )
}

function Sentence({ of }: { readonly of: Margin }) {
  const t = useReturnTexts()
  return <>{of.amount === null ? t('deal.noAmount') : t(`deal.${of.basis}`)}</>
}

function Bridge({ of }: { readonly of: Margin }) {
  const t = useReturnTexts()
  const formats = useFormats()
  const nameOf = useLineName()
  const minus = (cents: number) => formats.money(-cents)
  const rows: (string | null)[][] = [
    [t('deal.revenue'), null, formats.money(of.amount)],
    ...of.parts.map(({ id, cents, by, counts }) => [
      nameOf(id),
      counts ? t(`deal.by.${by}`) : `${t(`deal.by.${by}`)}, ${t('deal.not')}`,
      minus(cents),
    ]),
    ...(of.basis === 'total' && of.total !== null
      ? [[t('deal.totalLine'), t('deal.by.deal'), minus(of.total)]]
      : []),
    ...(of.rate
      ? [
          [
            t('deal.rateLine', { rate: formats.rate(of.rate.value) }),
            t(`deal.by.${of.rate.by}`),
            minus(of.rate.cents),
          ],
        ]
      : []),
    [t('deal.margin'), of.estimated ? t('deal.estimated') : '', formats.money(of.margin)],
    [t('deal.grossProfit'), '', formats.money(of.grossProfit)],
  ]
  return (
    <SimpleTable
      label={t('deal.title')}
      columns={[
        { id: 'part', label: t('deal.part') },
        { id: 'by', label: t('deal.by'), format: (value) => value ?? '' },
        { id: 'amount', label: t('deal.amount'), numeric: true },
      ]}
      rows={rows}
    />
  )
}
