import { PageHeader } from '../ui/page-header.tsx'
import { useWebsitesTexts } from './websites-texts.ts'

/** Which websites are measured, and whether their script works. */
export function WebsitesScreen() {
  const t = useWebsitesTexts()
  return <PageHeader title={t('title')} sentence={t('subtitle')} />
}
