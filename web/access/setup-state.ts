import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { api } from '../platform/api.ts'

const stateShape = z.object({
  needed: z.boolean(),
  invitation: z.object({ name: z.string(), email: z.string().nullable() }).nullish(),
})

/** Whether this installation waits for its first account, and whom a link invites. */
export function useSetupState(token = '') {
  return useQuery({
    queryKey: ['setup', token],
    queryFn: ({ signal }) =>
      api.get('/api/setup/state', stateShape, {
        query: token === '' ? {} : { token },
        signal,
      }),
  })
}
