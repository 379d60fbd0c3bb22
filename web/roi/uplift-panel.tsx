import { Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { UpliftsAnswer } from '#roi/beside-shapes.ts'
import { CERTAINTY_NAMES } from '#roi/return-kinds.ts'
import { useLanguage } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import classes from './roi.module.css'
import { useUplifts } from './roi-api.ts'
import type { RoiState } from './roi-state.ts'
import { useRoiTexts } from './roi-texts.ts'

type Item = UpliftsAnswer['items'][number]

/** Uplifts that somebody states for the period: expected money beside the ROI, in none of its sums. */
export function UpliftPanel({ state }: { readonly state: RoiState }) {
  const t = useRoiTexts()
  const may = useMay()
  const uplifts = useUplifts(state.query)
  const items = uplifts.data?.items ?? []
  if (!uplifts.data || (items.length === 0 && !may('returns:write'))) return null
  return (
    <div className={classes.wide}>
      <Panel
        title={t('stated.title')}
        sentence={t(items.length === 0 ? 'stated.none' : 'stated.sentence')}
        actions={
          may('returns:write') && (
            <Button
              size="xs"
              variant="default"
              renderRoot={(props) => <Link to={'/stated-uplifts/new' as string} {...props} />}
            >
              {t('stated.enter')}
            </Button>
          )
        }
      >
        {items.length > 0 && <Uplifts answer={uplifts.data} />}
      </Panel>
    </div>
  )
}

function Uplifts({ answer: { items, certainty } }: { readonly answer: UpliftsAnswer }) {
  const t = useRoiTexts()
  const language = useLanguage()
  const formats = useFormats()
  const cell = (show: (item: Item) => ReactNode) => (_: unknown, row: readonly unknown[]) => {
    const item = items[Number(row[0])]
    return item && show(item)
  }
  const small = (content: string) => (
    <Text size="xs" c="dimmed">
      {content}
    </Text>
  )
  const addedOf = ({ uplift, kind }: Item) =>
    kind === 'relative'
      ? t('stated.relative', { uplift: formats.rate(uplift) })
      : t('stated.points', { uplift: formats.number(uplift * 100) })
  return (
    <SimpleTable
      label={t('stated.title')}
      columns={[
        {
          id: 'name',
          label: t('stated.name'),
          format: cell((item) => (
            <>
              <AppLink to={`/stated-uplifts/${item.id}`}>{item.name}</AppLink>
              {small(
                [formats.date(item.statedOn), item.source].filter((one) => one !== null).join(', '),
              )}
            </>
          )),
        },
        {
          id: 'certainty',
          label: t('returns.certainty'),
          format: () => CERTAINTY_NAMES[certainty][language],
        },
        {
          id: 'rates',
          label: t('stated.rates'),
          format: cell((item) => (
            <>
              {t('stated.fromTo', {
                from: formats.rate(item.baseRate),
                to: formats.rate(item.rate),
              })}
              {small(addedOf(item))}
            </>
          )),
        },
        {
          id: 'cases',
          label: t('stated.cases'),
          numeric: true,
          format: cell((item) => (
            <>
              {formats.number(item.cases)}
              {small(t('stated.each', { value: formats.moneyRounded(item.valueCents) }))}
            </>
          )),
        },
        {
          id: 'cents',
          label: t('compare.value'),
          numeric: true,
          format: cell((item) => (
            <>
              {formats.moneyRounded(item.cents)}
              {item.centsInterval &&
                small(
                  t(`stated.interval.${item.basis}`, {
                    low: formats.moneyRounded(item.centsInterval.low),
                    high: formats.moneyRounded(item.centsInterval.high),
                  }),
                )}
              {!item.isClear && small(t('compare.unclear'))}
            </>
          )),
        },
      ]}
      rows={items.map((_, index) => [index, null, index, index, index])}
    />
  )
}
