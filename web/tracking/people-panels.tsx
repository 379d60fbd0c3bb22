import { Stack } from '@mantine/core'
import type { KnownKind } from '#tracking/identity-shapes.ts'
import { useMay } from '../platform/session.ts'
import { KnownVisitors } from './known-visitors.tsx'
import { PersonPanel } from './person-panel.tsx'

type Props = { readonly kind: KnownKind; readonly id: string; readonly title: string }

/** Below everything else on the page of a person or company: their visitors, and what a person may ask for. */
export function PeoplePanels({ kind, id, title }: Props) {
  const may = useMay()
  return (
    <Stack gap="lg">
      {may('tracking:read') && <KnownVisitors kind={kind} id={id} title={title} />}
      {kind !== 'account' && <PersonPanel person={{ kind, id }} title={title} />}
    </Stack>
  )
}
