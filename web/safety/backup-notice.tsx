import { Group, Text } from '@mantine/core'
import { useMay } from '../platform/session.ts'
import { AppLink } from '../ui/app-link.tsx'
import { BandBadge } from '../ui/band-badge.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useBackups } from './safety-api.ts'
import { useSafetyTexts } from './texts.ts'

/** One line for the start page of the administrator: the last backup and the next. Nothing for others. */
export function BackupNotice() {
  return useMay()('safety:read') ? <Notice /> : null
}

function Notice() {
  const t = useSafetyTexts()
  const formats = useFormats()
  const { data } = useBackups()
  if (!data) return null
  const { lastDone, lastFailed, nextAt } = data
  const last = lastDone
    ? t('notice.last', { at: formats.instant(lastDone.endedAt) })
    : t('notice.none')
  const next = nextAt === null ? t('notice.off') : t('notice.next', { at: formats.instant(nextAt) })
  const tone = lastFailed ? 'bad' : lastDone ? 'good' : 'attention'
  return (
    <Group gap="xs" mt="lg" component="aside" aria-label={t('notice.label')}>
      <BandBadge tone={tone} label={lastFailed ? t('notice.failed') : last} />
      <Text size="xs" c="dimmed">
        {lastFailed ? `${last}, ${next}` : next}
      </Text>
      <AppLink to="/safety" size="xs">
        {t('notice.label')}
      </AppLink>
    </Group>
  )
}
