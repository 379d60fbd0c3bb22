import { Alert, Button, Grid, Group, Stack, Text } from '@mantine/core'
import { PencilIcon } from '@primer/octicons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { RecordKind } from '#kernel/record.ts'
import { NotFound } from '../app/not-found.tsx'
import { PermittedScreen } from '../app/permitted-screen.tsx'
import { ScreenLoading } from '../app/screen-loading.tsx'
import { useText } from '../platform/language.ts'
import { useMay } from '../platform/session.ts'
import { one, useSearchState } from '../platform/url-state.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { DeleteButton } from './delete-button.tsx'
import { titleOf } from './display.ts'
import { KindActions, KindEndPanels, KindPanels } from './kind-actions.tsx'
import { isFixed, kindByPath, relatedOf } from './kinds.ts'
import { RecordFacts } from './record-facts.tsx'
import { RecordForm } from './record-form.tsx'
import {
  fetchRecord,
  type RecordValues,
  recordKeys,
  type ShownRecord,
  updateRecord,
} from './records-api.ts'
import { RelatedList } from './related-list.tsx'
import { useRecordTexts } from './texts.ts'
import { Timeline } from './timeline.tsx'
import { useDisplay } from './use-display.ts'
import { useSavedNotice } from './use-saved-notice.tsx'

/** One record: what is known, its history, what belongs to it; the form when editing. */
export function DetailScreen() {
  const { path, recordId } = useParams({ strict: false }) as { path?: string; recordId?: string }
  const kind = kindByPath(path ?? '')
  if (!kind || !recordId) return <NotFound />
  return (
    <PermittedScreen permission={`${kind.area}:read`}>
      <Detail key={`${kind.id} ${recordId}`} kind={kind} id={recordId} />
    </PermittedScreen>
  )
}

function Detail({ kind, id }: { readonly kind: RecordKind; readonly id: string }) {
  const may = useMay()
  const [search] = useSearchState()
  const query = useQuery({
    queryKey: recordKeys.one(kind, id),
    queryFn: ({ signal }) => fetchRecord(kind, id, signal),
  })
  if (query.isPending) return <ScreenLoading />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const editing = one(search, 'edit') === '1' && may(`${kind.area}:write`)
  return (
    <>
      <DetailHeader kind={kind} shown={query.data} editing={editing} />
      {editing ? (
        <EditForm key={query.data.record.id} kind={kind} shown={query.data} />
      ) : (
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 8 }}>
            <Stack gap="lg">
              <RecordFacts kind={kind} shown={query.data} />
              <KindPanels kind={kind} record={query.data.record} />
              {relatedOf(kind)
                .filter((related) => may(`${related.kind.area}:read`))
                .map((related) => (
                  <RelatedList
                    key={related.kind.id}
                    related={related}
                    parent={kind}
                    record={query.data.record}
                  />
                ))}
              <EndPanels kind={kind} shown={query.data} />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }}>
            <Timeline kind={kind} id={id} labels={query.data.labels} />
          </Grid.Col>
        </Grid>
      )}
    </>
  )
}

function EndPanels({ kind, shown }: { readonly kind: RecordKind; readonly shown: ShownRecord }) {
  const t = useRecordTexts()
  const title = titleOf(kind, shown.record, useDisplay(shown.labels)) || t('untitled')
  return <KindEndPanels kind={kind} record={shown.record} title={title} />
}

function DetailHeader({
  kind,
  shown,
  editing,
}: {
  readonly kind: RecordKind
  readonly shown: ShownRecord
  readonly editing: boolean
}) {
  const t = useRecordTexts()
  const text = useText()
  const may = useMay()
  const formats = useFormats()
  const [, change] = useSearchState()
  const { record } = shown
  const title = titleOf(kind, record, useDisplay(shown.labels)) || t('untitled')
  const writable = may(`${kind.area}:write`)
  const created = record.created_at
  const updated = record.updated_at
  return (
    <PageHeader
      eyebrow={<AppLink to={`/${kind.path}`}>{text(kind.plural)}</AppLink>}
      title={title}
      sentence={
        typeof created === 'string' &&
        `${t('detail.created', { at: formats.instant(created) })}${
          typeof updated === 'string' && updated !== created
            ? `, ${t('detail.updated', { at: formats.instant(updated) })}`
            : ''
        }`
      }
      actions={
        !editing && (
          <>
            <KindActions kind={kind} record={record} title={title} />
            {writable && !isFixed(kind) && (
              <DeleteButton kind={kind} record={record} title={title} />
            )}
            {writable && (
              <Button
                leftSection={<PencilIcon size={16} />}
                onClick={() => change({ edit: '1' }, { push: true })}
              >
                {t('detail.edit')}
              </Button>
            )}
          </>
        )
      }
    />
  )
}

/** Works on the state that was on screen when editing began; somebody else's change is told on saving. */
function EditForm({ kind, shown }: { readonly kind: RecordKind; readonly shown: ShownRecord }) {
  const t = useRecordTexts()
  const text = useText()
  const client = useQueryClient()
  const [, change] = useSearchState()
  const notice = useSavedNotice()
  const [base, setBase] = useState<RecordValues>(shown.record)
  const [other, setOther] = useState<ShownRecord | null>(null)
  const { id } = base
  const done = () => change({ edit: undefined })
  const changedMeanwhile = kind.fields.filter(
    (field) =>
      other !== null &&
      JSON.stringify(other.record[field.id] ?? null) !== JSON.stringify(base[field.id] ?? null),
  )
  return (
    <RecordForm
      key={base.version}
      kind={kind}
      draftName={`${kind.path}.${id}`}
      values={base}
      submitLabel={t('form.save')}
      onCancel={done}
      onSave={async (changes, reason) => {
        if (Object.keys(changes).length === 0) return done()
        try {
          const saved = await updateRecord(kind, id, {
            version: base.version,
            changes,
            ...(reason === undefined ? {} : { reason }),
          })
          client.setQueryData(recordKeys.one(kind, id), saved)
          notice(kind, t('form.saved'), base, saved)
        } catch (error) {
          setOther(await fetchRecord(kind, id).catch(() => null))
          throw error
        }
        done()
      }}
      conflict={(_mine, take) => (
        <Alert color="attention" variant="light" role="alert" title={t('form.conflict.title')}>
          <Text size="sm">
            {t('form.conflict.text', {
              fields: changedMeanwhile.map((field) => text(field.label)).join(', ') || '–',
            })}
          </Text>
          <Group mt="sm">
            <Button
              size="xs"
              disabled={other === null}
              onClick={() => {
                take()
                if (other === null) return
                client.setQueryData(recordKeys.one(kind, id), other)
                setBase(other.record)
              }}
            >
              {t('form.conflict.take')}
            </Button>
          </Group>
        </Alert>
      )}
    />
  )
}
