import { PageHeader } from '../ui/page-header.tsx'

export function DecisionsScreen() {
  return <PageHeader title="Entscheidungen" />
}
