import { Loader, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  type AuditKind,
  actionLabel,
  actorLabel,
  changesOf,
  kindLabel,
  recordName,
} from '#access/audit-words.ts'
import type { AuditEvent } from '#access/schema.ts'
import { useLanguage, useText } from '../platform/language.ts'
import { useDisplay } from '../records/use-display.ts'
import { AppLink } from '../ui/app-link.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { auditKey, fetchAuditEvent } from './audit-api.ts'
import { valueText } from './audit-display.ts'
import classes from './audit-screen.module.css'
import { useAccessTexts } from './texts.ts'
import { useAuditKinds } from './use-audit-kinds.ts'

type Names = Readonly<Record<string, string>>

type Props = {
  /** Number of the open event; '' for none. */
  readonly id: string
  /** Events that are loaded already. */
  readonly rows: readonly AuditEvent[]
  readonly names: Names
  readonly onClose: () => void
}

/** One event with everything it holds: before and after of each field. */
export function AuditDrawer({ id, rows, names, onClose }: Props) {
  const t = useAccessTexts()
  const loaded = rows.find((event) => String(event.id) === id)
  const fetched = useQuery({
    queryKey: [...auditKey, 'one', id],
    enabled: id !== '' && loaded === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => fetchAuditEvent(id, signal),
  })
  const event = loaded ?? fetched.data?.event
  return (
    <SideDrawer opened={id !== ''} onClose={onClose} title={t('audit.event', { id })}>
      {fetched.isError && <ErrorState error={fetched.error} />}
      {fetched.isLoading && <Loader size="sm" />}
      {fetched.data === null && <Text size="sm">{t('audit.gone')}</Text>}
      {event && <EventFacts event={event} names={loaded ? names : (fetched.data?.names ?? {})} />}
    </SideDrawer>
  )
}

function EventFacts({ event, names }: { readonly event: AuditEvent; readonly names: Names }) {
  const t = useAccessTexts()
  const text = useText()
  const language = useLanguage()
  const formats = useFormats()
  const kinds = useAuditKinds()
  const kind = kinds.get(event.kind)
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('audit.at'), formats.instant(event.at)],
    [t('audit.who'), actorLabel(event.actor_id, event.actor_name)[language]],
    [t('audit.action'), text(actionLabel(event.action))],
    [t('audit.kind'), text(kindLabel(kinds, event.kind))],
    [t('audit.record'), <RecordLink key="record" event={event} kind={kind} names={names} />],
    ...(event.reason ? [[t('audit.reason'), event.reason] as const] : []),
    ...(event.import_id
      ? [
          [
            t('audit.import'),
            <AppLink key="import" to={`/imports/${event.import_id}`}>
              {t('audit.import.open')}
            </AppLink>,
          ] as const,
        ]
      : []),
    ...(event.request_id ? [[t('audit.request'), event.request_id] as const] : []),
  ]
  return (
    <Stack gap="lg">
      <Table variant="vertical" layout="fixed" withRowBorders>
        <Table.Tbody>
          {facts.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th w={130}>{label}</Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Changes event={event} kind={kind} names={names} />
    </Stack>
  )
}

type EventProps = {
  readonly event: AuditEvent
  readonly kind: AuditKind | undefined
  readonly names: Names
}

/** The way to the record as long as it exists. */
function RecordLink({ event, kind, names }: EventProps) {
  const kinds = useAuditKinds()
  const name = recordName(kinds, event, names)
  const isAlive = names[event.record_id] !== undefined
  const path = event.kind === 'session' ? 'users' : kind?.path
  if (path === 'imports') {
    return <AppLink to={`/imports/${event.record_id}`}>{name ?? event.record_id}</AppLink>
  }
  if (!isAlive || path === undefined) return <>{name ?? '–'}</>
  return <AppLink to={`/${path}/${event.record_id}`}>{name}</AppLink>
}

function Changes({ event, kind, names }: EventProps) {
  const t = useAccessTexts()
  const text = useText()
  const settings = useDisplay(names)
  const changes = changesOf(kind, event.before, event.after)
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('audit.noChanges')}
      </Text>
    )
  }
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">{t('audit.field')}</th>
          {event.before && <th scope="col">{t('audit.before')}</th>}
          {event.after && <th scope="col">{event.before ? t('audit.after') : t('audit.value')}</th>}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.id}>
            <td>{change.field ? text(change.field.label) : change.id}</td>
            {event.before && <td>{valueText(change, change.before, settings)}</td>}
            {event.after && <td>{valueText(change, change.after, settings)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
