import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { SetupBody, SignInAnswer } from '../schema.ts'
import { passwordHash } from './logins.ts'
import { type AccessParts, errors, FEW_PER_MINUTE } from './parts.ts'
import { signIn } from './sessions.ts'
import { invitedUser, isSetUp, useSetupLink } from './setup-link.ts'
import { finishPasswordStep } from './sign-in-routes.ts'

/** The first account, and the links with which people choose a password. */
export const setupRoutes =
  (parts: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, login, now, saveCompany } = parts
    app.get(
      '/api/setup/state',
      {
        config: { public: true },
        schema: {
          summary: 'Is the first account still to be made? With an invitation: whose is it?',
          querystring: z.strictObject({ token: z.string().max(200).optional() }),
          response: {
            200: z.object({
              needed: z.boolean(),
              invitation: z.object({ name: z.string(), email: z.string().nullable() }).nullable(),
            }),
            ...errors,
          },
        },
      },
      async (request) => {
        const { token } = request.query
        return {
          needed: !(await isSetUp(db)),
          invitation: token ? await invitedUser(db, token, now()) : null,
        }
      },
    )
    app.post(
      '/api/setup',
      {
        config: { public: true, ...FEW_PER_MINUTE },
        schema: {
          summary: 'Use a set-up link: make the first administrator, or choose a password',
          body: SetupBody,
          response: { 201: SignInAnswer, ...errors },
        },
      },
      async (request, reply) => {
        const { body } = request
        const hash = await passwordHash(body.password)
        const link = { body, passwordHash: hash, requestId: request.id, now: now(), saveCompany }
        const { email } = await db.transaction().execute((tx) => useSetupLink(tx, link))
        const step = await signIn(login, { email, password: body.password }, request)
        return reply.status(201).send(await finishPasswordStep(parts, step, email, request, reply))
      },
    )
  }

/** The address that a set-up token is opened with. */
export const setupUrl = (publicUrl: string, token: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/setup?token=${token}`
