import { Progress as Bar, Button, Group, Stack, Text } from '@mantine/core'
import { useUiTexts } from './texts.ts'
import { useFormats } from './use-formats.ts'

type Props = {
  readonly label: string
  readonly done: number
  /** null while the total is not known: the bar moves without a scale. */
  readonly total: number | null
  readonly secondsLeft?: number | null
  readonly onCancel?: () => void
  /** Default: rows. */
  readonly showCount?: boolean
}

/** Long work: done of total, time left, cancel. */
export function Progress({ label, done, total, secondsLeft, onCancel, showCount = true }: Props) {
  const t = useUiTexts()
  const formats = useFormats()
  const percent = total === null || total === 0 ? null : Math.min(100, (done / total) * 100)
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={500}>
          {label}
        </Text>
        {onCancel && (
          <Button size="compact-sm" variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
      </Group>
      <Bar.Root size="md" transitionDuration={200}>
        <Bar.Section
          value={percent ?? 100}
          striped={percent === null}
          animated={percent === null}
          aria-label={label}
        />
      </Bar.Root>
      <Group justify="space-between" gap="xs" aria-live="polite">
        <Text size="xs" c="dimmed" className="rk-number">
          {showCount && total !== null
            ? t('progress.of', { done: formats.number(done), total: formats.number(total) })
            : percent === null
              ? ''
              : formats.rate(percent / 100, 0)}
        </Text>
        {typeof secondsLeft === 'number' && (
          <Text size="xs" c="dimmed">
            {t('progress.left', { time: duration(secondsLeft, t) })}
          </Text>
        )}
      </Group>
    </Stack>
  )
}

function duration(seconds: number, t: ReturnType<typeof useUiTexts>): string {
  const rounded = Math.max(1, Math.round(seconds))
  return rounded < 90
    ? t('progress.seconds', { count: rounded })
    : t('progress.minutes', { count: Math.round(rounded / 60) })
}
