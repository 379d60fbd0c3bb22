import type { IncomingMessage } from 'node:http'
import type { FirstAnswer, Peer } from '#platform/http-first.ts'
import type { Log } from '#platform/log.ts'
import { DEFAULT_FOLDER } from '../settings.ts'
import { WIRE_LIMITS } from '../wire.ts'
import { answerHits, type IntakeRouteParts, originHeaders } from './hit-answer.ts'

/** Addresses of hits as scripts ask for them, and the routes that answer them otherwise. */
const ROUTES: Readonly<Record<string, string>> = {
  '/t': '/t',
  [`/${DEFAULT_FOLDER}/t`]: '/:folder/t',
}

const READABLE = /^(?:text\/plain|application\/json)(?:\s*;|$)/i

/** Hits as the script sends them are answered ahead of the routes; whatever else comes to these addresses is theirs. */
export const firstHits =
  (parts: IntakeRouteParts, peerOf: (request: IncomingMessage) => Peer, log: Log): FirstAnswer =>
  (request, response, answered) => {
    const route = request.method === 'POST' ? ROUTES[request.url ?? ''] : undefined
    if (route === undefined || !isPlain(request)) return false
    // Now: of somebody who is gone when the body is read nobody knows the address any more.
    const peer = peerOf(request)
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => {
      const { headers } = request
      void answerHits(parts, parsed(text), peer, headers, log).then((answer) => {
        response.writeHead(answer.status, {
          ...originHeaders(headers),
          ...answer.headers,
          'content-length': '0',
        })
        response.end()
        answered(route, answer.status)
      })
    })
    return true
  }

/** One piece of JSON of stated and bearable length. */
function isPlain({ headers }: IncomingMessage): boolean {
  return (
    Number(headers['content-length']) <= WIRE_LIMITS.bodyBytes &&
    headers['content-encoding'] === undefined &&
    READABLE.test(headers['content-type'] ?? '')
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
