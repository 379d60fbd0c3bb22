import { PageHeader } from '../ui/page-header.tsx'
import { useLiveTexts } from './live-texts.ts'

/** What has happened on your websites in the last minutes. */
export function LiveScreen() {
  const t = useLiveTexts()
  return <PageHeader title={t('title')} sentence={t('subtitle')} />
}
