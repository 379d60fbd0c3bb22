import { PageHeader } from '../ui/page-header.tsx'

export function RoiScreen() {
  return <PageHeader title="ROI" />
}
