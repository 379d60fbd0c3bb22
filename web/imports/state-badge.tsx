import { Group, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconLoader,
  IconPencil,
} from '@tabler/icons-react'
import type { State } from './import-api.ts'
import { outcomeOf } from './steps.ts'
import { useImportTexts } from './texts.ts'

const SIGNS = {
  nothing_yet: { Icon: IconPencil, color: 'dimmed' },
  nothing: { Icon: IconAlertTriangle, color: 'var(--rk-attention)' },
  everything: { Icon: IconCircleCheck, color: 'var(--rk-good)' },
  taken_back: { Icon: IconArrowBackUp, color: 'dimmed' },
  running: { Icon: IconLoader, color: 'dimmed' },
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
