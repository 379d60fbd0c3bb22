import { Box, Button, CopyButton, Group } from '@mantine/core'
import { CheckIcon, CopyIcon } from '@primer/octicons-react'
import classes from './copy-field.module.css'
import { useUiTexts } from './texts.ts'

type Props = {
  readonly value: string
  /** Says what is copied, to people who do not see it beside the button. */
  readonly label: string
}

/** Copies a text, and says so. */
export function CopyTextButton({ value, label }: Props) {
  const t = useUiTexts()
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={copied ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
          onClick={copy}
          aria-label={`${copied ? t('copied') : t('copy')}: ${label}`}
        >
          {copied ? t('copied') : t('copy')}
        </Button>
      )}
    </CopyButton>
  )
}

/** A line to take along: an address, a key. */
export function CopyLine({ value, label }: Props) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Box className={classes.line ?? ''} component="code">
        {value}
      </Box>
      <CopyTextButton value={value} label={label} />
    </Group>
  )
}

/** Lines of code, scrolling sideways, with the button above them. */
export function CopyCode({ value, label }: Props) {
  return (
    <div className={classes.frame}>
      <div className={classes.head}>
        <span>{label}</span>
        <CopyTextButton value={value} label={label} />
      </div>
      <pre
        className={classes.code}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        <code>{value}</code>
      </pre>
    </div>
  )
}
