import { PageHeader } from '../ui/page-header.tsx'

export function DoubleBookingsScreen() {
  return <PageHeader title="Doppelbuchungen" />
}
