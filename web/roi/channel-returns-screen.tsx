import { PageHeader } from '../ui/page-header.tsx'

export function ChannelReturnsScreen() {
  return <PageHeader title="Kanäle im Vergleich" />
}
