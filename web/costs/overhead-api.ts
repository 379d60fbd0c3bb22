import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { overheadKeyKind } from '#costs/overhead-key.ts'
import {
  Allocation,
  KeyList,
  KeyPreview,
  KeySaved,
  type WantedKey,
} from '#costs/overhead-shapes.ts'
import type { Period } from '#kernel/period.ts'
import { api } from '../platform/api.ts'

/** Under the key of records: whatever is written or taken back makes these answers old. */
const base = ['records', overheadKeyKind.path] as const

export const useAllocation = ({ from, until }: Period) =>
  useQuery({
    queryKey: [...base, 'allocation', from, until],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get('/api/costs/allocation', Allocation, { query: { from, until }, signal }),
  })

export const useKeys = () =>
  useQuery({
    queryKey: [...base, 'keys'],
    queryFn: ({ signal }) => api.get('/api/costs/allocation/keys', KeyList, { signal }),
  })

export const tryKey = (wanted: WantedKey, { from, until }: Period) =>
  api.post('/api/costs/allocation/preview', { ...wanted, from, until }, KeyPreview)

export const saveKey = (wanted: WantedKey) =>
  api.put('/api/costs/allocation/keys', wanted, KeySaved)
