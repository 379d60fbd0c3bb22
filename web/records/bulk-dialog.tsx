import { Button, CloseButton, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Field, RecordKind, Values } from '#kernel/record.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useMe } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { BulkOutcome } from './bulk-outcome.tsx'
import { FieldEditor } from './field-editor.tsx'
import { type EditorValue, fromEditor } from './form-state.ts'
import { formFields } from './kinds.ts'
import { type BulkMode, type BulkResult, type BulkSelection, bulkUpdate } from './lists-api.ts'
import { recordKeys } from './records-api.ts'
import { ruleText } from './rules.ts'
import { useRecordTexts } from './texts.ts'
import { useDoneNotice } from './use-undo.tsx'

type Props = {
  readonly kind: RecordKind
  readonly target: BulkSelection
  readonly count: number
  readonly onClose: () => void
  readonly onDone: () => void
}

const asksReason = (result: BulkResult): boolean =>
  result.refused.some((record) =>
    record.problems.some((problem) => problem.rule.endsWith('.reason_required')),
  )

/** Sets one or several fields of many records: choose, see what would happen, do it. */
export function BulkDialog({ kind, target, count, onClose, onDone }: Props) {
  const t = useRecordTexts()
  const text = useText()
  const formats = useFormats()
  const client = useQueryClient()
  const notice = useDoneNotice()
  const settings = { language: useLanguage(), timeZone: useMe().company.time_zone }
  const fields = formFields(kind)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [inputs, setInputs] = useState<Readonly<Record<string, EditorValue>>>({})
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const [reason, setReason] = useState('')
  const [wantsReason, setWantsReason] = useState(false)
  const [preview, setPreview] = useState<BulkResult | null>(null)
  const [mode, setMode] = useState<BulkMode>('all_or_nothing')
  const shown = chosen.flatMap((id) => fields.find((field) => field.id === id) ?? [])
  const touch = () => setPreview(null)

  const changesOf = (): Values | null => {
    const changes: Record<string, unknown> = {}
    const broken: Record<string, string> = {}
    for (const field of shown) {
      const parsed = fromEditor(field, inputs[field.id] ?? '', settings)
      if ('rule' in parsed) broken[field.id] = parsed.rule
      else if (field.required && parsed.value === null) broken[field.id] = 'records.required'
      else changes[field.id] = parsed.value
    }
    setProblems(broken)
    return Object.keys(broken).length > 0 ? null : changes
  }
  const run = useMutation({
    mutationFn: ({ changes, as }: { changes: Values; as: BulkMode }) =>
      bulkUpdate(kind, {
        ...target,
        mode: as,
        changes,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess: async (result) => {
      if (!result.applied) {
        setPreview(result)
        setWantsReason(wantsReason || asksReason(result))
        return
      }
      const message = t('bulk.done', {
        count: result.changed,
        shown: formats.number(result.changed, 0),
      })
      notice(kind, message, result.action)
      onDone()
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await client.invalidateQueries({ queryKey: ['kpis'] })
    },
  })
  const submit = (as: BulkMode) => {
    const changes = changesOf()
    if (changes) run.mutate({ changes, as })
  }
  const ready = preview !== null && preview.changed > 0
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('bulk.edit.title', { count, shown: formats.number(count, 0) })}
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          submit(ready ? mode : 'preview')
        }}
      >
        <Stack gap="md">
          {shown.map((field) => (
            <FieldLine
              key={field.id}
              field={field}
              value={inputs[field.id] ?? ''}
              error={problems[field.id]}
              onChange={(value) => {
                setInputs({ ...inputs, [field.id]: value })
                touch()
              }}
              onRemove={() => {
                setChosen(chosen.filter((id) => id !== field.id))
                touch()
              }}
            />
          ))}
          <Select
            data-autofocus
            label={t(shown.length === 0 ? 'bulk.field' : 'bulk.field.more')}
            placeholder={t('form.choose')}
            searchable
            value={null}
            data={fields
              .filter((field) => !chosen.includes(field.id))
              .map((field) => ({ value: field.id, label: text(field.label) }))}
            onChange={(id) => {
              if (id === null) return
              setChosen([...chosen, id])
              touch()
            }}
          />
          {wantsReason && (
            <Textarea
              label={t('reason.label')}
              description={t('bulk.reason')}
              autosize
              minRows={2}
              maxLength={2000}
              value={reason}
              onChange={(event) => {
                setReason(event.currentTarget.value)
                touch()
              }}
            />
          )}
          {run.isError && <ErrorState error={run.error} />}
          {preview !== null && (
            <BulkOutcome kind={kind} result={preview} verb="edit" mode={mode} onMode={setMode} />
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('form.cancel')}
            </Button>
            <Button
              type="submit"
              loading={run.isPending}
              disabled={
                shown.length === 0 ||
                (preview !== null &&
                  (!ready || (preview.refusedCount > 0 && mode === 'all_or_nothing')))
              }
            >
              {ready
                ? t('bulk.do', {
                    count: preview.changed,
                    shown: formats.number(preview.changed, 0),
                  })
                : t('bulk.preview')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function FieldLine({
  field,
  value,
  error,
  onChange,
  onRemove,
}: {
  readonly field: Field
  readonly value: EditorValue
  readonly error: string | undefined
  readonly onChange: (value: EditorValue) => void
  readonly onRemove: () => void
}) {
  const t = useRecordTexts()
  const text = useText()
  return (
    <Group gap="xs" wrap="nowrap" align="flex-end">
      <div style={{ flex: 1, minWidth: 0 }}>
        <FieldEditor
          field={field}
          value={value}
          error={error === undefined ? undefined : text(ruleText(error))}
          onChange={(_field, next) => onChange(next)}
        />
        {!field.required && value.length === 0 && (
          <Text size="xs" c="dimmed" mt={2}>
            {t('bulk.empties')}
          </Text>
        )}
      </div>
      <CloseButton
        aria-label={t('bulk.field.remove', { field: text(field.label) })}
        onClick={onRemove}
        mb={4}
      />
    </Group>
  )
}
