import { MERGEABLE } from '#crm/merge.ts'
import type { RecordKind } from '#kernel/record.ts'
import { SessionList } from '../access/session-list.tsx'
import { UserActions } from '../access/user-actions.tsx'
import { useMay } from '../platform/session.ts'
import { MergeButton } from './merge-button.tsx'
import type { RecordValues } from './records-api.ts'

type Props = { readonly kind: RecordKind; readonly record: RecordValues }

/** Buttons that only some kinds of records have. */
export function KindActions({ kind, record, title }: Props & { readonly title: string }) {
  if (kind.id === 'user') return <UserActions user={record} />
  if (MERGEABLE.includes(kind.id)) {
    return <MergeButton kind={kind} record={record} title={title} />
  }
  return null
}

/** What only one kind of record shows below its facts. */
export function KindPanels({ kind, record }: Props) {
  const may = useMay()
  if (kind.id !== 'user' || !may('users:write') || record.state !== 'active') return null
  return <SessionList userId={record.id} />
}
