import { Alert, Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { ApiError } from '../platform/api.ts'
import { useText } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import {
  changeFilter,
  chooseDefault,
  deleteFilter,
  listKeys,
  type SavedFilter,
  saveFilter,
} from './lists-api.ts'
import { ruleText } from './rules.ts'
import { useRecordTexts } from './texts.ts'

type Props = {
  readonly kind: RecordKind
  /** The filter to change; null saves `query` under a new name. */
  readonly filter: SavedFilter | null
  readonly query: string
  readonly onClose: () => void
  readonly onSaved: (filter: SavedFilter) => void
}

/** Name, sharing and default of a saved filter. */
export function SavedFilterDialog({ kind, filter, query, onClose, onSaved }: Props) {
  const t = useRecordTexts()
  const text = useText()
  const client = useQueryClient()
  const [name, setName] = useState(filter?.name ?? '')
  const [shared, setShared] = useState(filter?.shared ?? false)
  const [isDefault, setDefault] = useState(filter?.isDefault ?? false)
  const mine = filter === null || filter.changeable
  const refresh = () => client.invalidateQueries({ queryKey: listKeys.filters(kind) })
  const save = useMutation({
    mutationFn: async () => {
      const saved = !filter
        ? await saveFilter(kind, { name, query, shared })
        : mine
          ? await changeFilter(kind, filter.id, { name, shared })
          : filter
      if (isDefault !== saved.isDefault) await chooseDefault(kind, isDefault ? saved.id : null)
      return saved
    },
    onSuccess: async (saved) => {
      await refresh()
      if (filter === null) onSaved(saved)
      onClose()
    },
  })
  const remove = useMutation({
    mutationFn: () => deleteFilter(kind, filter?.id ?? ''),
    onSuccess: async () => {
      await refresh()
      onClose()
    },
  })
  const nameProblem =
    save.error instanceof ApiError && save.error.code === 'records.filter_name_taken'
      ? text(ruleText(save.error.code))
      : undefined
  return (
    <Modal
      opened
      onClose={onClose}
      title={filter === null ? t('views.save.title') : t('views.edit.title')}
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <Stack gap="md">
          {!mine && (
            <Text size="sm" c="dimmed">
              {t('views.ofAnother', { owner: filter.owner })}
            </Text>
          )}
          <TextInput
            data-autofocus
            label={t('views.name')}
            required
            maxLength={80}
            disabled={!mine}
            value={name}
            error={nameProblem}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            label={t('views.share')}
            description={t('views.share.hint')}
            disabled={!mine}
            checked={shared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
          <Checkbox
            label={t('views.default')}
            description={t('views.default.hint', { kinds: text(kind.plural) })}
            checked={isDefault}
            onChange={(event) => setDefault(event.currentTarget.checked)}
          />
          {save.isError && nameProblem === undefined && <ErrorState error={save.error} />}
          {remove.isError && <ErrorState error={remove.error} />}
          {filter?.shared && mine && !shared && (
            <Alert color="attention" variant="light">
              <Text size="sm">{t('views.unshare')}</Text>
            </Alert>
          )}
          <Group justify="space-between" gap="sm">
            {filter !== null && mine ? (
              <Button
                variant="subtle"
                color="bad"
                loading={remove.isPending}
                onClick={() => remove.mutate()}
              >
                {t('views.delete')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="sm">
              <Button variant="default" onClick={onClose}>
                {t('form.cancel')}
              </Button>
              <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
                {t('form.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
