import { Button, Stack, Text } from '@mantine/core'
import { BeakerIcon } from '@primer/octicons-react'
import { useMay } from '../platform/session.ts'
import { isRunning, useDemo, useDemoRun } from './demo-api.ts'
import { useDemoError } from './demo-error.ts'
import { useDemoTexts } from './texts.ts'

type Props = { readonly variant?: 'filled' | 'default' }

/** Fills an empty company with the demo company; how far it is stands in the banner above every screen. */
export function LoadDemo({ variant = 'filled' }: Props) {
  const t = useDemoTexts()
  const may = useMay()
  const errorText = useDemoError()
  const demo = useDemo()
  const run = useDemoRun('load')
  const status = demo.data
  if (!may('demo:run') || !status || status.state === 'loaded' || status.state === 'removing') {
    return null
  }
  if (status.own_records.length > 0) return null
  const error = errorText(status.state === 'failed' ? status : undefined, run.error)
  return (
    <Stack gap={4}>
      <Button
        variant={variant}
        leftSection={<BeakerIcon size={16} />}
        loading={run.isPending || isRunning(status)}
        onClick={() => run.mutate()}
      >
        {t('load')}
      </Button>
      {error && (
        <Text size="xs" c="bad" role="alert" maw={320}>
          {error}
        </Text>
      )}
    </Stack>
  )
}
