import { useLanguage } from '../platform/language.ts'
import { useSearchState } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { ChannelPath } from './channel-path.tsx'
import type { Labels, ListedCase } from './journeys-api.ts'
import { useJourneysTexts } from './journeys-texts.ts'

type Props = {
  readonly label: string
  readonly items: readonly ListedCase[]
  readonly labels: Labels
}

/** Won deals with their channels; the name leads to the journey. */
export function DealTable({ label, items, labels }: Props) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  const [search] = useSearchState()
  const nameOf = (channel: string) => labels[channel]?.[language] ?? channel
  const period = Object.fromEntries(
    Object.entries(search).filter(([name]) => ['period', 'from', 'last'].includes(name)),
  )
  const itemOf = (row: readonly unknown[]) => items.find(({ id }) => id === row[0])
  return (
    <SimpleTable
      label={label}
      maxHeight={460}
      columns={[
        {
          id: 'name',
          label: t('deals.name'),
          format: (value, row) => (
            <AppLink to="/journeys" search={{ ...period, deal: String(value) }}>
              {itemOf(row)?.name}
            </AppLink>
          ),
        },
        { id: 'account', label: t('deals.account') },
        {
          id: 'at',
          label: t('deals.at'),
          format: (value) => formats.instant(String(value)).split(',')[0],
        },
        {
          id: 'channels',
          label: t('deals.channels'),
          format: (_, row) => <ChannelPath names={(itemOf(row)?.channels ?? []).map(nameOf)} />,
        },
        { id: 'touches', label: t('deals.touches'), numeric: true },
        {
          id: 'days',
          label: t('deals.days'),
          numeric: true,
          format: (value) => formats.number(typeof value === 'number' ? value : null, 0),
        },
        {
          id: 'value',
          label: t('summary.value.one'),
          numeric: true,
          format: (value) => formats.moneyRounded(Number(value)),
        },
      ]}
      rows={items.map(({ id, account, at, touches, days, value }) => [
        ...[id, account, at, null],
        ...[touches, days, value],
      ])}
    />
  )
}
