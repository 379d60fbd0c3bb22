import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useMay } from '../platform/session.ts'
import type { RecordValues } from '../records/records-api.ts'
import { CopyCode, CopyLine } from '../ui/copy-field.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { callKeysKey, deleteCallKey, fetchCallKeys, makeCallKey } from './call-keys-api.ts'
import { useLinksTexts } from './links-texts.ts'
import { NumberCalls } from './number-calls.tsx'

/** What a telephone system sends for a call of this number. */
const exampleBody = (number: string): string =>
  JSON.stringify(
    {
      id: '4711',
      called: number,
      caller: '+49 221 123456',
      started_at: '2026-11-23T09:30:00+01:00',
      duration: 95,
    },
    null,
    2,
  )

/** Who called a number, and how calls get into the program. */
export function NumberPanels({ record }: { readonly record: RecordValues }) {
  return (
    <Stack gap="lg">
      <NumberCalls record={record} />
      <Intake record={record} />
    </Stack>
  )
}

/** By the telephone system, with a key of its own. */
function Intake({ record }: { readonly record: RecordValues }) {
  const t = useLinksTexts()
  const may = useMay()
  return (
    <Panel title={t('number.title')} sentence={t('number.text')}>
      <Stack gap="sm">
        <Text size="sm" fw={600}>
          {t('number.address')}
        </Text>
        <CopyLine value={`${location.origin}/api/calls`} label={t('number.address')} />
        <CopyCode
          label={t('number.header')}
          value={`Authorization: Bearer ${t('number.placeholder')}`}
        />
        <CopyCode label={t('number.body')} value={exampleBody(String(record.number ?? ''))} />
        <Keys mayWrite={may('tracking:write')} />
      </Stack>
    </Panel>
  )
}

function Keys({ mayWrite }: { readonly mayWrite: boolean }) {
  const t = useLinksTexts()
  const formats = useFormats()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const refresh = () => client.invalidateQueries({ queryKey: callKeysKey })
  const keys = useQuery({ queryKey: callKeysKey, queryFn: ({ signal }) => fetchCallKeys(signal) })
  const make = useMutation({
    mutationFn: () => makeCallKey(name.trim()),
    onSuccess: async () => {
      setName('')
      await refresh()
    },
  })
  const remove = useMutation({ mutationFn: deleteCallKey, onSuccess: refresh })
  const failed = keys.error ?? make.error ?? remove.error
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t('number.keys')}
      </Text>
      {keys.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('number.keys.none')}
        </Text>
      )}
      {keys.data && keys.data.length > 0 && (
        <SimpleTable
          label={t('number.keys')}
          columns={[
            { id: 'name', label: t('number.keys.name') },
            { id: 'made', label: t('number.keys.made') },
            { id: 'used', label: t('number.keys.used') },
            {
              id: 'remove',
              label: t('number.keys.remove'),
              format: (_, row) =>
                mayWrite && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`${t('number.keys.remove')}: ${row[0]}`}
                    loading={remove.isPending && remove.variables === row[4]}
                    onClick={() => remove.mutate(String(row[4]))}
                  >
                    {t('number.keys.remove')}
                  </Button>
                ),
            },
          ]}
          rows={keys.data.map((key) => [
            key.name,
            `${formats.instant(key.createdAt)}, ${key.createdBy}`,
            key.lastUsedAt && formats.instant(key.lastUsedAt),
            null,
            key.id,
          ])}
        />
      )}
      {make.data && (
        <Alert color="good" variant="light" role="status" title={t('number.keys.once')}>
          <CopyLine value={make.data.token} label={t('number.keys')} />
        </Alert>
      )}
      {failed && <ErrorState error={failed} />}
      {mayWrite && (
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            if (name.trim() !== '') make.mutate()
          }}
        >
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t('number.keys.name')}
              placeholder={t('number.keys.example')}
              value={name}
              maxLength={100}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={make.isPending}>
              {t('number.keys.make')}
            </Button>
          </Group>
        </form>
      )}
    </Stack>
  )
}
