import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { ClockIcon, CreditCardIcon, KebabHorizontalIcon, SyncIcon } from '@primer/octicons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { dayIn } from '../kpis/cockpit-period.ts'
import { useText } from '../platform/language.ts'
import { useMay, useMe } from '../platform/session.ts'
import type { SearchState } from '../platform/url-state.ts'
import { type RecordValues, recordKeys } from '../records/records-api.ts'
import { ruleText } from '../records/rules.ts'
import { useErrorText } from '../ui/error-state.tsx'
import { DivideButton } from './divide-button.tsx'
import { makeRecurring, withdrawRecurring } from './ledger-api.ts'
import { useLedgerTexts } from './ledger-texts.ts'

/** Screens beside the lists of the ledger. */
const BESIDE = {
  cost: [
    ['do.rates', '/currency-rates'],
    ['do.accounts', '/costs/accounts'],
    ['do.accruals', '/costs/accruals'],
  ],
  time_entry: [
    ['do.roles', '/work-roles'],
    ['do.splits', '/cost-splits'],
  ],
  recurring_cost: [
    ['do.splits', '/cost-splits'],
    ['do.rates', '/currency-rates'],
  ],
} as const

const isLedger = (kind: string): kind is keyof typeof BESIDE => Object.hasOwn(BESIDE, kind)

/** What the lists of costs, hours and recurring costs offer besides. */
export function LedgerListActions({ kind }: { readonly kind: string }) {
  const t = useLedgerTexts()
  const may = useMay()
  if (!isLedger(kind)) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="sm" aria-label={t('do.more')}>
            <KebabHorizontalIcon size={16} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {BESIDE[kind].map(([label, to]) => (
            <Menu.Item
              key={to}
              renderRoot={(props: object) => <Link to={to as string} {...props} />}
            >
              {t(label)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {kind === 'time_entry' && may('costs:write') && (
        <Button
          variant="default"
          leftSection={<ClockIcon size={16} />}
          renderRoot={(props) => <Link to="/week" {...props} />}
        >
          {t('do.week')}
        </Button>
      )}
      {kind === 'recurring_cost' && may('costs:write') && <MakeButton />}
    </>
  )
}

/** Tells what came of a change of many entries, and has everything read anew. */
function useTold() {
  const client = useQueryClient()
  return async (message: string, color = 'good') => {
    notifications.show({ message, color })
    await client.invalidateQueries({ queryKey: recordKeys.all })
    await client.invalidateQueries({ queryKey: ['kpis'] })
  }
}

function MakeButton() {
  const t = useLedgerTexts()
  const text = useText()
  const told = useTold()
  const errorText = useErrorText()
  const make = useMutation({
    mutationFn: makeRecurring,
    onSuccess: async ({ count, refused }) => {
      await told(t('do.made', { count }))
      for (const { name, rule } of refused) {
        await told(t('do.refused', { name, why: text(ruleText(rule)) }), 'warn')
      }
    },
    onError: (error) => told(errorText(error).what, 'bad'),
  })
  return (
    <Button
      variant="default"
      leftSection={<SyncIcon size={16} />}
      loading={make.isPending}
      onClick={() => make.mutate()}
    >
      {t('do.make')}
    </Button>
  )
}

/** On a cost: its credit note, or the invoice of an accrual. On a recurring cost: take future entries back. */
export function LedgerRecordActions({
  kind,
  record,
}: {
  readonly kind: string
  readonly record: RecordValues
}) {
  const t = useLedgerTexts()
  const may = useMay()
  if (!may('costs:write')) return null
  if (kind === 'recurring_cost') return <WithdrawButton id={record.id} />
  if (kind !== 'cost' || record.standing !== 'booked') return null
  if (record.document_type === 'credit_note') return <DivideButton record={record} />
  const isAccrual = record.document_type === 'accrual'
  const search: SearchState = {
    document_type: isAccrual ? 'invoice' : 'credit_note',
    refers_to_id: record.id,
    ...Object.fromEntries(
      ['category', 'from_date', 'until_date', 'channel', 'campaign_id']
        .filter((field) => typeof record[field] === 'string')
        .map((field) => [field, String(record[field])]),
    ),
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<CreditCardIcon size={16} />}
        renderRoot={(props) => (
          <Link to={'/costs/new' as string} search={search as never} {...props} />
        )}
      >
        {t(isAccrual ? 'do.settle' : 'do.creditNote')}
      </Button>
      {isDivisible(record) && <DivideButton record={record} />}
    </>
  )
}

/** Lines of ad platforms and hours know their campaign; an accrual waits for one invoice. */
const isDivisible = (record: RecordValues): boolean =>
  record.document_type !== 'accrual' &&
  ['time_entry_id', 'impressions', 'reach', 'clicks', 'platform_conversions'].every(
    (field) => (record[field] ?? null) === null,
  )

function WithdrawButton({ id }: { readonly id: string }) {
  const t = useLedgerTexts()
  const told = useTold()
  const errorText = useErrorText()
  const { time_zone } = useMe().company
  const withdraw = useMutation({
    mutationFn: () => withdrawRecurring(id, dayIn(new Date(), time_zone)),
    onSuccess: ({ count }) => told(t('do.withdrawn', { count })),
    onError: (error) => told(errorText(error).what, 'bad'),
  })
  return (
    <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
      {t('do.withdraw')}
    </Button>
  )
}
