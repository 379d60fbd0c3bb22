import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { CheckCircleIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { costKind } from '#costs/cost.ts'
import type { DoubleBookings, DoubleChoice } from '#costs/ledger-shapes.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { ApiError } from '../platform/api.ts'
import { useMay } from '../platform/session.ts'
import { recordKeys } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { decideDouble, fetchDoubles, ledgerKeys, revokeDouble } from './ledger-api.ts'
import { useLedgerTexts } from './ledger-texts.ts'

type Suggestion = DoubleBookings['suggestions'][number]
type Side = Suggestion['first']

/** Bookings that are probably there twice: suggested, decided by people, taken back by them. */
export function DoubleBookingsScreen() {
  const t = useLedgerTexts()
  const formats = useFormats()
  const doubles = useQuery({
    queryKey: ledgerKeys.doubles,
    queryFn: ({ signal }) => fetchDoubles(signal),
  })
  const { data } = doubles
  return (
    <>
      <PageHeader
        eyebrow={<AppLink to={`/${costKind.path}`}>{t('double.back')}</AppLink>}
        title={t('double.title')}
        sentence={
          <span role="status">
            {data &&
              (data.suggestions.length === 0
                ? t('double.none')
                : t('double.sentence', { amount: formats.money(data.twice) }))}
          </span>
        }
      />
      {doubles.isPending && <ScreenLoading />}
      {doubles.isError && (
        <ErrorState error={doubles.error} onRetry={() => void doubles.refetch()} />
      )}
      {data && (
        <Stack gap="lg">
          {data.suggestions.length === 0 && data.decisions.length === 0 && (
            <EmptyState
              icon={<CheckCircleIcon size={36} />}
              title={t('double.empty')}
              text={t('double.empty.text')}
            />
          )}
          {data.suggestions.map((pair) => (
            <Suggested key={JSON.stringify(pair.key)} pair={pair} />
          ))}
          {data.decisions.length > 0 && <Decided decisions={data.decisions} />}
        </Stack>
      )}
    </>
  )
}

/** Everything that counts costs is read anew. */
function useChanged() {
  const client = useQueryClient()
  return async () => {
    await client.invalidateQueries({ queryKey: recordKeys.all })
    await client.invalidateQueries({ queryKey: ['kpis'] })
  }
}

function useSideLabel() {
  const t = useLedgerTexts()
  const formats = useFormats()
  return (side: Side, isExport: boolean) =>
    isExport
      ? t('double.export', { vendor: side.label, month: formats.month(side.from) })
      : side.label || formats.date(side.from)
}

function Suggested({ pair }: { readonly pair: Suggestion }) {
  const t = useLedgerTexts()
  const may = useMay()
  const formats = useFormats()
  const changed = useChanged()
  const sideLabel = useSideLabel()
  const isLate = pair.reason === 'late'
  const isExport = pair.reason === 'export' || isLate
  const decide = useMutation({
    mutationFn: (decision: DoubleChoice['decision']) =>
      decideDouble({
        key: pair.key,
        decision,
        first_amount: pair.first.amount,
        second_amount: pair.second.amount,
      }),
    onSuccess: async () => {
      notifications.show({ message: t('double.done'), color: 'good' })
      await changed()
    },
  })
  const names = {
    export: ['double.countInvoice', 'double.countExport'],
    late: ['double.countInvoice', null],
    recurring: ['double.countInvoice', 'double.countMade'],
    document: ['double.countFirst', 'double.countSecond'],
    same: ['double.countFirst', 'double.countSecond'],
  } as const
  const [first, second] = names[pair.reason]
  // The export knows campaigns; of the others the document of the bookkeeping does.
  const advised = isExport && !isLate ? 'second' : 'first'
  const button = (decision: DoubleChoice['decision'], label: string) => (
    <Button
      variant={decision === advised ? 'filled' : 'default'}
      loading={decide.isPending && decide.variables === decision}
      onClick={() => decide.mutate(decision)}
    >
      {label}
    </Button>
  )
  return (
    <Panel
      title={t(`reason.${pair.reason}`)}
      sentence={
        isLate
          ? t('double.late')
          : pair.difference === 0
            ? t('double.equal')
            : t('double.difference', { rate: formats.rate(pair.difference, 1) })
      }
    >
      <Stack gap="md">
        <SimpleTable
          label={t(`reason.${pair.reason}`)}
          columns={[
            { id: 'what', label: t('accounts.entries') },
            { id: 'amount', label: t('accounts.amount'), numeric: true },
            { id: 'from', label: t('column.at') },
            { id: 'lines', label: t('column.lines') },
          ]}
          rows={[pair.first, pair.second].map((side, index) => [
            sideLabel(side, isExport && index === 1),
            formats.money(side.amount),
            isExport && index === 1 ? formats.month(side.from) : formats.date(side.from),
            t('double.lines', { count: side.lines }),
          ])}
        />
        {isExport && (
          <Text size="sm" c="dimmed">
            {t(isLate ? 'double.adviceLate' : 'double.adviceExport')}
          </Text>
        )}
        {decide.isError && (
          <ErrorState
            error={decide.error}
            {...(decide.error instanceof ApiError && decide.error.code === 'costs.double_changed'
              ? { text: t('double.changed') }
              : {})}
            onRetry={() => void changed()}
          />
        )}
        {may('costs:write') && (
          <Group gap="sm">
            {advised === 'first' && button('first', t(first))}
            {second && button('second', t(second))}
            {advised === 'second' && button('first', t(first))}
            {button('separate', t('double.separate'))}
          </Group>
        )}
      </Stack>
    </Panel>
  )
}

function Decided({ decisions }: { readonly decisions: DoubleBookings['decisions'] }) {
  const t = useLedgerTexts()
  const may = useMay()
  const formats = useFormats()
  const changed = useChanged()
  const revoke = useMutation({
    mutationFn: revokeDouble,
    onSuccess: async () => {
      notifications.show({ message: t('double.revoked'), color: 'good' })
      await changed()
    },
  })
  const sideText = ({ label, amount, lines }: Side) =>
    `${label || '–'} · ${t('double.lines', { count: lines })} · ${formats.money(amount)}`
  return (
    <Panel title={t('double.decided')}>
      <Stack gap="sm">
        {revoke.isError && <ErrorState error={revoke.error} />}
        <SimpleTable
          label={t('double.decided')}
          columns={[
            { id: 'first', label: t('column.first') },
            { id: 'second', label: t('column.second') },
            { id: 'decision', label: t('column.decision') },
            { id: 'at', label: t('column.at') },
            {
              id: 'revoke',
              label: t('column.action'),
              format: (id) =>
                may('costs:write') && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    loading={revoke.isPending && revoke.variables === id}
                    onClick={() => revoke.mutate(String(id))}
                  >
                    {t('double.revoke')}
                  </Button>
                ),
            },
          ]}
          rows={decisions.map(({ id, decision, first, second, at }) => [
            sideText(first),
            sideText(second),
            t(`decision.${decision}`, {
              label: (decision === 'first' ? first : second).label,
            }),
            formats.instant(at),
            id,
          ])}
        />
      </Stack>
    </Panel>
  )
}
