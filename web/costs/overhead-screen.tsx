import { PageHeader } from '../ui/page-header.tsx'

export function OverheadScreen() {
  return <PageHeader title="Umlage" />
}
