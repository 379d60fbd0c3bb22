import { Box, Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Breakable } from './breakable.tsx'

type Props = {
  readonly title: string
  /** Small line above the title: what kind of thing this is, or a way back. */
  readonly eyebrow?: ReactNode
  /** One sentence below the title. */
  readonly sentence?: ReactNode
  /** Buttons on the right (below on a phone). */
  readonly actions?: ReactNode
}

/** The head of a screen: h1, one sentence, actions. Also names the browser tab. */
export function PageHeader({ title, eyebrow, sentence, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Regelkreis`
  }, [title])
  return (
    <Group justify="space-between" align="flex-end" gap="sm" mb="md">
      <Box miw={0} flex="1 1 280px">
        {eyebrow && (
          <Text size="sm" c="dimmed" component="div">
            {eyebrow}
          </Text>
        )}
        <Title order={1}>
          <Breakable text={title} />
        </Title>
        {sentence && (
          <Text size="sm" c="dimmed" mt={2} component="div" maw={760}>
            {sentence}
          </Text>
        )}
      </Box>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  )
}
