import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawServerDefault,
} from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { assert } from '#kernel/assert.ts'
import { sendError } from './http-errors.ts'
import { registerFirst } from './http-first.ts'
import { securityHeaders } from './http-headers.ts'
import { registerHealth } from './http-health.ts'
import { refusalOfOrigin } from './http-origin.ts'
import { serveWeb } from './http-web.ts'
import type { Log } from './log.ts'
import { registerOpenApi } from './openapi.ts'

/** Who asks. `scope` is what the policy answered for the permission of this route. */
export type RequestActor = {
  readonly userId: string
  readonly name: string
  readonly role: string
  readonly scope: 'all' | 'own'
}

/** A registered route; `permission` null is public. */
export type StatedRoute = {
  readonly method: string
  readonly url: string
  readonly permission: string | null
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null on public routes; elsewhere `actorOf(request)`. */
    actor: RequestActor | null
  }
  interface FastifyContextConfig {
    /**
     * `area:action` of the policy, or `session` for everybody who is signed in (`enrolment`: even who must
     * set up a second factor first).
     */
    permission?: string
    /** Needs nobody to be signed in. */
    public?: boolean
    /** Is there for other websites: nobody is signed in by a cookie here. */
    anyOrigin?: boolean
  }
  interface FastifyInstance {
    /** Every route that is registered, with what it asks for. */
    readonly statedRoutes: readonly StatedRoute[]
  }
}

export type HttpOptions = {
  readonly log: Log
  /** Where people reach the program, `https://marketing.example.com`. */
  readonly publicUrl: string
  /** Other origins of this very program, as `http://127.0.0.1:8080` beside `http://localhost:8080`. */
  readonly otherOrigins?: readonly string[]
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[]
  /** Serves https itself; without it plain http. */
  readonly tls?: { readonly cert: string; readonly key: string } | null
  /** Is the database reachable and migrated? */
  readonly ready: () => Promise<boolean>
  /** Prometheus text. */
  readonly metrics?: () => Promise<string>
  /** Who may read /metrics: bearer of this token; without one, only this machine. */
  readonly metricsToken?: string | null
  /** One finished request: route pattern, status, seconds. */
  readonly observe?: (method: string, route: string, status: number, seconds: number) => void
  /** Finds out who asks and refuses (Refusal unauthenticated or forbidden). Handed over by access. */
  readonly authorize: (
    request: FastifyRequest,
    reply: FastifyReply,
    permission: string,
  ) => Promise<RequestActor>
  /** Does the policy know this permission? A misspelt one fails at start-up. */
  readonly isPermission: (permission: string) => boolean
  /** Folder of the built web application. */
  readonly webRoot?: string | null
  readonly version: string
}

const BODY_LIMIT_BYTES = 1024 * 1024

/** The server with everything that is the same for every route. Routes are registered by the caller. */
export async function buildHttp(options: HttpOptions): Promise<Http> {
  const proxies = [...(options.trustedProxies ?? [])]
  const { tls } = options
  const app = fastify({
    ...(tls ? { https: { cert: tls.cert, key: tls.key } as unknown as null } : {}),
    loggerInstance: options.log as FastifyBaseLogger,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: proxies.length > 0 ? proxies : false,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(sendError)
  app.decorateRequest('actor', null)
  await app.register(helmet, securityHeaders(options.publicUrl))
  const trustedOrigins = [new URL(options.publicUrl).origin, ...(options.otherOrigins ?? [])]
  // These run for every hit of every visitor: they call back, since each promise would be waited for in turn.
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    done(refusalOfOrigin(request, trustedOrigins) ?? undefined)
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    options.observe?.(request.method, route, reply.statusCode, reply.elapsedTime / 1000)
    request.log.debug(
      { method: request.method, url: request.url, status: reply.statusCode, ms: reply.elapsedTime },
      'request',
    )
    done()
  })
  demandPermissions(app, options)
  registerFirst(app as unknown as FastifyInstance, options)
  await app.register(rateLimit, { global: false })
  await registerOpenApi(app, options)
  registerHealth(app, options)
  await serveWeb(app, options.webRoot ?? null)
  return app
}

/** The server with zod schemas on its routes. */
export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Who asks, on a route that demands a session. */
export function actorOf(request: FastifyRequest): RequestActor {
  assert(request.actor, 'this route is public: it has no actor')
  return request.actor
}

/** The question of somebody who may see own rows only: for these. */
export const ownOf = <Query extends { readonly owner: readonly string[] }>(
  query: Query,
  { scope, userId }: Pick<RequestActor, 'scope' | 'userId'>,
): Query => (scope === 'own' ? { ...query, owner: [userId] } : query)

/** A route without a stated permission does not start; a stated one is checked before anything is read. */
function demandPermissions(
  app: Http,
  options: Pick<HttpOptions, 'authorize' | 'isPermission'>,
): void {
  const stated: StatedRoute[] = []
  app.decorate('statedRoutes', stated)
  app.addHook('onRoute', ({ config, method, url }) => {
    const permission = config?.permission
    assert(
      (config?.public === true) !== (permission !== undefined),
      `${method} ${url} must state either config.permission or config.public`,
    )
    assert(
      permission === undefined || permission === 'session' || options.isPermission(permission),
      `${method} ${url} asks for the unknown permission ${permission}`,
    )
    for (const each of [method].flat()) {
      stated.push({ method: each, url, permission: permission ?? null })
    }
  })
  app.addHook('onRequest', (request, reply, done) => {
    if (request.is404 || request.routeOptions.config.public) return done()
    const permission = request.routeOptions.config.permission
    assert(permission, 'every route states its permission')
    options.authorize(request, reply, permission).then((actor) => {
      request.actor = actor
      done()
    }, done)
  })
}
