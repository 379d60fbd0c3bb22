import { PageHeader } from '../ui/page-header.tsx'
import { useTrafficTexts } from './traffic-texts.ts'

/** Who visits your websites, where the visits come from and what they reach. */
export function TrafficScreen() {
  const t = useTrafficTexts()
  return <PageHeader title={t('title')} sentence={t('subtitle')} />
}
