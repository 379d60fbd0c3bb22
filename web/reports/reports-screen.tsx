import { PageHeader } from '../ui/page-header.tsx'

export function ReportsScreen() {
  return <PageHeader title="Berichte" />
}
