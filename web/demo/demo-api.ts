import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { DemoStatus } from '#demo/state.ts'
import { api } from '../platform/api.ts'

const demoKey = ['demo'] as const
const ASK_AGAIN_MS = 600

export const isRunning = (status: DemoStatus | undefined): boolean =>
  status?.state === 'loading' || status?.state === 'removing'

/** Whether the demo company is loaded; asked again and again while it comes or goes. */
export const useDemo = () =>
  useQuery({
    queryKey: demoKey,
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get('/api/demo', DemoStatus, { signal }),
    refetchInterval: ({ state: { data } }) => (isRunning(data) ? ASK_AGAIN_MS : false),
  })

/** Starts loading or removing. */
export function useDemoRun(run: 'load' | 'remove') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      run === 'load' ? api.post('/api/demo', {}, DemoStatus) : api.delete('/api/demo', DemoStatus),
    onSuccess: (status) => client.setQueryData(demoKey, status),
  })
}

/** When the demo company has come or gone, nothing on screen is true any more: read anew, show the cockpit. */
export function useFollowDemo(status: DemoStatus | undefined): void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const ran = useRef(false)
  const running = isRunning(status)
  const failed = status?.error != null
  useEffect(() => {
    if (running) ran.current = true
    if (running || !ran.current) return
    ran.current = false
    if (failed) return
    void client.invalidateQueries()
    void navigate({ to: '/cockpit', search: {} as never })
  }, [running, failed, client, navigate])
}
