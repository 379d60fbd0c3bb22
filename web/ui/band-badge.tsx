import { Group, Text } from '@mantine/core'
import { AlertIcon, CheckCircleIcon, DashIcon, StopIcon } from '@primer/octicons-react'
import { useUiTexts } from './texts.ts'

export type Tone = 'good' | 'attention' | 'bad' | 'neutral'

const signs = {
  good: CheckCircleIcon,
  attention: AlertIcon,
  bad: StopIcon,
  neutral: DashIcon,
}

type Props = {
  readonly tone: Tone
  /** What the band means; default the general word (gut, beachten, kritisch). */
  readonly label?: string
  readonly size?: 'xs' | 'sm'
}

/** A judgement: sign and word, colour only on top. */
export function BandBadge({ tone, label, size = 'xs' }: Props) {
  const t = useUiTexts()
  const Sign = signs[tone]
  const color = tone === 'neutral' ? 'dimmed' : `var(--rk-${tone})`
  return (
    <Group gap={4} wrap="nowrap" c={color} display="inline-flex">
      <Sign size={size === 'xs' ? 14 : 16} />
      <Text size={size} fw={500} span c="inherit">
        {label ?? t(`band.${tone}`)}
      </Text>
    </Group>
  )
}
