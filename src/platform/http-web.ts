import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendNotFound } from './http-errors.ts'

const NOT_BUILT = 'The web application is not built. Run: node scripts/setup.mjs'

/** Paths that are never screens: an unknown one is an error, not the start page. */
const isMachinePath = (url: string): boolean => /^\/(api|healthz|readyz|metrics)(\/|\?|$)/.test(url)

/** Files whose name carries a hash never change. */
const HASHED = /[\\/]assets[\\/]/

/**
 * Serves the built web application. Every address that is neither a file nor part of the API is a screen
 * and gets the start page; files next to which the build put `.br` or `.gz` are sent in that form.
 */
export async function serveWeb(app: FastifyInstance, root: string | null): Promise<void> {
  if (root === null || !existsSync(join(root, 'index.html'))) {
    app.setNotFoundHandler((request, reply) =>
      isMachinePath(request.url) ? sendNotFound(request, reply) : reply.status(503).send(NOT_BUILT),
    )
    return
  }
  await app.register(fastifyStatic, {
    root,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header(
        'cache-control',
        HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  // These handlers give nothing back: a reply that is returned counts as a promise, and every wait for it
  // adds listeners to the response, more than Node allows when a screen takes the way over "not found".
  app.get<{ Params: { '*': string } }>(
    '/*',
    { config: { public: true }, schema: { hide: true } },
    (request, reply) => {
      if (isMachinePath(request.url)) sendNotFound(request, reply)
      else reply.sendFile(request.params['*'] || 'index.html')
    },
  )
  app.setNotFoundHandler((request, reply) => {
    startPageOr404(request, reply)
  })
}

function startPageOr404(request: FastifyRequest, reply: FastifyReply): void {
  const isScreen =
    (request.method === 'GET' || request.method === 'HEAD') &&
    !isMachinePath(request.url) &&
    !/\/assets\//.test(request.url) &&
    (request.headers.accept ?? '*/*').match(/text\/html|\*\/\*/) !== null
  if (isScreen) reply.sendFile('index.html')
  else sendNotFound(request, reply)
}
