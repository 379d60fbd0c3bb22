import { PageHeader } from '../ui/page-header.tsx'

export function WeekScreen() {
  return <PageHeader title="Woche erfassen" />
}
