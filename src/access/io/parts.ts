import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Field, RecordKind } from '#kernel/record.ts'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import type { Mail } from '#platform/mail.ts'
import { deviceOf, deviceText } from '../device.ts'
import type { Company } from '../schema.ts'
import type { AuditContext, AuditEntry } from './audit.ts'
import type { Login } from './login.ts'
import type { SessionUser } from './sessions.ts'
import type { SaveCompany } from './setup-link.ts'
import type { AccessDb } from './tables.ts'

/** Names of records by kind: what main.ts knows of the other domains. */
export type NamesOf = (
  ids: ReadonlyMap<string, readonly string[]>,
) => Promise<Readonly<Record<string, string>>>

/** What the routes of this domain are built from. */
export type AccessParts = {
  readonly db: AccessDb
  readonly login: Login
  readonly now: () => Date
  readonly publicUrl: string
  readonly readCompany: () => Promise<z.infer<typeof Company>>
  readonly saveCompany: SaveCompany
  /** Sends mail; null where no mail server is set. */
  readonly sendMail?: ((mail: Mail) => Promise<void>) | null
  /** Kinds whose changes the trail holds, and how their records are called. */
  readonly kinds?: readonly RecordKind[]
  readonly settingFields?: readonly Field[]
  readonly namesOf?: NamesOf
}

/** Answers of every route besides the good one. */
export const errors = { '4xx': ErrorBody }

/** For routes that check something secret: attempts per address. */
export const FEW_PER_MINUTE = { rateLimit: { max: 20, timeWindow: '1 minute' } }

/** Who changes what, for the trail, on a route that demands a session. */
export function contextOf(request: FastifyRequest): AuditContext {
  const { userId, name } = actorOf(request)
  return { actor: { userId, name }, requestId: request.id }
}

/** The same on a public route, where the person has just shown who they are. */
export const contextOfUser = (
  user: Pick<SessionUser, 'id' | 'name'>,
  request: FastifyRequest,
): AuditContext => ({ actor: { userId: user.id, name: user.name }, requestId: request.id })

/** Something that happened to a session of a user, with where from. */
export const sessionEntry = (
  action: string,
  userId: string,
  request: FastifyRequest,
  facts: Readonly<Record<string, unknown>> = {},
): AuditEntry => ({
  action,
  kind: 'session',
  recordId: userId,
  before: null,
  after: {
    ...facts,
    address: request.ip,
    device: deviceText(deviceOf(request.headers['user-agent'])),
  },
})

/** Something that was done to a user, without fields that changed. */
export const userEntry = (action: string, userId: string): AuditEntry => ({
  action,
  kind: 'user',
  recordId: userId,
  before: null,
  after: null,
})
