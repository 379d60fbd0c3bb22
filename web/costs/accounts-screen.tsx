import { Button, Select, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { PlusIcon, UploadIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { COST_CATEGORIES } from '#costs/cost.ts'
import type { AccountUse } from '#costs/ledger-shapes.ts'
import { costAccountKind } from '#costs/ledger-tables.ts'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import {
  createRecord,
  deleteRecord,
  fetchRecord,
  recordKeys,
  updateRecord,
} from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { fetchAccounts, ledgerKeys } from './ledger-api.ts'
import { useLedgerTexts } from './ledger-texts.ts'

type Account = AccountUse['items'][number]

/** In the picker: the chart of accounts decides; bookings are no cost. */
const CHART = 'chart'
const NO_COST = 'none'

/** What the accounts of the bookkeeping mean, beside what was booked on them. */
export function AccountsScreen() {
  const t = useLedgerTexts()
  const may = useMay()
  const accounts = useQuery({
    queryKey: ledgerKeys.accounts,
    queryFn: ({ signal }) => fetchAccounts(signal),
  })
  const items = accounts.data?.items
  return (
    <>
      <PageHeader
        eyebrow={<AppLink to="/costs">{t('double.back')}</AppLink>}
        title={t('accounts.title')}
        sentence={t('accounts.sentence')}
        actions={
          may('costs:write') && (
            <Button
              leftSection={<PlusIcon size={16} />}
              renderRoot={(props) => (
                <Link to={`/${costAccountKind.path}/new` as string} {...props} />
              )}
            >
              {t('accounts.new')}
            </Button>
          )
        }
      />
      {accounts.isPending && <ScreenLoading />}
      {accounts.isError && (
        <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {items?.length === 0 && (
        <EmptyState
          icon={<UploadIcon size={36} />}
          title={t('accounts.empty')}
          text={t('accounts.empty.text')}
          actions={
            <Button renderRoot={(props) => <Link to="/imports" {...props} />}>
              {t('accounts.import')}
            </Button>
          }
        />
      )}
      {items && items.length > 0 && <AccountTable items={items} />}
    </>
  )
}

/** Sets, changes or removes the mapping of one account. */
function useMapping() {
  const t = useLedgerTexts()
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ account, choice }: { account: Account; choice: string }) => {
      const category = choice === NO_COST ? null : choice
      const { own } = account
      if (own === null) {
        if (choice === CHART) return
        await createRecord(costAccountKind, { account_number: account.account, category })
        return
      }
      const { record } = await fetchRecord(costAccountKind, own.id)
      const version = Number(record.version)
      if (choice === CHART) await deleteRecord(costAccountKind, own.id, version)
      else await updateRecord(costAccountKind, own.id, { version, changes: { category } })
    },
    onSuccess: async (_, { account }) => {
      notifications.show({
        message: t('accounts.saved', { account: account.account }),
        color: 'good',
      })
      await client.invalidateQueries({ queryKey: recordKeys.all })
    },
  })
}

function AccountTable({ items }: { readonly items: readonly Account[] }) {
  const t = useLedgerTexts()
  const text = useText()
  const may = useMay()
  const formats = useFormats()
  const map = useMapping()
  const categories = COST_CATEGORIES.map(({ value, label }) => ({ value, label: text(label) }))
  const nameOf = (id: string) => categories.find(({ value }) => value === id)?.label ?? id
  const chosen = ({ own }: Account) => (own === null ? CHART : (own.category ?? NO_COST))
  const data = [
    { value: CHART, label: t('accounts.chart') },
    ...categories,
    { value: NO_COST, label: t('accounts.noCost') },
  ]
  return (
    <Panel>
      <Stack gap="sm">
        {map.isError && <ErrorState error={map.error} />}
        <SimpleTable
          label={t('accounts.title')}
          columns={[
            { id: 'account', label: t('accounts.account') },
            {
              id: 'category',
              label: t('accounts.category'),
              format: (_value, row) => {
                const account = items[Number(row[5])]
                return (
                  account && (
                    <Select
                      aria-label={t('accounts.label', { account: account.account })}
                      data={data}
                      value={chosen(account)}
                      allowDeselect={false}
                      disabled={!may('costs:write') || map.isPending}
                      onChange={(choice) => choice && map.mutate({ account, choice })}
                      w={220}
                    />
                  )
                )
              },
            },
            { id: 'booked', label: t('accounts.booked') },
            { id: 'entries', label: t('accounts.entries'), numeric: true },
            { id: 'amount', label: t('accounts.amount'), numeric: true },
          ]}
          rows={items.map((account, index) => [
            account.account,
            null,
            account.categories.map(nameOf).join(', ') || '–',
            formats.number(account.entries),
            formats.money(account.amount),
            index,
          ])}
        />
      </Stack>
    </Panel>
  )
}
