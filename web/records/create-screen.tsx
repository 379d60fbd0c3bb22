import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { RecordKind, Values } from '#kernel/record.ts'
import { NotFound } from '../app/not-found.tsx'
import { PermittedScreen } from '../app/permitted-screen.tsx'
import { useText } from '../platform/language.ts'
import { useSearchState } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { titleOf } from './display.ts'
import { isFixed, kindByPath, startValues } from './kinds.ts'
import { RecordForm } from './record-form.tsx'
import { createRecord } from './records-api.ts'
import { useRecordTexts } from './texts.ts'
import { useDisplay } from './use-display.ts'
import { useDoneNotice } from './use-undo.tsx'

/** A new record has no saved state. */
const NOTHING: Values = {}

/** The form of a new record; fields named in the address are filled in (`?account_id=…`). */
export function CreateScreen() {
  const { path } = useParams({ strict: false }) as { path?: string }
  const kind = kindByPath(path ?? '')
  if (!kind || isFixed(kind)) return <NotFound />
  return (
    <PermittedScreen permission={`${kind.area}:write`}>
      <CreateForm key={kind.id} kind={kind} />
    </PermittedScreen>
  )
}

function CreateForm({ kind }: { readonly kind: RecordKind }) {
  const t = useRecordTexts()
  const text = useText()
  const navigate = useNavigate()
  const display = useDisplay({})
  const notice = useDoneNotice()
  const [search] = useSearchState()
  const [preset] = useState(() => ({
    ...startValues(kind, new Date().toISOString()),
    ...Object.fromEntries(
      Object.entries(search).filter(([name]) => kind.fields.some((field) => field.id === name)),
    ),
  }))
  return (
    <>
      <PageHeader
        eyebrow={<AppLink to={`/${kind.path}`}>{text(kind.plural)}</AppLink>}
        title={t('form.new', { kind: text(kind.label) })}
      />
      <RecordForm
        kind={kind}
        draftName={`${kind.path}.new`}
        values={NOTHING}
        preset={preset}
        submitLabel={t('form.create')}
        onCancel={() => void navigate({ to: `/${kind.path}` })}
        onSave={async (changes) => {
          const { record, action } = await createRecord(kind, changes)
          const title = titleOf(kind, record, display) || t('untitled')
          const back = () => navigate({ to: `/${kind.path}`, replace: true })
          notice(kind, t('form.created', { title }), action ?? null, action ? back : undefined)
          await navigate({ to: `/${kind.path}/${record.id}`, replace: true })
        }}
      />
    </>
  )
}
