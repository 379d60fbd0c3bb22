import { PageHeader } from '../ui/page-header.tsx'

export function CohortScreen() {
  return <PageHeader title="Kohorten" />
}
