import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { OwnRule } from '#tracking/own-rules.ts'
import { DryRunResult, RulesView, TriedAddress } from '#tracking/rule-shapes.ts'
import { api } from '../platform/api.ts'

const PATH = '/api/channel-rules'
const rulesKey = ['channel-rules']
const POLL_MS = 1000

/** The rules, and how far giving channels anew is: asked for again while that runs. */
export const useRules = () =>
  useQuery({
    queryKey: rulesKey,
    queryFn: ({ signal }) => api.get(PATH, RulesView, { signal }),
    refetchInterval: ({ state }) => {
      const derivation = state.data?.derivation
      return derivation && derivation.state !== 'done' ? POLL_MS : false
    },
  })

/** Saves; figures of all screens are asked for anew when the channels are. */
export function useSaveRules() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { version: number; rules: readonly OwnRule[] }) =>
      api.put(PATH, body, RulesView),
    onSuccess: (view) => client.setQueryData(rulesKey, view),
  })
}

/** What rules would change. Nothing is asked while they are null. */
export const useDryRun = (rules: readonly OwnRule[] | null) =>
  useQuery({
    queryKey: ['channel-rules-dry-run', rules],
    enabled: rules !== null,
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => api.post(`${PATH}/dry-run`, { rules }, DryRunResult, { signal }),
  })

export type Tried = { readonly address: string; readonly referrer: string }

/** The channel of an address; with rules that are not saved yet where there are any. */
export const useTried = (asked: Tried | null, rules: readonly OwnRule[] | null) =>
  useQuery({
    queryKey: ['channel-rules-try', asked, rules],
    enabled: asked !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.post(`${PATH}/try`, { ...asked, ...(rules && { rules }) }, TriedAddress, { signal }),
  })
