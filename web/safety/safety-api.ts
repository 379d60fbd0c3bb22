import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { BackupOverview, Diagnosis } from '#safety/schema.ts'
import { api } from '../platform/api.ts'

export const backupsKey = ['safety', 'backups'] as const
export const doctorKey = ['safety', 'doctor'] as const

const RUNNING_MS = 1_000
const IDLE_MS = 30_000

/** The backups; asked for every second while one is being made. */
export const useBackups = () =>
  useQuery({
    queryKey: backupsKey,
    queryFn: ({ signal }) => api.get('/api/backups', BackupOverview, { signal }),
    refetchInterval: ({ state }) => (state.data?.running ? RUNNING_MS : IDLE_MS),
  })

/** The state of the installation; examined when the screen opens and when somebody asks. */
export const useDoctor = () =>
  useQuery({
    queryKey: doctorKey,
    queryFn: ({ signal }) => api.get('/api/doctor', Diagnosis, { signal }),
  })

export const startBackup = () => api.post('/api/backups', {}, z.object({ id: z.string() }))
