// The load of bench/ingest.ts: closed loops over plain sockets, so that the generator takes as little of the two cores
// as it can. Each connection sends its next request when the last one was answered.
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export type Load = {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** The next body of a connection. */
  readonly body: (connection: number) => string
}

export type LoadResult = {
  readonly events: number
  readonly seconds: number
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** Answers by status, without 202. */
  readonly others: Readonly<Record<string, number>>
}

export async function run({ port, connections, seconds, body }: Load): Promise<LoadResult> {
  const times: number[] = []
  const others: Record<string, number> = {}
  const begun = performance.now()
  const end = begun + seconds * 1000
  const loops = Array.from({ length: connections }, (_, index) =>
    loop(
      port,
      () => (performance.now() < end ? body(index) : null),
      (status, ms) => {
        if (status === '202') times.push(ms)
        else others[status] = (others[status] ?? 0) + 1
      },
    ),
  )
  await Promise.all(loops)
  const took = (performance.now() - begun) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN
  return { events: times.length, seconds: took, p50: at(0.5), p95: at(0.95), p99: at(0.99), others }
}

function loop(
  port: number,
  next: () => string | null,
  answered: (status: string, ms: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let sent = 0
    let text = ''
    const send = () => {
      const body = next()
      if (body === null) {
        socket.end()
        return resolve()
      }
      sent = performance.now()
      socket.write(requestOf(body))
    }
    socket.setEncoding('latin1')
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('data', (chunk: string) => {
      text += chunk
      const head = text.indexOf('\r\n\r\n')
      if (head === -1) return
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (text.length < head + 4 + length) return
      const status = text.slice(9, 12)
      text = text.slice(head + 4 + length)
      answered(status, performance.now() - sent)
      send()
    })
  })
}

const AGENTS = [142, 141, 140].flatMap((version) =>
  ['Windows NT 10.0; Win64; x64', 'X11; Linux x86_64', 'Macintosh; Intel Mac OS X 10_15_7'].map(
    (system) =>
      `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`,
  ),
)
let turn = 0

function requestOf(body: string): string {
  turn += 1
  return [
    'POST /m/t HTTP/1.1',
    'host: daten.pumpen.example',
    'content-type: text/plain;charset=UTF-8',
    `user-agent: ${AGENTS[turn % AGENTS.length]}`,
    'accept: */*',
    'accept-language: de-DE,de;q=0.9,en;q=0.8',
    'accept-encoding: gzip, deflate, br',
    'origin: https://www.pumpen.example',
    'referer: https://www.pumpen.example/',
    'sec-fetch-site: same-site',
    'sec-fetch-mode: cors',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

/** As the script makes them: the time, then chance. */
const newId = () => (Date.now().toString(36) + randomBytes(16).toString('base64url')).slice(0, 22)

const PAGES = 300

/** One page in five carries a campaign, as of a company that advertises. */
function address(number: number): string {
  const campaign =
    number % 5 === 0 ? `?utm_source=google&utm_medium=cpc&utm_campaign=c${number % 40}` : ''
  return `https://www.pumpen.example/seite-${number % PAGES}${campaign}`
}

const wire = (fields: Record<string, unknown>): string => {
  const now = Date.now()
  const hit = {
    k: 'pumpen',
    m: newId(),
    t: now,
    r: '',
    c: 1,
    w: 1280,
    l: 'de-DE',
    x: '125369',
    h: 0,
    ...fields,
  }
  return JSON.stringify({ s: now, b: [hit] })
}

/** Every event is the first one of somebody. */
export function newVisitors(): () => string {
  let number = 0
  return () => {
    number += 1
    return wire({ n: 'page', u: address(number), v: newId() })
  }
}

/** Five events a visit: three pages, a click, a download. */
export function visits(): (connection: number) => string {
  let number = 0
  const state = new Map<number, { visitor: string; step: number; landing: number }>()
  return (connection) => {
    let visit = state.get(connection)
    if (!visit || visit.step === 5) {
      number += 1
      visit = { visitor: newId(), step: 0, landing: number }
      state.set(connection, visit)
    }
    visit.step += 1
    const v = visit.visitor
    if (visit.step === 4)
      return wire({ n: 'event', u: address(7), v, e: 'demo_request', p: { product: 'P 200' } })
    if (visit.step === 5) {
      return wire({ n: 'file', u: address(7), v, p: { to: 'https://www.pumpen.example/k.pdf' } })
    }
    const r = visit.step === 1 ? '' : 'https://www.pumpen.example/'
    return wire({
      n: 'page',
      u: visit.step === 1 ? address(visit.landing) : address(visit.step),
      v,
      r,
    })
  }
}
