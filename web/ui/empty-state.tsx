import { Group, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  readonly title: string
  /** What would be here. */
  readonly text?: ReactNode
  /** The next steps, as buttons. */
  readonly actions?: ReactNode
  readonly icon?: ReactNode
}

/** Empty is a start: says what would be here and offers the next step. */
export function EmptyState({ title, text, actions, icon }: Props) {
  return (
    <Stack align="center" gap="xs" py={56} px="md" ta="center">
      {icon && <Text c="dimmed">{icon}</Text>}
      <Title order={2}>{title}</Title>
      {text && (
        <Text c="dimmed" size="sm" maw={460} component="div">
          {text}
        </Text>
      )}
      {actions && (
        <Group mt="sm" justify="center" gap="sm">
          {actions}
        </Group>
      )}
    </Stack>
  )
}
