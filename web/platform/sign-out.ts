import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, nothing } from './api.ts'
import { meKey } from './session.ts'

/** Ends the session, forgets what was loaded in it and leads to the sign-in. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    await api.post('/api/auth/sign-out', {}, nothing).catch(() => undefined)
    client.setQueryData(meKey, null)
    await navigate({ to: '/sign-in' })
    client.clear()
  }
}
