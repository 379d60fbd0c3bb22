import { Button, Loader } from '@mantine/core'
import { PlusIcon } from '@primer/octicons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { touchpointKind } from '#tracking/records.ts'
import { useMay } from '../platform/session.ts'
import { kindById } from '../records/kinds.ts'
import type { RecordValues } from '../records/records-api.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { callsKey, fetchCalls } from './call-keys-api.ts'
import { useLinksTexts } from './links-texts.ts'
import { useTrafficWords } from './traffic-words.ts'

/** Who called a number, and the way to write a call down by hand. */
export function NumberCalls({ record }: { readonly record: RecordValues }) {
  const t = useLinksTexts()
  const may = useMay()
  const formats = useFormats()
  const { clock } = useTrafficWords({})
  const calls = useQuery({
    queryKey: callsKey(record.id),
    queryFn: ({ signal }) => fetchCalls(record.id, signal),
  })
  const { items = [], recent = 0, ever = 0 } = calls.data ?? {}
  return (
    <Panel
      title={t('calls.title')}
      sentence={
        calls.data &&
        (ever === 0
          ? t('calls.none')
          : t('calls.sentence', { count: recent, ever: formats.number(ever) }))
      }
      actions={may('tracking:write') && <WriteDownButton record={record} />}
    >
      {calls.isPending && <Loader size="sm" role="status" aria-label={t('calls.title')} />}
      {calls.isError && <ErrorState error={calls.error} onRetry={() => void calls.refetch()} />}
      {items.length > 0 && (
        <SimpleTable
          label={t('calls.title')}
          columns={[
            {
              id: 'at',
              label: t('calls.at'),
              format: (at, row) => (
                <AppLink to={`/${touchpointKind.path}/${row[4]}`} size="sm">
                  {formats.instant(String(at))}
                </AppLink>
              ),
            },
            {
              id: 'person',
              label: t('calls.person'),
              format: (label, row) =>
                row[5] ? (
                  <AppLink to={String(row[5])} size="sm">
                    {String(label)}
                  </AppLink>
                ) : (
                  t('calls.unknown')
                ),
            },
            { id: 'caller', label: t('calls.caller') },
            { id: 'duration', label: t('calls.duration'), numeric: true },
          ]}
          rows={items.map(({ at, person, caller, duration, touchpoint }) => [
            at,
            person?.label || '–',
            caller ?? '–',
            duration === null ? '–' : clock(duration),
            touchpoint,
            person && `/${kindById(person.kind)?.path}/${person.id}`,
          ])}
        />
      )}
    </Panel>
  )
}

/** The form of a touchpoint, filled in with what the number stands for. */
function WriteDownButton({ record }: { readonly record: RecordValues }) {
  const t = useLinksTexts()
  const given = {
    kind: 'call',
    title: record.name,
    campaign_id: record.campaign_id,
    channel: record.channel,
  }
  const search = Object.fromEntries(
    Object.entries(given).filter(([, value]) => typeof value === 'string' && value !== ''),
  )
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<PlusIcon size={14} />}
      renderRoot={(props) => (
        <Link to={`/${touchpointKind.path}/new` as string} search={search as never} {...props} />
      )}
    >
      {t('calls.new')}
    </Button>
  )
}
