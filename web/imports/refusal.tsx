import { Alert, Button, Text } from '@mantine/core'
import { AlertIcon } from '@primer/octicons-react'
import { ApiError } from '../platform/api.ts'
import { useLanguage } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { refusalText } from './problem-texts.ts'
import { useImportTexts } from './texts.ts'

type Props = { readonly error: unknown; readonly onRetry?: () => void }

/** An error of the server in the words of importing, where there are any. */
export function Refusal({ error, onRetry }: Props) {
  const t = useImportTexts()
  const language = useLanguage()
  if (!error) return null
  const text = refusalText(error, language, t)
  if (text === null || !(error instanceof ApiError))
    return <ErrorState error={error} {...(onRetry === undefined ? {} : { onRetry })} />
  const file = error.detail.file
  return (
    <Alert color="bad" variant="light" icon={<AlertIcon />} title={text} role="alert">
      <Text size="xs" ff="monospace">
        {[
          t('error.code', { code: error.code }),
          ...(typeof file === 'string' ? [t('error.file', { file })] : []),
        ].join(' · ')}
      </Text>
      {onRetry && (
        <Button size="xs" variant="default" mt="sm" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </Alert>
  )
}
