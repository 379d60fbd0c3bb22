import { PageHeader } from '../ui/page-header.tsx'

export function AgendaScreen() {
  return <PageHeader title="Tagesordnung" />
}
