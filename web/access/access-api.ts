import { z } from 'zod'
import { Invitation, Sessions, TwoFactorRoles, TwoFactorState } from '#access/schema.ts'
import { api, nothing } from '../platform/api.ts'

/** Whose sessions: the own ones, or those of a user. */
export type SessionsOf = { readonly userId?: string }

const pathOf = ({ userId }: SessionsOf) =>
  userId === undefined ? '/api/sessions' : `/api/users/${userId}/sessions`

export const accessKeys = {
  twoFactor: ['two-factor'] as const,
  twoFactorRoles: ['two-factor', 'roles'] as const,
  sessions: ({ userId }: SessionsOf) => ['sessions', userId ?? 'own'] as const,
}

export const fetchSessions = (of: SessionsOf, signal: AbortSignal) =>
  api.get(pathOf(of), Sessions, { signal })

export const endSession = (of: SessionsOf, id: string) => api.delete(`${pathOf(of)}/${id}`, nothing)

/** Every session of a user; of the own ones all but this one. */
export const endAllSessions = (of: SessionsOf) =>
  of.userId === undefined
    ? api.post('/api/sessions/end-others', {}, nothing)
    : api.delete(pathOf(of), nothing)

export const makeInvitation = (userId: string) =>
  api.post(`/api/users/${userId}/invitation`, {}, Invitation)

export const resetTwoFactor = (userId: string) =>
  api.delete(`/api/users/${userId}/two-factor`, nothing)

export const fetchTwoFactor = (signal: AbortSignal) =>
  api.get('/api/two-factor', TwoFactorState, { signal })

export const fetchTwoFactorRoles = (signal: AbortSignal) =>
  api.get('/api/two-factor/roles', TwoFactorRoles, { signal })

export const saveTwoFactorRoles = (roles: readonly string[]) =>
  api.put('/api/two-factor/roles', { roles }, TwoFactorRoles)

export const beginEnrolment = (password: string) =>
  api.post(
    '/api/two-factor/enrolment',
    { password },
    z.object({ uri: z.string(), key: z.string() }),
  )

const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

export const confirmEnrolment = (code: string) =>
  api.post('/api/two-factor', { code }, recoveryCodes)

type Proof = { readonly password: string; readonly code: string }

export const renewRecoveryCodes = (proof: Proof) =>
  api.post('/api/two-factor/recovery-codes', proof, recoveryCodes)

export const turnTwoFactorOff = (proof: Proof) => api.post('/api/two-factor/off', proof, nothing)
