import { Box, Group, Text, Tooltip, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './figure.module.css'
import { NOT_DEFINED } from './formats.ts'
import { useUiTexts } from './texts.ts'

type Props = {
  readonly label: string
  /** The formatted value; null is shown as an en dash. */
  readonly value: string | null
  /** Beside the value, small: `von 8.000`. */
  readonly unit?: string
  /** Why there is no value, or what to know about it; shown below, small. */
  readonly reason?: ReactNode
  /** Explanation of the term on hover and focus. */
  readonly hint?: string
  /** Band, comparison, interval: one quiet line. */
  readonly below?: ReactNode
  readonly size?: 'md' | 'lg'
  /** Makes the figure a button that opens its calculation. */
  readonly onOpen?: () => void
}

/** One big number: label, value, unit; an en dash with its reason when it is not defined. */
export function Figure({ label, value, unit, reason, hint, below, size = 'md', onOpen }: Props) {
  const t = useUiTexts()
  const content = (
    <>
      <Text size="xs" c="dimmed" className={classes.label ?? ''}>
        {label}
      </Text>
      <Group gap={6} align="baseline" wrap="nowrap">
        <span className={`${classes.value} ${size === 'lg' ? classes.large : ''} rk-number`}>
          {value ?? NOT_DEFINED}
        </span>
        {unit && (
          <Text size="xs" c="dimmed" span>
            {unit}
          </Text>
        )}
      </Group>
      {below}
      {reason && (
        <Text size="xs" c="dimmed" component="div">
          {reason}
        </Text>
      )}
    </>
  )
  const body = onOpen ? (
    <UnstyledButton
      className={`${classes.figure} ${classes.open}`}
      onClick={onOpen}
      aria-label={`${t('figure.open', { label })}: ${value ?? NOT_DEFINED}${unit ? ` ${unit}` : ''}`}
    >
      {content}
    </UnstyledButton>
  ) : (
    <Box className={classes.figure ?? ''}>{content}</Box>
  )
  return hint ? (
    <Tooltip label={hint} events={{ hover: true, focus: true, touch: false }}>
      {body}
    </Tooltip>
  ) : (
    body
  )
}
