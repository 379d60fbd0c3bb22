import { PageHeader } from '../ui/page-header.tsx'
import { useGoalsTexts } from './goals-texts.ts'

/** What visitors shall reach, and what it is worth. */
export function GoalsScreen() {
  const t = useGoalsTexts()
  return <PageHeader title={t('title')} sentence={t('subtitle')} />
}
