import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { DecisionDetails } from '#decisions/shapes.ts'
import { decisionKeys, SHOWS_DECISIONS } from './decisions-api.ts'

/** Changes what hangs on a decision, and everything that shows it. */
export function useChanged<Input>(
  decisionId: string,
  change: (input: Input) => Promise<DecisionDetails>,
  done?: () => void,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (details) => {
      client.setQueryData(decisionKeys.details(decisionId), details)
      done?.()
      await Promise.all(SHOWS_DECISIONS.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
}
