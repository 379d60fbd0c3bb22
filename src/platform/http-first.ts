import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import proxyAddr from '@fastify/proxy-addr'
import type { FastifyInstance } from 'fastify'

/** Who is at the other end, through those proxies that are believed. */
export type Peer = { readonly ip: string; readonly hostname: string; readonly isHttps: boolean }

/** Answers a request, or says false and leaves it to the routes. `answered` is told of the answer, for the metrics. */
export type FirstAnswer = (
  request: IncomingMessage,
  response: ServerResponse,
  answered: (route: string, status: number) => void,
) => boolean

export type FirstOptions = {
  readonly trustedProxies?: readonly string[]
  readonly observe?: (method: string, route: string, status: number, seconds: number) => void
}

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Lets `answer` see each request before any route: for the one address that is asked thousands of times a second,
     * where what the framework does for a request costs as much as the answer. The same address must stand in the
     * routes too, for every request that `answer` leaves alone.
     */
    answerFirst(answer: FirstAnswer): void
    /** What a route knows as `request.ip`, `hostname` and `protocol`. */
    peerOf(request: IncomingMessage): Peer
  }
}

export function registerFirst(app: FastifyInstance, options: FirstOptions): void {
  app.decorate('peerOf', peerReader(options.trustedProxies ?? []))
  app.decorate('answerFirst', (answer: FirstAnswer) => {
    const { server } = app
    // While it stops, the framework refuses what still comes and closes the connection.
    let isClosing = false
    app.addHook('preClose', async () => {
      isClosing = true
    })
    const routes = server.listeners('request') as RequestListener[]
    server.removeAllListeners('request')
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const since = performance.now()
      const answered = (route: string, status: number) =>
        options.observe?.(request.method ?? '', route, status, (performance.now() - since) / 1000)
      if (!isClosing && answer(request, response, answered)) return
      for (const route of routes) route.call(server, request, response as never)
    })
  })
}

function peerReader(trustedProxies: readonly string[]): (request: IncomingMessage) => Peer {
  const trusts = trustedProxies.length > 0 ? proxyAddr.compile([...trustedProxies]) : null
  return (request) => {
    const { headers, socket } = request
    const direct = socket.remoteAddress ?? ''
    const isEncrypted = (socket as TLSSocket).encrypted === true
    if (!trusts?.(direct, 0)) {
      return { ip: direct, hostname: withoutPort(headers.host ?? ''), isHttps: isEncrypted }
    }
    const host = lastOf(headers['x-forwarded-host'])
    const scheme = lastOf(headers['x-forwarded-proto'])
    return {
      ip: proxyAddr(request, trusts),
      hostname: withoutPort(host || headers.host || ''),
      isHttps: scheme === '' ? isEncrypted : scheme === 'https',
    }
  }
}

/** Of a header that several proxies wrote, what the nearest one said. */
const lastOf = (header: string | string[] | undefined): string =>
  String(header ?? '')
    .split(',')
    .at(-1)
    ?.trim() ?? ''

const withoutPort = (host: string): string =>
  host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':', 1)[0] ?? '')
