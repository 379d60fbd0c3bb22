import { Button, Group, Modal, Radio, Stack, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { GitMergeIcon } from '@primer/octicons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { differingFields, type Side, usualSide } from '#crm/merge.ts'
import type { RecordKind } from '#kernel/record.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { displayText, titleOf } from './display.ts'
import { kindById } from './kinds.ts'
import { fetchReferences, listKeys, mergeRecords } from './lists-api.ts'
import { fetchRecord, type RecordValues, recordKeys, type ShownRecord } from './records-api.ts'
import { ReferencePicker } from './reference-picker.tsx'
import { hasRuleText, ruleText } from './rules.ts'
import { useRecordTexts } from './texts.ts'
import { useDisplay } from './use-display.ts'
import { useDoneNotice } from './use-undo.tsx'

type Props = {
  readonly kind: RecordKind
  readonly record: RecordValues
  readonly title: string
}

/** Makes one record of two: this one stays, another one is merged into it. */
export function MergeButton({ kind, record, title }: Props) {
  const t = useRecordTexts()
  const may = useMay()
  const [opened, dialog] = useDisclosure(false)
  if (!may(`${kind.area}:write`)) return null
  return (
    <>
      <Button variant="default" leftSection={<GitMergeIcon size={16} />} onClick={dialog.open}>
        {t('merge.do')}
      </Button>
      <Modal opened={opened} onClose={dialog.close} size="xl" title={t('merge.title', { title })}>
        {opened && <MergeForm kind={kind} record={record} title={title} onClose={dialog.close} />}
      </Modal>
    </>
  )
}

function MergeForm({ kind, record, title, onClose }: Props & { readonly onClose: () => void }) {
  const t = useRecordTexts()
  const text = useText()
  const [otherId, setOtherId] = useState('')
  const same = otherId === record.id
  const other = useQuery({
    queryKey: recordKeys.one(kind, otherId),
    enabled: otherId !== '' && !same,
    queryFn: ({ signal }) => fetchRecord(kind, otherId, signal),
  })
  const survivor = useQuery({
    queryKey: recordKeys.one(kind, record.id),
    queryFn: ({ signal }) => fetchRecord(kind, record.id, signal),
  })
  return (
    <Stack gap="md">
      <Text size="sm">{t('merge.text', { title })}</Text>
      <ReferencePicker
        kind={kind}
        label={t('merge.other', { kind: text(kind.label) })}
        value={otherId}
        onChange={setOtherId}
        error={same ? t('merge.same') : undefined}
      />
      {other.isError && <ErrorState error={other.error} />}
      {other.data && survivor.data && !same && (
        <MergeChoices
          key={otherId}
          kind={kind}
          survivor={survivor.data}
          other={other.data}
          onClose={onClose}
        />
      )}
      {!other.data && (
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('form.cancel')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function MergeChoices({
  kind,
  survivor,
  other,
  onClose,
}: {
  readonly kind: RecordKind
  readonly survivor: ShownRecord
  readonly other: ShownRecord
  readonly onClose: () => void
}) {
  const t = useRecordTexts()
  const client = useQueryClient()
  const notice = useDoneNotice()
  const display = useDisplay({ ...survivor.labels, ...other.labels })
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({})
  const fields = differingFields(kind, survivor.record, other.record)
  const sideOf = (id: string) => choices[id] ?? usualSide(id, survivor.record, other.record)
  const otherTitle = titleOf(kind, other.record, display) || t('untitled')
  const merge = useMutation({
    mutationFn: () =>
      mergeRecords(kind, survivor.record.id, {
        version: survivor.record.version,
        other: { id: other.record.id, version: other.record.version },
        choices: Object.fromEntries(fields.map((id) => [id, sideOf(id)])),
      }),
    onSuccess: async ({ action }) => {
      onClose()
      notice(kind, t('merge.done', { title: otherTitle }), action)
      client.removeQueries({ queryKey: recordKeys.one(kind, other.record.id) })
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await client.invalidateQueries({ queryKey: ['kpis'] })
    },
  })
  return (
    <Stack gap="md">
      <MovingReferences kind={kind} id={other.record.id} />
      {fields.length > 0 && (
        <ChoiceTable
          kind={kind}
          fields={fields}
          survivor={survivor}
          other={other}
          sideOf={sideOf}
          onChoose={(id, side) => setChoices({ ...choices, [id]: side })}
        />
      )}
      {merge.isError && <MergeRefused error={merge.error} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('form.cancel')}
        </Button>
        <Button loading={merge.isPending} onClick={() => merge.mutate()}>
          {t('merge.confirm')}
        </Button>
      </Group>
    </Stack>
  )
}

function MergeRefused({ error }: { readonly error: unknown }) {
  const text = useText()
  const known = error instanceof ApiError && hasRuleText(error.code)
  return <ErrorState error={error} {...(known ? { text: text(ruleText(error.code)) } : {})} />
}

/** What points to the record that goes, and will point to the one that stays. */
function MovingReferences({ kind, id }: { readonly kind: RecordKind; readonly id: string }) {
  const t = useRecordTexts()
  const text = useText()
  const formats = useFormats()
  const query = useQuery({
    queryKey: listKeys.references(kind, id),
    queryFn: ({ signal }) => fetchReferences(kind, id, signal),
  })
  if (!query.data) return null
  const parts = query.data.map(({ kind: kindId, count }) => {
    const referring = kindById(kindId)
    const name = referring ? text(count === 1 ? referring.label : referring.plural) : kindId
    return `${formats.number(count, 0)} ${name}`
  })
  return (
    <Text size="sm" role="status">
      {parts.length === 0 ? t('merge.moves.none') : t('merge.moves', { what: parts.join(', ') })}
    </Text>
  )
}

function ChoiceTable({
  kind,
  fields,
  survivor,
  other,
  sideOf,
  onChoose,
}: {
  readonly kind: RecordKind
  readonly fields: readonly string[]
  readonly survivor: ShownRecord
  readonly other: ShownRecord
  readonly sideOf: (id: string) => Side
  readonly onChoose: (id: string, side: Side) => void
}) {
  const t = useRecordTexts()
  const text = useText()
  const display = useDisplay({ ...survivor.labels, ...other.labels })
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table verticalSpacing={6} aria-label={t('merge.table')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('merge.field')}</Table.Th>
            <Table.Th scope="col">{t('merge.survivor')}</Table.Th>
            <Table.Th scope="col">{t('merge.goes')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.flatMap((id) => {
            const field = kind.fields.find((candidate) => candidate.id === id)
            if (!field) return []
            const cell = (side: Side) => {
              const shown = side === 'survivor' ? survivor : other
              const value = displayText(field, shown.record[id], display)
              return (
                <Table.Td>
                  <Radio
                    name={`merge-${id}`}
                    label={value}
                    aria-label={`${text(field.label)}: ${value}`}
                    checked={sideOf(id) === side}
                    onChange={() => onChoose(id, side)}
                  />
                </Table.Td>
              )
            }
            return [
              <Table.Tr key={id}>
                <Table.Th scope="row" fw={400} c="dimmed">
                  {text(field.label)}
                </Table.Th>
                {cell('survivor')}
                {cell('other')}
              </Table.Tr>,
            ]
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
