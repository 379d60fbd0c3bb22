import { PageHeader } from '../ui/page-header.tsx'
import { useInfluenceTexts } from './influence-texts.ts'

export function InfluenceScreen() {
  const t = useInfluenceTexts()
  return <PageHeader title={t('title')} />
}
