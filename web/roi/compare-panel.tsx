import { Anchor, Text } from '@mantine/core'
import type { ComparisonAnswer, RoiAnswer } from '#roi/answer-shapes.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { calculationPart } from './roi-calculation.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Props = { readonly roi: RoiAnswer; readonly state: RoiState }

const GROUPS = {
  uplift: ['exposed', 'not_exposed'],
  retention: ['engaged', 'not_engaged'],
} as const
type Id = keyof typeof GROUPS

/** Leads and customers with contact against those without: an uplift with its interval, never as a cause. */
export function ComparePanel({ roi, state }: Props) {
  const t = useRoiTexts()
  const formats = useFormats()
  const compared = (['uplift', 'retention'] as const).filter((id) => roi[id] !== null)
  const of = (id: unknown): ComparisonAnswer | null => roi[id as Id]
  const group = (id: unknown, side: 'exposed' | 'others') => {
    const found = of(id)?.[side]
    if (!found) return null
    return (
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => state.open(GROUPS[id as Id][side === 'exposed' ? 0 : 1])}
      >
        {t('compare.of', {
          rate: formats.rate(found.rate),
          successes: formats.number(found.successes),
          trials: formats.number(found.trials),
        })}
      </Anchor>
    )
  }
  const points = (value: number | null | undefined) =>
    formats.number(value === null || value === undefined ? null : value * 100, 1)
  return (
    <Panel title={t('compare.title')} sentence={t('compare.sentence')}>
      {compared.length === 0 ? (
        <Text size="sm">{t('compare.none')}</Text>
      ) : (
        <SimpleTable
          label={t('compare.title')}
          columns={[
            {
              id: 'id',
              label: t('compare.group'),
              format: (id) => t(`compare.${id as Id}`),
            },
            {
              id: 'exposed',
              label: t('compare.exposed'),
              format: (_, row) => group(row[0], 'exposed'),
            },
            {
              id: 'others',
              label: t('compare.others'),
              format: (_, row) => group(row[0], 'others'),
            },
            {
              id: 'difference',
              label: t('compare.difference'),
              format: (_, row) => {
                const found = of(row[0])
                return (
                  <>
                    {t('compare.points', {
                      points: points(found?.points),
                      relative: formats.rate(found?.relative, 0),
                    })}
                    <Text size="xs" c="dimmed">
                      {t('compare.interval', {
                        low: points(found?.interval?.low),
                        high: points(found?.interval?.high),
                      })}
                    </Text>
                  </>
                )
              },
            },
            {
              id: 'value',
              label: t('compare.value'),
              numeric: true,
              format: (_, row) => {
                const found = of(row[0])
                return (
                  <>
                    {found?.isClear ? (
                      <Anchor
                        component="button"
                        type="button"
                        size="sm"
                        onClick={() => state.open(calculationPart(String(row[0])))}
                      >
                        {formats.moneyRounded(found.cents)}
                      </Anchor>
                    ) : (
                      t('compare.unclear')
                    )}
                    {found?.centsInterval && (
                      <Text size="xs" c="dimmed">
                        {t('compare.interval', {
                          low: formats.moneyRounded(found.centsInterval.low),
                          high: formats.moneyRounded(found.centsInterval.high),
                        })}
                      </Text>
                    )}
                  </>
                )
              },
            },
          ]}
          rows={compared.map((id) => [id])}
        />
      )}
      <Selling roi={roi} state={state} />
    </Panel>
  )
}

function Selling({ roi, state }: Props) {
  const t = useRoiTexts()
  const formats = useFormats()
  const { meetings, costPerMeetingCents, coldCostPerMeetingCents, basis } = roi.socialSelling
  if (meetings === 0 || basis === null) return null
  return (
    <Text size="sm" mt="sm">
      {t(costPerMeetingCents === null ? 'selling.unknown' : 'selling.line', {
        count: meetings,
        meetings: formats.number(meetings),
        cost: formats.money(costPerMeetingCents),
        cold: formats.money(coldCostPerMeetingCents),
        basis: t(`selling.${basis}`),
      })}{' '}
      <Anchor
        component="button"
        type="button"
        size="sm"
        onClick={() => state.open(calculationPart('selling'))}
      >
        {t('selling.open')}
      </Anchor>
    </Text>
  )
}
