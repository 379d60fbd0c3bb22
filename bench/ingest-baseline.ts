// What bench/ingest.ts compares with, each a process of its own: a server that stores nothing, and one that stores every
// event with one plain prepared INSERT. Both read the same JSON.
//   node bench/ingest-baseline.ts nothing|insert <port> [database URL]
import { createServer } from 'node:http'
import pg from 'pg'

const [kind, port, url] = process.argv.slice(2)
const pool = kind === 'insert' ? new pg.Pool({ connectionString: url ?? '', max: 10 }) : null
await pool?.query(`
  create table if not exists tracking.bench_event (
    at timestamptz not null, message_id uuid primary key, visitor text, kind text, address text)`)

createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8').on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', async () => {
    const { b } = JSON.parse(body) as { b: Record<string, unknown>[] }
    for (const hit of pool ? b : []) {
      await pool?.query({
        name: 'event',
        text: 'insert into tracking.bench_event values ($1, $2, $3, $4, $5) on conflict do nothing',
        values: [
          new Date(Number(hit.t)),
          Buffer.from(String(hit.m), 'base64url').toString('hex'),
          hit.v,
          hit.n,
          hit.u,
        ],
      })
    }
    response.writeHead(202, { 'content-length': '0' }).end()
  })
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'))
