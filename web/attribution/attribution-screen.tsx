import { PageHeader } from '../ui/page-header.tsx'
import { useAttributionTexts } from './texts.ts'

export function AttributionScreen() {
  const t = useAttributionTexts()
  return <PageHeader title={t('title')} />
}
