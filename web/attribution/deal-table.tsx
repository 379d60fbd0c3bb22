import { useMediaQuery } from '@mantine/hooks'
import { useLanguage } from '../platform/language.ts'
import { useSearchState } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import type { Cell } from '../ui/csv.ts'
import { type SimpleColumn, SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { channelNames } from './channel-names.ts'
import { ChannelPath } from './channel-path.tsx'
import type { Labels, ListedCase } from './journeys-api.ts'
import { useJourneysTexts } from './journeys-texts.ts'

type Props = {
  readonly label: string
  readonly items: readonly ListedCase[]
  readonly labels: Labels
}

const SEPARATOR = ' > '
/** What fits on a phone. */
const NARROW = ['name', 'at', 'value']

/** Won deals with their channels; the name leads to the journey. */
export function DealTable({ label, items, labels }: Props) {
  const t = useJourneysTexts()
  const language = useLanguage()
  const formats = useFormats()
  const [search] = useSearchState()
  const nameOf = channelNames(labels, language)
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false
  const period = Object.fromEntries(
    Object.entries(search).filter(([name]) => ['period', 'from', 'last'].includes(name)),
  )
  const columns: readonly (SimpleColumn & { readonly cell: (item: ListedCase) => Cell })[] = [
    {
      id: 'name',
      label: t('deals.name'),
      cell: ({ id }) => id,
      format: (value) => (
        <AppLink to="/journeys" search={{ ...period, deal: String(value) }}>
          {items.find(({ id }) => id === value)?.name}
        </AppLink>
      ),
    },
    { id: 'account', label: t('deals.account'), cell: ({ account }) => account },
    {
      id: 'at',
      label: t('deals.at'),
      cell: ({ at }) => at,
      format: (value) => formats.instant(String(value)).split(',')[0],
    },
    {
      id: 'channels',
      label: t('deals.channels'),
      cell: ({ channels }) => channels.map(nameOf).join(SEPARATOR),
      format: (value) => <ChannelPath names={value === '' ? [] : String(value).split(SEPARATOR)} />,
    },
    {
      id: 'touches',
      label: t('deals.touches'),
      numeric: true,
      cell: ({ touches }) => touches,
    },
    {
      id: 'days',
      label: t('deals.days'),
      numeric: true,
      cell: ({ days }) => days,
      format: (value) => formats.number(typeof value === 'number' ? Math.floor(value) : null, 0),
    },
    {
      id: 'value',
      label: t('summary.value.one'),
      numeric: true,
      cell: ({ value }) => value,
      format: (value) => formats.moneyRounded(Number(value)),
    },
  ]
  const shown = columns.filter(({ id }) => !isNarrow || NARROW.includes(id))
  return (
    <SimpleTable
      label={label}
      columns={shown}
      rows={items.map((item) => shown.map(({ cell }) => cell(item)))}
    />
  )
}
