import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type AuditKind, auditKinds } from '#access/audit-words.ts'
import { fetchSettings, settingsKey } from '../company/settings-api.ts'
import { recordKinds } from '../records/kinds.ts'

/** Every kind that the trail knows, the settings with the fields that the server declares. */
export function useAuditKinds(): ReadonlyMap<string, AuditKind> {
  const settings = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => fetchSettings(signal),
  })
  const fields = settings.data?.definitions
  return useMemo(() => auditKinds(recordKinds, fields ?? []), [fields])
}
