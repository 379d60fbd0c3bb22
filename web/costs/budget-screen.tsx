import { Button, Loader, Stack, Text, UnstyledButton } from '@mantine/core'
import { GoalIcon, PlusIcon } from '@primer/octicons-react'
import { Link } from '@tanstack/react-router'
import type { BudgetOverview } from '#costs/budget-shapes.ts'
import { firstOfMonth, type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import { ratio } from '#kernel/ratio.ts'
import { type ChosenPeriod, dayIn, readPeriod, writePeriod } from '../kpis/cockpit-period.ts'
import { PeriodControl } from '../kpis/period-control.tsx'
import { useMay, useMe } from '../platform/session.ts'
import { one, type SearchState, useSearchState } from '../platform/url-state.ts'
import { BandBadge } from '../ui/band-badge.tsx'
import type { Cell } from '../ui/csv.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useBudgets } from './budget-api.ts'
import { BudgetLines } from './budget-lines.tsx'
import { useBudgetTexts } from './budget-texts.ts'
import { byUrgency, type Group, toneOf, useBudgetWords } from './budget-words.ts'

/** The period of the address, or the calendar year that runs. */
export function budgetPeriod(search: SearchState, today: IsoDate): ChosenPeriod {
  const address = {
    period: one(search, 'period'),
    from: one(search, 'from'),
    last: one(search, 'last'),
  }
  if (Object.values(address).some((text) => text !== '')) return readPeriod(address, today)
  const from = isoDate(`${today.slice(0, 4)}-01-01`)
  return { kind: 'range', period: { from, until: firstOfMonth(from, 12) } }
}

/** Plan, committed, actual and forecast of every campaign, the ones that need somebody first. */
export function BudgetScreen() {
  const t = useBudgetTexts()
  const [search, change] = useSearchState()
  const me = useMe()
  const chosen = budgetPeriod(search, dayIn(new Date(), me.company.time_zone))
  return (
    <>
      <PageHeader
        title={t('title')}
        sentence={t('subtitle')}
        actions={
          <>
            <PeriodControl
              chosen={chosen}
              onChange={(next) => change({ ...writePeriod(next) }, { push: true })}
            />
            <NewButton />
          </>
        }
      />
      <Content period={chosen.period} />
    </>
  )
}

function NewButton() {
  const t = useBudgetTexts()
  const may = useMay()
  if (!may('costs:write')) return null
  return (
    <Button
      leftSection={<PlusIcon size={16} />}
      renderRoot={(props) => <Link to={'/budgets/new' as string} {...props} />}
    >
      {t('new')}
    </Button>
  )
}

function Content({ period }: { readonly period: Period }) {
  const t = useBudgetTexts()
  const [search, change] = useSearchState()
  const budgets = useBudgets(period)
  if (budgets.isError) {
    return <ErrorState error={budgets.error} onRetry={() => void budgets.refetch()} />
  }
  if (!budgets.data) return <Loader size="sm" role="status" aria-label={t('loading')} />
  const { data } = budgets
  const opened = one(search, 'open')
  const group = data.groups.find(({ campaignId }) => (campaignId ?? 'none') === opened)
  const hasPlan = data.groups.some(({ source }) => source !== 'none')
  return (
    <Stack gap="lg">
      {!hasPlan && <Empty />}
      {data.groups.length > 0 && (
        <GroupTable
          overview={data}
          onOpen={(id) => change({ open: id ?? 'none' }, { push: true })}
        />
      )}
      <Panel title={t('how.title')}>
        <Text size="sm" maw={760}>
          {t('how.text')}
        </Text>
      </Panel>
      <GroupDrawer
        group={group}
        labels={data.labels}
        onClose={() => change({ open: undefined }, { push: true })}
      />
    </Stack>
  )
}

function Empty() {
  const t = useBudgetTexts()
  const may = useMay()
  return (
    <EmptyState
      icon={<GoalIcon size={36} />}
      title={t('empty.title')}
      text={t('empty.text')}
      actions={
        may('imports:read') && (
          <Button
            variant="default"
            renderRoot={(props) => <Link to={'/imports' as string} {...props} />}
          >
            {t('empty.import')}
          </Button>
        )
      }
    />
  )
}

function GroupTable({
  overview,
  onOpen,
}: {
  readonly overview: BudgetOverview
  readonly onOpen: (campaignId: string | null) => void
}) {
  const t = useBudgetTexts()
  const formats = useFormats()
  const { campaignName, stateName } = useBudgetWords(overview.labels)
  const groups = byUrgency(overview.groups)
  const { total, unplanned } = overview
  const money = (value: Cell) => formats.moneyRounded(typeof value === 'number' ? value : null)
  const signed = (value: Cell) =>
    typeof value === 'number' && value > 0 ? `+${money(value)}` : money(value)
  const cells = (of: Pick<Group, 'planned' | 'actual' | 'committed' | 'forecast'>) => [
    of.planned,
    of.actual,
    of.committed,
    of.forecast,
    of.forecast - of.planned,
    formats.rate(ratio(of.actual, of.planned), 0),
  ]
  // Without a plan there is nothing to compare with.
  const unplannedCells = (of: Pick<Group, 'actual' | 'committed' | 'forecast'>) => [
    null,
    of.actual,
    of.committed,
    of.forecast,
    null,
    null,
  ]
  return (
    <Panel
      title={t('table.title')}
      sentence={[
        t('sentence', {
          planned: formats.moneyRounded(total.planned),
          actual: formats.moneyRounded(total.actual),
          committed: formats.moneyRounded(total.committed),
          forecast: formats.moneyRounded(total.forecast),
        }),
        ...(unplanned === 0
          ? []
          : [t('sentence.unplanned', { amount: formats.moneyRounded(unplanned) })]),
      ].join(' ')}
    >
      <SimpleTable
        label={t('table.title')}
        columns={[
          {
            id: 'campaign',
            label: t('column.campaign'),
            format: (name, row) => {
              const group = groups[Number(row[8] ?? -1)]
              if (!group) return <strong>{name}</strong>
              return (
                <UnstyledButton
                  fz="sm"
                  ta="start"
                  c="var(--mantine-color-anchor)"
                  aria-label={t('open', { name: String(name) })}
                  onClick={() => onOpen(group.campaignId)}
                >
                  {name}
                </UnstyledButton>
              )
            },
          },
          {
            id: 'state',
            label: t('column.state'),
            format: (name, row) => {
              const group = groups[Number(row[8] ?? -1)]
              return group && <BandBadge tone={toneOf(group.state)} label={String(name)} />
            },
          },
          { id: 'planned', label: t('column.planned'), numeric: true, format: money },
          { id: 'actual', label: t('column.actual'), numeric: true, format: money },
          { id: 'committed', label: t('column.committed'), numeric: true, format: money },
          { id: 'forecast', label: t('column.forecast'), numeric: true, format: money },
          { id: 'difference', label: t('column.difference'), numeric: true, format: signed },
          { id: 'used', label: t('column.used'), numeric: true },
        ]}
        rows={[
          ...groups.map((group, index) => [
            campaignName(group.campaignId),
            group.run === null
              ? stateName(group.state)
              : t('state.run', { state: stateName(group.state) }),
            ...(group.source === 'none' ? unplannedCells(group) : cells(group)),
            index,
          ]),
          [t('total'), null, ...cells(total), null],
        ]}
      />
    </Panel>
  )
}

function GroupDrawer({
  group,
  labels,
  onClose,
}: {
  readonly group: Group | undefined
  readonly labels: Readonly<Record<string, string>>
  readonly onClose: () => void
}) {
  const t = useBudgetTexts()
  const formats = useFormats()
  const { campaignName } = useBudgetWords(labels)
  return (
    <SideDrawer
      opened={group !== undefined}
      onClose={onClose}
      width={920}
      title={group && campaignName(group.campaignId)}
    >
      {group && (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t(`source.${group.source}`, {
              planned: formats.moneyRounded(group.run?.planned ?? group.planned),
              forecast: formats.moneyRounded(group.run?.forecast ?? group.forecast),
            })}
          </Text>
          <BudgetLines lines={group.lines} />
        </Stack>
      )}
    </SideDrawer>
  )
}
