import { PageHeader } from '../ui/page-header.tsx'
import { useJourneysTexts } from './journeys-texts.ts'

export function JourneysScreen() {
  const t = useJourneysTexts()
  return <PageHeader title={t('title')} />
}
