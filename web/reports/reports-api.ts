import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type NewReport,
  RecipientList,
  ReportList,
  ReportView,
  type ScheduleInput,
  ScheduleList,
  ScheduleView,
} from '#reports/shapes.ts'
import { ApiError, api, nothing } from '../platform/api.ts'

const reportsKey = ['reports']
const schedulesKey = ['report-schedules']
const POLL_MS = 2000

/** Stored reports; asked for again while mails are on their way. */
export const useReports = () =>
  useQuery({
    queryKey: reportsKey,
    queryFn: ({ signal }) => api.get('/api/reports', ReportList, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ deliveries }) => deliveries.some((one) => one.state === 'waiting'))
        ? POLL_MS
        : false,
  })

export const useSchedules = () =>
  useQuery({
    queryKey: schedulesKey,
    queryFn: ({ signal }) => api.get('/api/report-schedules', ScheduleList, { signal }),
  })

/** People who can get a report, as choices of a field. */
export const useRecipients = () =>
  useQuery({
    queryKey: ['report-recipients'],
    queryFn: async ({ signal }) =>
      (await api.get('/api/report-recipients', RecipientList, { signal })).items.map(
        ({ id, label }) => ({ value: id, label }),
      ),
  })

/** Was it refused because somebody may not read reports, or has no address? */
export const isRecipientError = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'reports.recipient'

function useChange<Input>(change: (input: Input) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all(
        [reportsKey, schedulesKey].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  })
}

export const useMakeReport = () =>
  useChange((body: NewReport) => api.post('/api/reports', body, ReportView))

export const useRemoveReport = () =>
  useChange((id: string) => api.delete(`/api/reports/${id}`, nothing))

export type Sending = {
  readonly id: string
  readonly recipients: readonly string[]
  readonly with_workbook: boolean
}
export const useSendReport = () =>
  useChange(({ id, ...body }: Sending) => api.post(`/api/reports/${id}/send`, body, ReportView))

export type SavedSchedule = {
  readonly id: string | null
  readonly version: number
  readonly input: ScheduleInput
}
export const useSaveSchedule = () =>
  useChange(({ id, version, input }: SavedSchedule) =>
    id === null
      ? api.post('/api/report-schedules', input, ScheduleView)
      : api.put(`/api/report-schedules/${id}`, { ...input, version }, ScheduleView),
  )

export const useRemoveSchedule = () =>
  useChange((id: string) => api.delete(`/api/report-schedules/${id}`, nothing))

/** Address of a file of a stored report. */
export const fileUrl = (id: string, format: 'pdf' | 'html' | 'xlsx' | 'json', inline = false) =>
  `/api/reports/${id}/file?format=${format}${inline ? '&inline=true' : ''}`
