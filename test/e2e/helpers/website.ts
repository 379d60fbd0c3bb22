// Somebody else's website with the script on it, and a recorder in place of the intake. Both are servers of
// their own; names under `.localhost` lead to this machine and are secure contexts.

import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { CALL_STUB } from '../../../src/tracking/snippets.ts'
import { type Hit, readWire } from '../../../src/tracking/wire.ts'

const DIST = join(import.meta.dirname, '../../../tracker/dist')
const BANNER = join(import.meta.dirname, '../../../web/tracking/consent-banner.html')
export const SITE_KEY = 'pumpen'
/** One company: the site and, beside it, where its own program answers. */
export const SITE_HOST = 'www.pumpen.localhost'
export const INTAKE_HOST = 'daten.pumpen.localhost'
/** Another registrable domain: no cookie of ours reaches the site from there. */
export const FOREIGN_INTAKE_HOST = 'daten.fremd.localhost'
/** Somewhere to come from and to go to. */
export const OTHER_HOST = 'suche.localhost'

/** What takes hits. The recorder here; later the program itself, with what its database holds. */
export type Intake = {
  /** `http://<host>:<port>/<word>/` in front of s.js and t. */
  base(host: string): string
  /** What arrived so far, by the order of arrival, what came twice once. */
  hits(): readonly Hit[]
}

export type Recorder = Intake & {
  /** Bodies as they came, with the cookies that came along. */
  readonly requests: { readonly body: string; readonly cookie: string }[]
  /** Answers with this status instead of taking what comes; null is taking. */
  refuseWith(status: number | null): void
  /** Takes what comes at once and answers only after so many ms: a slow network. */
  answerAfter(ms: number): void
  /** The clock of the server from now on. */
  setClock(now: () => number): void
  /** Ends it, so that nothing listens; `up` listens on the same port again. */
  down(): Promise<void>
  up(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const listen = async (server: Server, port = 0): Promise<number> => {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
const close = async (server: Server): Promise<void> => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}

/** What the intake promises to the script, and nothing else: see docs/tracking.md. */
export async function startRecorder(): Promise<Recorder> {
  if (!existsSync(join(DIST, 's.js'))) throw new Error('not built: run node scripts/setup.mjs')
  const requests: { body: string; cookie: string }[] = []
  const received: Hit[] = []
  let refusal: number | null = null
  let clock = Date.now
  let answerMs = 0
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname.endsWith('.js')) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8')
      return response.end(readFileSync(join(DIST, basename(pathname))))
    }
    const body = await bodyOf(request)
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*')
    response.setHeader('access-control-allow-credentials', 'true')
    if (refusal !== null) return response.writeHead(refusal).end()
    requests.push({ body, cookie: request.headers.cookie ?? '' })
    const hits = readWire(JSON.parse(body), clock())?.hits ?? []
    const isNew = (hit: Hit) => !received.some(({ messageId }) => messageId === hit.messageId)
    received.push(...hits.filter(isNew))
    const cookie = cookieFor(hits, request.headers.host ?? '')
    if (cookie) response.setHeader('set-cookie', cookie)
    if (answerMs > 0) await setTimeout(answerMs)
    response.writeHead(202).end()
  }
  let server = createServer((request, response) => void handle(request, response))
  const port = await listen(server)
  const down = () => close(server)
  return {
    base: (host) => `http://${host}:${port}/m/`,
    hits: () => received,
    requests,
    refuseWith(status) {
      refusal = status
    },
    answerAfter(ms) {
      answerMs = ms
    },
    setClock(now) {
      clock = now
    },
    down,
    async up() {
      server = createServer((request, response) => void handle(request, response))
      await listen(server, port)
    },
    async [Symbol.asyncDispose]() {
      if (server.listening) await close(server)
    },
  }
}

/** The visitor's cookie, for the whole registrable domain; gone with the consent. */
function cookieFor(hits: readonly Hit[], host: string): string | null {
  const last = hits.findLast(({ visitorId }) => visitorId !== null)
  if (!last) return null
  const domain = host.replace(/:.*/, '').split('.').slice(-2).join('.')
  const rest = `; Path=/; SameSite=Lax; Domain=${domain}`
  return last.consent === 'none'
    ? `rk_v=; Max-Age=0${rest}`
    : `rk_v=${last.visitorId}; Max-Age=${395 * 86_400}${rest}`
}

/** What the pages of the site are made of; a test changes it before it opens one. */
export type PageSettings = {
  /** The address of the scripts, as `https://daten.example.com/m/`. */
  base: string
  /** Attributes of the script besides its site key. */
  attributes: string
  /** Calls in front of the script, behind the stub of the snippet. */
  before: string | null
  /** What the second script is asked for. */
  more: string | null
  csp: string | null
  head: string
  /** Another page in place of all of it. */
  page: string | null
}

export type Website = {
  readonly origin: string
  readonly otherOrigin: string
  readonly settings: PageSettings
  /** Paths with their queries, in the order in which they were asked for. */
  readonly visited: readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

export async function startWebsite(base: string): Promise<Website> {
  const settings: PageSettings = {
    base,
    attributes: '',
    before: null,
    more: null,
    csp: null,
    head: '',
    page: null,
  }
  const visited: string[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    visited.push(request.url ?? '')
    if (pathname === '/favicon.ico') return response.writeHead(204).end()
    if (pathname.endsWith('.pdf')) {
      response.setHeader('content-type', 'application/pdf')
      response.setHeader('content-disposition', 'attachment')
      return response.end('%PDF-1.4')
    }
    response.setHeader('content-type', 'text/html; charset=utf-8')
    if (request.headers.host?.startsWith(OTHER_HOST)) {
      const to = searchParams.get('to') ?? '/'
      return response.end(
        `<!doctype html><title>Anderswo</title><a href="${origin}${to}">Treffer</a>`,
      )
    }
    if (pathname.startsWith('/banner')) return response.end(bannerPage(settings.base))
    if (settings.csp) response.setHeader('content-security-policy', settings.csp)
    response.end(settings.page ?? pageOf(pathname, settings, otherOrigin))
  })
  const port = await listen(server)
  const origin = `http://${SITE_HOST}:${port}`
  const otherOrigin = `http://${OTHER_HOST}:${port}`
  return { origin, otherOrigin, settings, visited, [Symbol.asyncDispose]: () => close(server) }
}

/** The example of the documentation, with the addresses of the test in place of its own. */
const bannerPage = (base: string): string =>
  readFileSync(BANNER, 'utf8')
    .replace('https://daten.example.com/m/', base)
    .replace('IHR-SCHLUESSEL', SITE_KEY)

function pageOf(path: string, settings: PageSettings, otherOrigin: string): string {
  const { base, attributes, before, more, head } = settings
  return `<!doctype html><html lang="de"><head><title>${path}</title>${head}
${before === null ? '' : `<script>${CALL_STUB};${before}</script>`}
<script async src="${base}s.js" data-site="${SITE_KEY}" ${attributes}></script>
${more === null ? '' : `<script async src="${base}m.js" data-more="${more}"></script>`}
</head><body>
<h1>${path}</h1>
<a href="/leistungen">Leistungen</a>
<a href="${otherOrigin}/">Partner</a>
<a href="/katalog.pdf"><b>Katalog</b></a>
<a href="tel:+49301234567">Anrufen</a>
<form data-regelkreis="demo" action="/danke"><input name="email"><button>Senden</button></form>
<form action="/suche"><input name="q"><button>Suchen</button></form>
<div style="height:3000px"></div>
</body></html>`
}
