import { PageHeader } from '../ui/page-header.tsx'

export function MarginScreen() {
  return <PageHeader title="Deckungsbeitrag" />
}
