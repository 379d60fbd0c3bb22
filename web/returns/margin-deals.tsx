import { Button, Group, Loader, Text } from '@mantine/core'
import type { MarginAnswer } from '#crm/margin-shapes.ts'
import type { Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { useLanguage } from '../platform/language.ts'
import { kindByPath } from '../records/kinds.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useLineName } from './line-name.ts'
import { useMarginDeals } from './margin-api.ts'
import type { MarginState, OpenedLine } from './margin-state.ts'
import { useGroupName } from './mix-panels.tsx'
import { useReturnTexts } from './texts.ts'

type Props = { readonly state: MarginState; readonly answer: MarginAnswer }

/** The deals behind the number that the address has open. */
export function MarginDealsDrawer({ state, answer }: Props) {
  const t = useReturnTexts()
  const language = useLanguage()
  const lineName = useLineName()
  const groupName = useGroupName(answer.by)
  const { opened } = state
  const group = answer.groups.find(({ key }) => key === opened?.group)
  const days = opened?.isBefore ? answer.compared : answer.period
  const said = [periodName(days as Period, language), group && groupName(group)]
  return (
    <SideDrawer
      opened={opened !== null}
      onClose={state.close}
      title={opened && <b>{t('deals.title', { what: lineName(opened.line) })}</b>}
    >
      {opened && (
        <>
          <Text size="sm" c="dimmed" mb="xs">
            {said.filter((one) => one !== undefined).join(' · ')}
          </Text>
          <Deals state={state} opened={opened} days={days} />
        </>
      )}
    </SideDrawer>
  )
}

type DealsProps = {
  readonly state: MarginState
  readonly opened: OpenedLine
  readonly days: MarginAnswer['period']
}

function Deals({ state, opened, days }: DealsProps) {
  const t = useReturnTexts()
  const language = useLanguage()
  const formats = useFormats()
  const lineName = useLineName()
  const deals = useMarginDeals({
    ...{ by: state.by, from: days.from, until: days.until, line: opened.line },
    ...(opened.group && { key: opened.group }),
  })
  if (deals.isError) {
    return <ErrorState error={deals.error} onRetry={() => void deals.refetch()} />
  }
  const [first] = deals.data?.pages ?? []
  if (!first) return <Loader size="sm" />
  const items = deals.data?.pages.flatMap((page) => page.items) ?? []
  const money = (value: unknown) => formats.money(typeof value === 'number' ? value : null)
  // Where the number is the amount itself, it need not stand there twice.
  const isAmount = items.every(({ amount, cents }) => amount === cents)
  return (
    <>
      <Group gap="md" mb="xs" data-deals>
        <Text size="sm" fw={600}>
          {t('deals.count', { count: first.count, number: formats.number(first.count) })}
        </Text>
        <Text size="sm">{t('deals.sum', { sum: formats.money(first.sumCents) })}</Text>
      </Group>
      {items.length > 0 && (
        <SimpleTable
          label={lineName(opened.line)}
          columns={[
            {
              id: 'deal',
              label: t('deals.deal'),
              format: (name, row) => (
                <AppLink to={`/opportunities/${row[4]}`}>{String(name)}</AppLink>
              ),
            },
            {
              id: 'closed',
              label: t('deals.closed'),
              format: (at) => (
                <span className="rk-number">{formats.instant(String(at)).split(',')[0]}</span>
              ),
            },
            { id: 'amount', label: t('deals.amount'), numeric: true, format: money },
            ...(isAmount
              ? []
              : [{ id: 'cents', label: lineName(opened.line), numeric: true, format: money }]),
          ]}
          rows={items.map(({ id, label, closedAt, amount, cents }) => [
            label ?? kindByPath('opportunities')?.label[language] ?? '',
            ...[closedAt, amount, cents, id],
          ])}
        />
      )}
      {deals.hasNextPage && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          loading={deals.isFetchingNextPage}
          onClick={() => void deals.fetchNextPage()}
        >
          {t('deals.more')}
        </Button>
      )}
    </>
  )
}
