import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendNotFound } from './http-errors.ts'

export type HealthOptions = {
  readonly ready: () => Promise<boolean>
  readonly metrics?: () => Promise<string>
  readonly metricsToken?: string | null
}

/** For the machines that watch over the program: /healthz (alive), /readyz (can serve), /metrics. */
export function registerHealth(app: FastifyInstance, options: HealthOptions): void {
  const config = { public: true }
  const schema = { hide: true }
  app.get('/healthz', { config, schema }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config, schema }, async (_request, reply) => {
    const isReady = await options.ready().catch(() => false)
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready' })
  })
  app.get('/metrics', { config, schema }, async (request, reply) => {
    if (!options.metrics || !mayReadMetrics(request, options.metricsToken ?? null)) {
      return sendNotFound(request, reply)
    }
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(await options.metrics())
  })
}

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/**
 * With METRICS_TOKEN: whoever sends it as bearer. Without: this machine only, and nothing that a proxy on
 * this machine passed on.
 */
function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  if (token !== null) return isSame(request.headers.authorization ?? '', `Bearer ${token}`)
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded
  return forwarded === undefined && LOOPBACK.includes(request.ip)
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
