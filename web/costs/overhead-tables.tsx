import { Text } from '@mantine/core'
import { COST_CATEGORIES } from '#costs/cost.ts'
import { OVERHEAD_KEY_CHOICES } from '#costs/overhead-key.ts'
import type { Allocation, KeyList } from '#costs/overhead-shapes.ts'
import { addDays } from '#kernel/period.ts'
import { ratio } from '#kernel/ratio.ts'
import { useText } from '../platform/language.ts'
import { AppLink } from '../ui/app-link.tsx'
import type { Cell } from '../ui/csv.ts'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useOverheadTexts } from './overhead-texts.ts'

const REASONS = ['no_place', 'no_weights', 'rest', 'kept'] as const

type Props = {
  readonly allocation: Allocation
  readonly dimension: 'channel' | 'campaign'
  readonly nameOf: (key: string) => string
}

/** Own and spread cost of one dimension, what is with nobody, and the ledger below. */
export function AllocationTable({ allocation, dimension, nameOf }: Props) {
  const t = useOverheadTexts()
  const formats = useFormats()
  const { rows, unallocated, total } = allocation[`${dimension}s`]
  const own = rows.reduce((sum, row) => sum + row.own, 0)
  const spread = rows.reduce((sum, row) => sum + row.spread, 0)
  const money = (value: Cell) => formats.money(typeof value === 'number' ? value : null)
  const left = REASONS.filter((reason) => unallocated.reasons[reason] !== 0).map((reason) => ({
    name: t(reason === 'no_place' ? `reason.no_place.${dimension}` : `reason.${reason}`),
    cents: unallocated.reasons[reason],
  }))
  return (
    <Panel
      title={t(`${dimension}s.title`)}
      sentence={t(dimension === 'channel' ? 'sentence' : 'sentence.campaigns', {
        total: formats.moneyRounded(total),
        own: formats.moneyRounded(own),
        spread: formats.moneyRounded(spread),
        rest: formats.moneyRounded(unallocated.cents),
      })}
    >
      <SimpleTable
        label={t(`${dimension}s.title`)}
        columns={[
          {
            id: 'name',
            label: t(`column.${dimension}`),
            format: (name, row) => (
              <Name
                name={String(name)}
                dimension={dimension}
                period={allocation.period}
                id={typeof row[5] === 'string' ? row[5] : null}
              />
            ),
          },
          { id: 'own', label: t('column.own'), numeric: true, format: money },
          { id: 'spread', label: t('column.spread'), numeric: true, format: money },
          { id: 'sum', label: t('column.sum'), numeric: true, format: money },
          { id: 'share', label: t('column.share'), numeric: true },
        ]}
        rows={[
          ...rows.map((row) => [
            nameOf(row.key),
            row.own,
            row.spread,
            row.own + row.spread,
            formats.rate(ratio(row.own + row.spread, total), 1),
            row.key,
          ]),
          ...left.map(({ name, cents }) => [
            name,
            null,
            null,
            cents,
            formats.rate(ratio(cents, total), 1),
            null,
          ]),
          [t('row.total'), own, spread, total, null, null],
        ]}
      />
    </Panel>
  )
}

type NameProps = Pick<Props, 'dimension'> & {
  readonly name: string
  readonly id: string | null
  readonly period: Allocation['period']
}

/** The name of a row; channels and campaigns open the lines of the ledger that are their own cost of the period. */
function Name({ name, dimension, id, period: { from, until } }: NameProps) {
  const total = useOverheadTexts()('row.total')
  if (id === null) return name === total ? <strong>{name}</strong> : name
  const search = {
    [dimension === 'channel' ? 'channel' : 'campaign_id']: id,
    standing: 'booked',
    overhead: ['', 'keep'],
    // Of a period that meets the asked one: it begins before the end and ends after the beginning.
    'from_date.until': until,
    'until_date.from': addDays(from, 1),
  }
  return (
    <AppLink to="/costs" search={search} size="sm">
      {name}
    </AppLink>
  )
}

/** Names of keys and categories. */
export function useKeyWords() {
  const t = useOverheadTexts()
  const text = useText()
  return {
    keyName: (key: string) => {
      const label = OVERHEAD_KEY_CHOICES.find(({ value }) => value === key)?.label
      return label ? text(label) : key
    },
    categoryName: (category: string | null) => {
      const label = COST_CATEGORIES.find(({ value }) => value === category)?.label
      return label ? text(label) : t('keys.allCategories')
    },
  }
}

/** The keys that hold, with their fixed shares. */
export function KeyTable({
  keys,
  channelName,
}: {
  readonly keys: KeyList
  readonly channelName: (channel: string) => string
}) {
  const t = useOverheadTexts()
  const formats = useFormats()
  const { keyName, categoryName } = useKeyWords()
  if (keys.items.length === 0) return <Text size="sm">{t('keys.default')}</Text>
  const shareName = ({ channel, campaignId }: KeyList['items'][number]['shares'][number]) =>
    campaignId === null ? channelName(channel ?? '') : (keys.labels[campaignId] ?? campaignId)
  return (
    <SimpleTable
      label={t('keys.title')}
      columns={[
        { id: 'category', label: t('keys.for') },
        { id: 'key', label: t('keys.key') },
        { id: 'from', label: t('keys.from') },
        { id: 'shares', label: t('keys.shares') },
        { id: 'note', label: t('keys.note') },
      ]}
      rows={keys.items.map((item) => [
        categoryName(item.category),
        keyName(item.key),
        item.validFrom === null ? t('keys.always') : formats.month(item.validFrom, 'long'),
        item.shares
          .map((share) => `${shareName(share)} ${formats.rate(share.share, 1)}`)
          .join(', ') || undefined,
        item.note ?? undefined,
      ])}
    />
  )
}

/** What was there to spread in each month, and by which key that was done. */
export function PoolTable({ pools }: Pick<Allocation, 'pools'>) {
  const t = useOverheadTexts()
  const formats = useFormats()
  const { keyName, categoryName } = useKeyWords()
  const money = (value: Cell) => formats.money(typeof value === 'number' ? value : null)
  return (
    <SimpleTable
      label={t('pools.title')}
      columns={[
        { id: 'month', label: t('pools.month') },
        { id: 'category', label: t('keys.for') },
        { id: 'key', label: t('keys.key') },
        { id: 'cents', label: t('pools.cents'), numeric: true, format: money },
        { id: 'left', label: t('pools.left'), numeric: true, format: money },
      ]}
      rows={pools.map(({ month, category, key, cents, left }) => [
        formats.month(month, 'short'),
        categoryName(category),
        keyName(key),
        cents,
        left,
      ])}
      maxHeight={360}
    />
  )
}
