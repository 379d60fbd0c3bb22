import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { api } from './api.ts'

export const Brand = z.object({ name: z.string(), logo: z.string().nullable() })

export const brandKey = ['brand'] as const

/** Name and picture of the company; known before anybody has signed in. */
export function useBrand() {
  return useQuery({
    queryKey: brandKey,
    staleTime: 300_000,
    queryFn: ({ signal }) => api.get('/api/company/brand', Brand, { signal }),
  })
}
