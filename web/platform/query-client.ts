import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'
import { type Me, meKey } from './session.ts'

const listeners = new Set<() => void>()
let expired = false

/** Whether the server stopped knowing a session that this page still shows. */
export const sessionExpiry = {
  subscribe: (listener: () => void) => {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
  get: () => expired,
  set: (value: boolean) => {
    expired = value
    for (const listener of listeners) listener()
  },
}

/** Answers that will not change by asking again. */
const isFinal = (error: unknown) =>
  error instanceof ApiError && error.status >= 400 && error.status < 500

/**
 * Opens the sign-in over the screen when `error` says that the session of somebody signed in has ended.
 * For calls that go neither through a query nor a mutation. True when it was that.
 */
export function noticeExpiry(client: QueryClient, error: unknown): boolean {
  const ended =
    error instanceof ApiError &&
    error.status === 401 &&
    Boolean(client.getQueryData<Me | null>(meKey))
  if (ended) sessionExpiry.set(true)
  return ended
}

/** The one query client: server state lives here and nowhere else. */
export function createQueryClient(): QueryClient {
  const notice = (error: unknown) => {
    noticeExpiry(client, error)
    // The role needs a second factor since a moment ago: the shell leads to it once it knows.
    if (error instanceof ApiError && error.code === 'access.two_factor_needed') {
      void client.invalidateQueries({ queryKey: meKey })
    }
  }
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => !isFinal(error) && count < 2,
        refetchOnWindowFocus: false,
      },
    },
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (mutation.meta?.ownErrors !== true) notice(error)
      },
    }),
  })
  return client
}
