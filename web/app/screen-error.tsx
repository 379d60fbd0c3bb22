import { Box } from '@mantine/core'
import { ErrorState } from '../ui/error-state.tsx'

/** A screen that crashed or whose code could not be loaded: the shell stays, the screen says so. */
export function ScreenError({ error }: { readonly error: unknown }) {
  return (
    <Box p="md">
      <ErrorState error={error} onRetry={() => window.location.reload()} />
    </Box>
  )
}
