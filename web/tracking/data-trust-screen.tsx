import { PageHeader } from '../ui/page-header.tsx'
import { useDataTrustTexts } from './data-trust-texts.ts'

/** How much of what happens can be measured, and what improves it. */
export function DataTrustScreen() {
  const t = useDataTrustTexts()
  return <PageHeader title={t('title')} sentence={t('subtitle')} />
}
