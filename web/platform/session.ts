import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { z } from 'zod'
import { Me as MeShape } from '#access/schema.ts'
import { ApiError, api } from './api.ts'

/** Who is signed in, what they may do, and the company's settings that formats need. */
export type Me = z.infer<typeof MeShape>

export const meKey = ['me'] as const

/** The session: data null means signed out. Other failures stay errors. */
export function useMeQuery() {
  return useQuery({
    queryKey: meKey,
    staleTime: 60_000,
    retry: (count, error) => !(error instanceof ApiError && error.status === 401) && count < 2,
    queryFn: async ({ signal }) => {
      try {
        return await api.get('/api/me', MeShape, { signal })
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null
        throw error
      }
    },
  })
}

export const MeContext = createContext<Me | null>(null)

/** The signed-in person. Only inside the shell. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (me === null) throw new Error('useMe outside the signed-in part')
  return me
}

/** `may('leads:write')`: whether the menu entry, button or field is there at all. The server decides again. */
export function useMay(): (permission: string) => boolean {
  const me = useContext(MeContext)
  return (permission) => me?.permissions.includes(permission) ?? false
}
