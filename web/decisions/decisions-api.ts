import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { Agenda } from '#decisions/agenda.ts'
import { Calendar } from '#decisions/calendar.ts'
import { CampaignAgreement } from '#decisions/progress-shapes.ts'
import { DecisionDetails, type FigureWish, type TargetWish } from '#decisions/shapes.ts'
import type { Values } from '#kernel/record.ts'
import { api } from '../platform/api.ts'

type Days = { readonly from: string; readonly until: string }

/** Begins with 'kpis': a change of any record makes answers with figures stale. */
export const decisionKeys = {
  agenda: ({ from, until }: Days) => ['kpis', 'decisions', 'agenda', from, until] as const,
  details: (id: string) => ['kpis', 'decisions', 'details', id] as const,
  calendar: ({ from, until }: Days) => ['kpis', 'decisions', 'calendar', from, until] as const,
  agreement: (campaign: string) => ['kpis', 'decisions', 'agreement', campaign] as const,
  kept: (review: string) => ['kpis', 'decisions', 'kept', review] as const,
}

/** Everything that shows decisions: figures, agenda, calendar and the lists of records. */
export const SHOWS_DECISIONS = [['kpis'], ['records']] as const

export const useAgenda = (days: Days) =>
  useQuery({
    queryKey: decisionKeys.agenda(days),
    queryFn: ({ signal }) => api.get('/api/agenda', Agenda, { query: days, signal }),
  })

export const useKeptAgenda = (review: string) =>
  useQuery({
    queryKey: decisionKeys.kept(review),
    queryFn: ({ signal }) =>
      api.get(`/api/reviews/${review}/agenda`, z.object({ agenda: Agenda.nullable() }), { signal }),
  })

export const useDetails = (id: string) =>
  useQuery({
    queryKey: decisionKeys.details(id),
    queryFn: ({ signal }) => api.get(`/api/decisions/${id}/details`, DecisionDetails, { signal }),
  })

export const useCalendar = (days: Days) =>
  useQuery({
    queryKey: decisionKeys.calendar(days),
    queryFn: ({ signal }) => api.get('/api/report-calendar', Calendar, { query: days, signal }),
  })

export const useCampaignAgreement = (campaign: string) =>
  useQuery({
    queryKey: decisionKeys.agreement(campaign),
    queryFn: ({ signal }) =>
      api.get(`/api/campaign-agreements/${campaign}`, CampaignAgreement, { signal }),
  })

const Created = z.object({ id: z.string() })

export const decide = (values: Values, figures: readonly FigureWish[]) =>
  api.post('/api/decisions/decide', { values, figures }, Created)

export const holdReview = (values: Values) => api.post('/api/agenda/held', values, Created)

export const pinFigure = (id: string, wish: FigureWish) =>
  api.post(`/api/decisions/${id}/figures`, wish, DecisionDetails)

export const unpinFigure = (id: string, figure: string) =>
  api.delete(`/api/decisions/${id}/figures/${figure}`, DecisionDetails)

export const recordOutcome = (id: string, values: Values) =>
  api.post(`/api/decisions/${id}/check`, values, DecisionDetails)

export const changeTarget = (id: string, wish: TargetWish) =>
  api.post(`/api/decisions/${id}/target`, wish, DecisionDetails)
