import { Group, Loader, Stack, Text } from '@mantine/core'
import { Fragment } from 'react'
import type { Example } from '#tracking/rule-shapes.ts'
import { useText } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Panel } from '../ui/panel.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { useFormats } from '../ui/use-formats.ts'
import type { useDryRun } from './channel-rules-api.ts'
import { useChannelRulesTexts } from './channel-rules-texts.ts'
import { useAllChannelNames } from './use-all-channel-names.ts'

type Props = { readonly dryRun: ReturnType<typeof useDryRun> }

/** Before and after of rules that are not saved yet: how many go from which channel to which, and why. */
export function RulePreview({ dryRun }: Props) {
  const t = useChannelRulesTexts()
  const formats = useFormats()
  const channelName = useAllChannelNames()
  if (dryRun.isError)
    return <ErrorState error={dryRun.error} onRetry={() => void dryRun.refetch()} />
  if (!dryRun.data) {
    return (
      <Group gap="xs" role="status">
        <Loader size="sm" />
        <Text size="sm" c="dimmed">
          {t('preview.working')}
        </Text>
      </Group>
    )
  }
  const { moves, checked, otherReason } = dryRun.data
  const count = moves.reduce((sum, move) => sum + move.count, 0)
  const shown = { checked: formats.number(checked) }
  const other =
    otherReason > 0 &&
    t('preview.otherReason', { count: otherReason, n: formats.number(otherReason) })
  const sentence =
    count === 0
      ? t('preview.none', shown)
      : t('preview.sentence', { ...shown, count, n: formats.number(count) })
  return (
    <Panel title={t('preview.title')} sentence={other ? `${sentence} ${other}` : sentence}>
      {moves.length > 0 && (
        <SimpleTable
          label={t('preview.title')}
          maxHeight={460}
          columns={[
            { id: 'count', label: t('preview.count'), numeric: true },
            { id: 'what', label: t('preview.what') },
            { id: 'from', label: t('preview.from') },
            { id: 'to', label: t('preview.to') },
            {
              ...{ id: 'examples', label: t('preview.examples') },
              format: (index) => <Examples examples={moves[Number(index)]?.examples ?? []} />,
            },
          ]}
          rows={moves.map((move, index) => [
            formats.number(move.count),
            t(`subject.${move.subject}`, { count: move.count }),
            channelName(move.from),
            channelName(move.to),
            index,
          ])}
        />
      )}
    </Panel>
  )
}

const SHOWN = 2

function Examples({ examples }: { readonly examples: readonly Example[] }) {
  const t = useChannelRulesTexts()
  const text = useText()
  const formats = useFormats()
  return (
    <Stack gap={4} miw={260}>
      {examples.slice(0, SHOWN).map((example) => (
        <Fragment key={JSON.stringify(example)}>
          <Text size="sm">
            {given(example, (part) => t(`read.${part}`)) || t('preview.nothing')}
            {example.count > 1 && ` (${formats.number(example.count)})`}
          </Text>
          <Text size="xs" c="dimmed">
            {t('preview.before', { rule: text(example.before) })}
            {example.used !== '' && `; ${t('preview.because', { used: example.used })}`}
          </Text>
        </Fragment>
      ))}
    </Stack>
  )
}

const PARTS = ['source', 'medium', 'campaign', 'referrer', 'landing'] as const

/** `Quelle x, Verweis y`. A source that is the referrer's host says nothing more. */
function given(example: Example, nameOf: (part: (typeof PARTS)[number]) => string): string {
  return PARTS.filter(
    (part) => example[part] && !(part === 'source' && example.source === example.referrer),
  )
    .map((part) => `${nameOf(part)} ${example[part]}`)
    .join(', ')
}
