import { PageHeader } from '../ui/page-header.tsx'

export function CockpitScreen() {
  return <PageHeader title="Cockpit" />
}
