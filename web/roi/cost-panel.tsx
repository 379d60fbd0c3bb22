import { Anchor } from '@mantine/core'
import { COST_KINDS } from '#costs/completeness.ts'
import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Props = { readonly roi: RoiAnswer; readonly state: RoiState }

/** The five kinds of marketing cost; empty ones are said, since an ROI on them is too high. */
export function CostPanel({ roi, state }: Props) {
  const t = useRoiTexts()
  const formats = useFormats()
  const { total, byKind, sales, missingKinds } = roi.cost
  const rows = [
    ...COST_KINDS.map((kind) => [`cost_${kind}`, (byKind[kind] ?? 0) / 100]),
    ['cost', total / 100],
    ['cost_sales', sales / 100],
  ]
  const nameOf = (part: string) => {
    const kind = COST_KINDS.find((one) => part === `cost_${one}`)
    if (kind) return t(`cost.${kind}`)
    return t(part === 'cost' ? 'cost.total' : 'cost.sales')
  }
  return (
    <Panel
      title={t('cost.title')}
      sentence={
        missingKinds.length === 0
          ? t('cost.sentence.complete')
          : t('cost.sentence.incomplete', { count: missingKinds.length })
      }
    >
      <SimpleTable
        label={t('cost.title')}
        columns={[
          {
            id: 'kind',
            label: t('cost.kind'),
            format: (part) => (
              <Anchor
                component="button"
                type="button"
                size="sm"
                ta="left"
                fw={part === 'cost' ? 600 : 400}
                onClick={() => state.open(String(part))}
              >
                {nameOf(String(part))}
              </Anchor>
            ),
          },
          {
            id: 'amount',
            label: t('cost.amount'),
            numeric: true,
            format: (value, row) =>
              missingKinds.some((kind) => row[0] === `cost_${kind}`) ? (
                <BandBadge tone="attention" label={t('cost.empty')} />
              ) : (
                formats.money(Number(value) * 100)
              ),
          },
          {
            id: 'share',
            label: t('cost.share'),
            numeric: true,
            format: (_value, row) =>
              row[0] === 'cost_sales' || total === 0
                ? ''
                : formats.rate((Number(row[1]) * 100) / total, 0),
          },
        ]}
        rows={rows}
      />
    </Panel>
  )
}
