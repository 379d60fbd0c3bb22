import { z } from 'zod'
import { AccessKeyList, CallList } from '#tracking/call-shapes.ts'
import { api, nothing } from '../platform/api.ts'

const PATH = '/api/call-keys'

/** Begins with 'records': a touchpoint that was written down makes it stale. */
export const callsKey = (number: string) => ['records', 'calls', number] as const

export const fetchCalls = (number: string, signal: AbortSignal) =>
  api.get(`/api/phone-numbers/${number}/calls`, CallList, { signal })

export const callKeysKey = ['call-keys'] as const

export const fetchCallKeys = async (signal: AbortSignal) =>
  (await api.get(PATH, AccessKeyList, { signal })).items

export const makeCallKey = (name: string) =>
  api.post(PATH, { name }, z.object({ id: z.string(), token: z.string() }))

export const deleteCallKey = (id: string) => api.delete(`${PATH}/${id}`, nothing)
