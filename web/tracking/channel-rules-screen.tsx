import { PageHeader } from '../ui/page-header.tsx'
import { useChannelRulesTexts } from './channel-rules-texts.ts'

/** The rules by which a visit gets its channel. */
export function ChannelRulesScreen() {
  const t = useChannelRulesTexts()
  return <PageHeader title={t('title')} sentence={t('subtitle')} />
}
