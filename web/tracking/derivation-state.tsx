import { Text } from '@mantine/core'
import type { DerivationView } from '#tracking/rule-shapes.ts'
import { AppLink } from '../ui/app-link.tsx'
import { Progress } from '../ui/progress.tsx'
import { useFormats } from '../ui/use-formats.ts'
import { useChannelRulesTexts } from './channel-rules-texts.ts'
import { useAllChannelNames } from './use-all-channel-names.ts'

const MOVES_SHOWN = 3
const REASONS = ['rules', 'settings', 'program'] as const

/** How far giving channels anew is, or what it changed the last time. */
export function DerivationState({ derivation }: { readonly derivation: DerivationView }) {
  const t = useChannelRulesTexts()
  const formats = useFormats()
  const channelName = useAllChannelNames()
  const { state, done, total, moves, finishedAt, by } = derivation
  if (state === 'waiting') return <Progress label={t('derive.waiting')} done={0} total={null} />
  if (state === 'running') return <Progress label={t('derive.running')} done={done} total={total} />
  const shown = moves.slice(0, MOVES_SHOWN).map((move) =>
    t('derive.move', {
      count: formats.number(move.count),
      subject: t(`subject.${move.subject}`, { count: move.count }),
      from: channelName(move.from),
      to: channelName(move.to),
    }),
  )
  const rest = moves.slice(MOVES_SHOWN).reduce((sum, { count }) => sum + count, 0)
  if (rest > 0) shown.push(t('derive.more', { count: formats.number(rest) }))
  const reasons = REASONS.filter((reason) => derivation.reasons.includes(reason))
  return (
    <Text size="sm" c="dimmed" role="status">
      {t('derive.done', {
        at: formats.instant(finishedAt ?? derivation.startedAt),
        ...{ by, reasons: reasons.map((reason) => t(`reason.${reason}`)).join(', ') },
        moves: shown.join('; ') || t('derive.moves.none'),
      })}{' '}
      {moves.length > 0 && <AppLink to="/tracking-changes">{t('derive.diary')}</AppLink>}
    </Text>
  )
}
