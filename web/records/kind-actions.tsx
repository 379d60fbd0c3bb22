import type { RecordKind } from '#kernel/record.ts'
import { InviteButton } from '../access/invite-button.tsx'
import type { RecordValues } from './records-api.ts'

type Props = { readonly kind: RecordKind; readonly record: RecordValues }

/** Buttons that only one kind of record has. */
export function KindActions({ kind, record }: Props) {
  return kind.id === 'user' ? <InviteButton user={record} /> : null
}
