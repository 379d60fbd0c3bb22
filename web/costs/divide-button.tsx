import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { VersionsIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { costKind } from '#costs/cost.ts'
import { costSplitKind } from '#costs/hours.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { fetchOptions, type RecordValues, recordKeys } from '../records/records-api.ts'
import { hasRuleText, ruleText } from '../records/rules.ts'
import { useDoneNotice } from '../records/use-undo.tsx'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { divideCost } from './ledger-api.ts'
import { useLedgerTexts } from './ledger-texts.ts'

/** Divides a cost entry by a split: one entry per share. */
export function DivideButton({ record }: { readonly record: RecordValues }) {
  const t = useLedgerTexts()
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="default" leftSection={<VersionsIcon size={16} />} onClick={open}>
        {t('do.divide')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('divide.title')} centered>
        <DivideForm record={record} onDone={close} />
      </Modal>
    </>
  )
}

function DivideForm({
  record,
  onDone,
}: {
  readonly record: RecordValues
  readonly onDone: () => void
}) {
  const t = useLedgerTexts()
  const text = useText()
  const client = useQueryClient()
  const notice = useDoneNotice()
  const [split, setSplit] = useState<string | null>(null)
  const splits = useQuery({
    queryKey: recordKeys.options(costSplitKind, { q: '' }),
    queryFn: ({ signal }) => fetchOptions(costSplitKind, { q: '' }, signal),
  })
  const divide = useMutation({
    mutationFn: (id: string) => divideCost(record.id, record.version, id),
    onSuccess: async ({ count, action }) => {
      notice(costKind, t('divide.done', { count }), action)
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await client.invalidateQueries({ queryKey: ['kpis'] })
      onDone()
    },
  })
  const rule = divide.error instanceof ApiError ? divide.error.problems[0]?.rule : undefined
  return (
    <Stack gap="md">
      <Text size="sm">{t('divide.text')}</Text>
      {splits.isError && <ErrorState error={splits.error} />}
      {splits.data?.length === 0 ? (
        <Text size="sm">
          {t('divide.none')}{' '}
          <AppLink to={`/${costSplitKind.path}/new`} underline="always">
            {t('divide.new')}
          </AppLink>
        </Text>
      ) : (
        <Select
          label={t('divide.split')}
          data={(splits.data ?? []).map(({ id, label }) => ({ value: id, label }))}
          value={split}
          onChange={setSplit}
          searchable
        />
      )}
      {divide.isError && (
        <ErrorState
          error={divide.error}
          {...(rule && hasRuleText(rule) ? { text: text(ruleText(rule)) } : {})}
        />
      )}
      <Group justify="flex-end">
        <Button
          disabled={split === null}
          loading={divide.isPending}
          onClick={() => split !== null && divide.mutate(split)}
        >
          {t('divide.do')}
        </Button>
      </Group>
    </Stack>
  )
}
