import { Alert, Button, Group, Text } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import { ApiError } from '../platform/api.ts'
import { useUiTexts } from './texts.ts'

const known = {
  0: 'error.unreachable',
  401: 'error.signedOut',
  403: 'error.forbidden',
  404: 'error.notFound',
  409: 'error.conflict',
  413: 'error.tooLarge',
  400: 'error.invalid',
  422: 'error.invalid',
  429: 'error.tooMany',
} as const

const isKnown = (status: number): status is keyof typeof known => status in known

/** What happened and what to do, in the language on screen. */
export function useErrorText(): (error: unknown) => { what: string; todo: string } {
  const t = useUiTexts()
  return (error) => {
    const base =
      error instanceof ApiError && error.code !== 'web.unexpected' && isKnown(error.status)
        ? known[error.status]
        : 'error.unexpected'
    return { what: t(base), todo: t(`${base}.todo`) }
  }
}

type Props = {
  readonly error: unknown
  readonly onRetry?: () => void
  /** Replaces the general text where the screen knows better. */
  readonly text?: string
}

/** What happened, what to do, and a code for the administrator. */
export function ErrorState({ error, onRetry, text }: Props) {
  const t = useUiTexts()
  const errorText = useErrorText()
  const { what, todo } = errorText(error)
  const code = error instanceof ApiError ? error.code : 'web.failed'
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <Alert color="bad" variant="light" icon={<AlertIcon />} title={text ?? what} role="alert">
      <Text size="sm">{todo}</Text>
      <Text size="xs" mt={6} ff="monospace">
        {t('error.code', { code })}
        {requestId && ` · ${t('error.request', { id: requestId })}`}
      </Text>
      {onRetry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('retry')}
          </Button>
        </Group>
      )}
    </Alert>
  )
}
