import { PageHeader } from '../ui/page-header.tsx'

export function AccountsScreen() {
  return <PageHeader title="Kontenzuordnung" />
}
