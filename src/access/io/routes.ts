import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { auditRoutes } from './audit-routes.ts'
import type { AccessParts } from './parts.ts'
import { peopleRoutes } from './people-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { setupRoutes } from './setup-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { twoFactorRoutes } from './two-factor-routes.ts'

/** Signing in and out, second factor, sessions, set-up links, who I am, people, the audit trail. */
export const accessRoutes =
  (parts: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    await app.register(signInRoutes(parts))
    await app.register(setupRoutes(parts))
    await app.register(twoFactorRoutes(parts))
    await app.register(sessionRoutes(parts))
    await app.register(peopleRoutes(parts))
    await app.register(auditRoutes(parts))
  }
