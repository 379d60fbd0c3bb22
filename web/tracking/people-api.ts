import { z } from 'zod'
import { EdgeList, type KnownKind, UnknownVisits, VisitPeople } from '#tracking/identity-shapes.ts'
import { Erased, ErasurePreview } from '#tracking/person-shapes.ts'
import { api, nothing } from '../platform/api.ts'

/** Somebody whose data is handed out or erased. */
export type PersonRecord = { readonly kind: 'contact' | 'lead'; readonly id: string }

/** Whom a visitor is linked to. */
export type LinkTarget = { readonly kind: KnownKind; readonly id: string }

/** A merge or its undoing is worked out within a second or two. */
export const WAITING_MS = 1_000

/** Begins with 'records': whatever makes records stale makes links stale. */
export const peopleKeys = {
  edges: (kind: KnownKind, id: string) => ['records', kind, 'identity', id] as const,
  unknown: (until: string, q: string) => ['records', 'identity', 'visits', until, q] as const,
  ofVisit: (visit: string) => ['records', 'identity', 'visit', visit] as const,
  preview: ({ kind, id }: PersonRecord) => ['records', kind, 'erase', id] as const,
}

export const fetchEdges = (kind: KnownKind, id: string, signal: AbortSignal) =>
  api.get(`/api/${kind}s/${id}/identity`, EdgeList, { signal })

export const fetchUnknownVisits = (until: string, q: string, signal: AbortSignal) =>
  api.get('/api/identity/visits', UnknownVisits, {
    query: { until, q: q === '' ? undefined : q },
    signal,
  })

export const fetchPeopleOfVisit = (visit: string, signal: AbortSignal) =>
  api.get(`/api/identity/visits/${visit}`, VisitPeople, { signal })

/** Links the visitor of a visit; the id of the link. */
export const linkVisit = (visit: number, { kind, id }: LinkTarget) =>
  api.post('/api/identity', { visit, [kind]: id }, z.object({ id: z.string() }))

export const removeLink = (id: string) => api.delete(`/api/identity/${id}`, nothing)
export const restoreLink = (id: string) => api.post(`/api/identity/${id}/restore`, {}, nothing)

export const fetchErasure = ({ kind, id }: PersonRecord, signal: AbortSignal) =>
  api.get(`/api/${kind}s/${id}/erase`, ErasurePreview, { signal })

export const erasePerson = ({ kind, id }: PersonRecord) =>
  api.post(`/api/${kind}s/${id}/erase`, {}, Erased)

export const fetchPersonalData = ({ kind, id }: PersonRecord) =>
  api.get(`/api/${kind}s/${id}/personal-data`, z.record(z.string(), z.array(z.unknown())))
