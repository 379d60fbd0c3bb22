import { Group, Text } from '@mantine/core'
import { AlertIcon, CheckCircleIcon, PencilIcon, SyncIcon, UndoIcon } from '@primer/octicons-react'
import type { State } from './import-shapes.ts'
import { outcomeOf } from './steps.ts'
import { useImportTexts } from './texts.ts'

const SIGNS = {
  nothing_yet: { Icon: PencilIcon, color: 'dimmed' },
  nothing: { Icon: AlertIcon, color: 'var(--rk-attention)' },
  everything: { Icon: CheckCircleIcon, color: 'var(--rk-good)' },
  taken_back: { Icon: UndoIcon, color: 'dimmed' },
  running: { Icon: SyncIcon, color: 'dimmed' },
} as const

/** Where an import stands, with a sign, and what that means for the data. */
export function StateBadge({ state }: { readonly state: State }) {
  const t = useImportTexts()
  const outcome = outcomeOf(state)
  const { Icon, color } = SIGNS[outcome]
  const quiet = outcome === 'running'
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" display="inline-flex">
      <Text c={color} span lh={1} mt={3}>
        <Icon size={16} aria-hidden />
      </Text>
      <span>
        <Text size="sm" span display="block">
          {t(`state.${state}`)}
        </Text>
        {!quiet && (
          <Text size="xs" c="dimmed" span display="block">
            {t(`outcome.${outcome}`)}
          </Text>
        )}
      </span>
    </Group>
  )
}
