import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
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

const isUnderWay = ({ deliveries }: ReportView): boolean =>
  deliveries.some(({ state }) => state === 'waiting')

/** Stored reports page by page; asked for again while mails are on their way. */
export const useReports = () =>
  useInfiniteQuery({
    queryKey: reportsKey,
    initialPageParam: '',
    placeholderData: keepPreviousData,
    getNextPageParam: ({ next }: ReportList) => next,
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/reports', ReportList, {
        signal,
        ...(pageParam && { query: { cursor: pageParam } }),
      }),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? POLL_MS : false,
  })

/** One stored report: the one that a mail leads to. */
export const useReport = (id: string) =>
  useQuery({
    queryKey: [...reportsKey, id],
    queryFn: ({ signal }) => api.get(`/api/reports/${id}`, ReportView, { signal }),
    enabled: id !== '',
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

function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
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

export const useRestoreReport = () =>
  useChange((id: string) => api.post(`/api/reports/${id}/restore`, {}, ReportView))

export type Sending = {
  readonly id: string
  readonly recipients: readonly string[]
  readonly with_workbook: boolean
  /** The same for every try of one sending. */
  readonly request_id: string
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

export const useRestoreSchedule = () =>
  useChange((id: string) => api.post(`/api/report-schedules/${id}/restore`, {}, ScheduleView))

type Format = 'pdf' | 'html' | 'xlsx' | 'json'

/** Address of a file of a stored report; what went out by mail opens as it went. */
export function fileUrl({ id, deliveries }: ReportView, format: Format): string {
  const wasSent = deliveries.some(({ state }) => state === 'sent')
  const asSent = wasSent && (format === 'pdf' || format === 'xlsx')
  return `/api/reports/${id}/file?format=${format}${format === 'html' ? '&inline=true' : ''}${asSent ? '&as_sent=true' : ''}`
}
