import { Alert, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import {
  type FormEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Field, RecordKind, Values } from '#kernel/record.ts'
import type { Problem } from '#kernel/refusal.ts'
import { ApiError } from '../platform/api.ts'
import { dropDraft, readDraft, writeDraft } from '../platform/draft.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { noticeExpiry } from '../platform/query-client.ts'
import { useMe } from '../platform/session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { FieldEditor } from './field-editor.tsx'
import {
  changesOf,
  type EditorValue,
  type EditorValues,
  editorOf,
  isDirty,
  sectionsOf,
} from './form-state.ts'
import { formFields } from './kinds.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { recordKeys } from './records-api.ts'
import { hasRuleText, ruleText } from './rules.ts'
import { useRecordTexts } from './texts.ts'

type Props = {
  readonly kind: RecordKind
  /** Name of the draft: one per record, one per kind for new ones. */
  readonly draftName: string
  /** The saved state that changes are told against. */
  readonly values: Values
  /** Inputs that differ from the saved state from the beginning (a new record's start values). */
  readonly preset?: Values
  readonly submitLabel: string
  /** Saves; throws ApiError. `reason` is given after the server asked for one. */
  readonly onSave: (changes: Values, reason?: string) => Promise<void>
  readonly onCancel: () => void
  /** Shown instead of a general error on a 409 "changed meanwhile". */
  readonly conflict?: (now: EditorValues, take: () => void) => ReactNode
}

/** The form of a record: every field by section, drafts, problems at their fields, a reason when asked. */
export function RecordForm(props: Props) {
  const { kind, draftName, values, preset, onSave, onCancel, submitLabel } = props
  const t = useRecordTexts()
  const settings = { language: useLanguage(), timeZone: useMe().company.time_zone }
  const client = useQueryClient()
  const fields = useMemo(() => formFields(kind), [kind])
  const { language, timeZone } = settings
  const start = useMemo(
    () => editorOf(fields, values, { language, timeZone }),
    [fields, values, language, timeZone],
  )
  const [draft] = useState(() => readDraft<Record<string, EditorValue>>(draftName))
  const [inputs, setInputs] = useState<Record<string, EditorValue>>(() => ({
    ...(preset ? editorOf(fields, { ...values, ...preset }, settings) : start),
    ...draft,
  }))
  const [restored, setRestored] = useState(draft !== null && isDirty(start, { ...start, ...draft }))
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [error, setError] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const [askReason, setAskReason] = useState<readonly string[] | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useLeaveWarning(isDirty(start, inputs))
  const showNext = useRef(false)
  useEffect(() => {
    if (!showNext.current || problems.length === 0) return
    showNext.current = false
    showProblem(form.current)
  }, [problems])

  const change = useCallback((field: Field, value: EditorValue) => {
    setInputs((before) => ({ ...before, [field.id]: value }))
    setProblems((before) => before.filter((problem) => problem.field !== field.id))
  }, [])
  const typed = useRef(false)
  useEffect(() => {
    if (typed.current) writeDraft(draftName, changedInputs(start, inputs))
    typed.current = true
  }, [draftName, start, inputs])
  const reset = () => {
    dropDraft(draftName)
    setInputs(preset ? editorOf(fields, { ...values, ...preset }, settings) : start)
    setRestored(false)
    setProblems([])
  }
  const save = async (reason?: string) => {
    const { changes, problems: found } = changesOf(fields, start, inputs, settings)
    setProblems(found)
    setError(null)
    showNext.current = true
    if (found.length > 0) return
    setSaving(true)
    try {
      await onSave(changes, reason)
      dropDraft(draftName)
      setAskReason(null)
      await client.invalidateQueries({ queryKey: recordKeys.all })
      await client.invalidateQueries({ queryKey: ['kpis'] })
    } catch (refusal) {
      if (noticeExpiry(client, refusal)) return
      const asked = reasonFields(refusal)
      setAskReason(asked)
      if (asked === null) {
        setError(refusal)
        setProblems(refusal instanceof ApiError ? refusal.problems : [])
      }
    } finally {
      setSaving(false)
    }
  }
  const shownFields = new Set(fields.map((field) => field.id))
  const ownError = error !== null && !problems.some((problem) => shownFields.has(problem.field))
  const isConflict =
    error instanceof ApiError && error.code === 'records.changed_meanwhile' && props.conflict
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack gap="lg">
        {restored && (
          <Alert color="petrol" variant="light" role="status">
            <Group justify="space-between" gap="xs">
              <Text size="sm">{t('form.draft')}</Text>
              <Button size="compact-sm" variant="default" onClick={reset}>
                {t('form.draft.drop')}
              </Button>
            </Group>
          </Alert>
        )}
        {isConflict
          ? props.conflict?.(changedInputs(start, inputs), () => setError(null))
          : ownError && <FormError error={error} />}
        <ProblemSummary fields={fields} problems={problems} />
        <FormSections fields={fields} inputs={inputs} problems={problems} onChange={change} />
        <Group gap="sm">
          <Button type="submit" loading={saving}>
            {submitLabel}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              dropDraft(draftName)
              onCancel()
            }}
          >
            {t('form.cancel')}
          </Button>
        </Group>
      </Stack>
      <ReasonDialog
        kind={kind}
        fields={askReason}
        saving={saving}
        onClose={() => setAskReason(null)}
        onReason={(reason) => void save(reason)}
      />
    </form>
  )
}

function FormError({ error }: { readonly error: unknown }) {
  const text = useText()
  const known = error instanceof ApiError && hasRuleText(error.code)
  return <ErrorState error={error} {...(known ? { text: text(ruleText(error.code)) } : {})} />
}

/** The fields for which the server wants a reason, or null when that is not what it said. */
function reasonFields(refusal: unknown): readonly string[] | null {
  if (!(refusal instanceof ApiError)) return null
  const asked = refusal.problems.filter((problem) => problem.rule.endsWith('.reason_required'))
  return asked.length === 0 ? null : asked.map((problem) => problem.field)
}

/** Only what differs is worth keeping: a record changed elsewhere shows through a draft. */
const changedInputs = (start: EditorValues, now: EditorValues): EditorValues =>
  Object.fromEntries(
    Object.entries(now).filter(([id, value]) =>
      isDirty({ [id]: start[id] ?? '' }, { [id]: value }),
    ),
  )

/** After a refusal the first marked field gets the focus, in the middle of the window. */
function showProblem(form: HTMLFormElement | null): void {
  const input = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  input?.focus({ preventScroll: true })
  input?.scrollIntoView({ block: 'center' })
}

function useLeaveWarning(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    // Drafts survive a reload; the question is for closing the tab.
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])
}

/** Broken rules in one place, for those that stand far down the form or belong to no input. */
function ProblemSummary({
  fields,
  problems,
}: {
  readonly fields: readonly Field[]
  readonly problems: readonly Problem[]
}) {
  const t = useRecordTexts()
  const text = useText()
  if (problems.length === 0) return null
  const name = (id: string) => {
    const field = fields.find((candidate) => candidate.id === id)
    return field ? text(field.label) : id
  }
  return (
    <Alert
      color="bad"
      variant="light"
      role="alert"
      title={t('form.problems', { count: problems.length })}
    >
      <ul style={{ margin: 0, paddingInlineStart: 18 }}>
        {problems.map((problem) => (
          <li key={`${problem.field} ${problem.rule}`}>
            <b>{name(problem.field)}:</b> {text(ruleText(problem.rule))}
          </li>
        ))}
      </ul>
    </Alert>
  )
}

function FormSections({
  fields,
  inputs,
  problems,
  onChange,
}: {
  readonly fields: readonly Field[]
  readonly inputs: EditorValues
  readonly problems: readonly Problem[]
  readonly onChange: (field: Field, value: EditorValue) => void
}) {
  const t = useRecordTexts()
  const text = useText()
  const problemOf = (id: string) => {
    const problem = problems.find((candidate) => candidate.field === id)
    return problem ? text(ruleText(problem.rule)) : undefined
  }
  return sectionsOf(fields).map((section) => (
    <Stack key={section.heading?.de ?? ''} gap="sm" component="section">
      <Title order={2}>{section.heading ? text(section.heading) : t('detail.general')}</Title>
      <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="md" verticalSpacing="sm">
        {section.fields.map((field) => (
          <div
            key={field.id}
            style={field.type === 'longtext' ? { gridColumn: '1 / -1' } : undefined}
          >
            <FieldEditor
              field={field}
              value={inputs[field.id] ?? ''}
              onChange={onChange}
              error={problemOf(field.id)}
            />
          </div>
        ))}
      </SimpleGrid>
    </Stack>
  ))
}
