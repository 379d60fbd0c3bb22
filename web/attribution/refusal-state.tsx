import { Button } from '@mantine/core'
import { ApiError } from '../platform/api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import type { AttributionState } from './attribution-state.ts'
import { useAttributionTexts } from './texts.ts'

const KNOWN = {
  'attribution.unknown_model': 'error.unknown_model',
  'attribution.no_such_value': 'error.no_such_value',
  'attribution.empty_period': 'error.empty_period',
} as const

const isKnown = (code: string): code is keyof typeof KNOWN => code in KNOWN

type Props = {
  readonly error: unknown
  readonly onRetry: () => void
  readonly state: Pick<AttributionState, 'change'>
}

/** Why there is no answer; what only the address can have asked for leads back to the usual view. */
export function RefusalState({ error, onRetry, state }: Props) {
  const t = useAttributionTexts()
  if (!(error instanceof ApiError && isKnown(error.code))) {
    return <ErrorState error={error} onRetry={onRetry} />
  }
  const detail = { model: String(error.detail['model'] ?? '') }
  return (
    <>
      <ErrorState error={error} text={t(KNOWN[error.code], detail)} />
      <Button
        mt="sm"
        variant="default"
        onClick={() =>
          state.change(
            {
              ...{ model: undefined, value: undefined },
              ...{ period: undefined, from: undefined, last: undefined },
            },
            { push: true },
          )
        }
      >
        {t('error.reset')}
      </Button>
    </>
  )
}
