import { useLanguage } from '../platform/language.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { refusalText } from './problem-texts.ts'
import { useImportTexts } from './texts.ts'

/** An error of the server in the words of importing, where there are any. */
export function Refusal({
  error,
  onRetry,
}: {
  readonly error: unknown
  readonly onRetry?: () => void
}) {
  const t = useImportTexts()
  const language = useLanguage()
  if (!error) return null
  const text = refusalText(error, language, t)
  return (
    <ErrorState
      error={error}
      {...(text === null ? {} : { text })}
      {...(onRetry === undefined ? {} : { onRetry })}
    />
  )
}
