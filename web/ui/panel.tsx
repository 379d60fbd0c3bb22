import { Box, Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  readonly title?: ReactNode
  /** What the panel shows, in one sentence made from the figures. */
  readonly sentence?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** Without inner space, for tables. */
  readonly flush?: boolean
}

/** A quiet frame with a heading: one subject. */
export function Panel({ title, sentence, actions, children, flush }: Props) {
  const head = title !== undefined || actions !== undefined
  return (
    <Box component="section" className="rk-panel" p={flush ? 0 : 'md'}>
      {head && (
        <Group
          justify="space-between"
          align="flex-start"
          gap="xs"
          mb="sm"
          p={flush ? 'md' : 0}
          pb={0}
        >
          <Box miw={0} flex="1 1 260px">
            {title !== undefined && <Title order={2}>{title}</Title>}
            {sentence && (
              <Text size="sm" c="dimmed" component="div">
                {sentence}
              </Text>
            )}
          </Box>
          {actions}
        </Group>
      )}
      {children}
    </Box>
  )
}
