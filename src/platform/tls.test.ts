import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { selfSigned } from '../../test/helpers/certificate.ts'
import { OperatorError } from './failure.ts'
import { buildHttp } from './http.ts'
import { silentLog } from './log.ts'
import { readTls, type TlsFiles, watchTls } from './tls.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const YEAR = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') }

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'regelkreis-tls-'))
  const files: TlsFiles = {
    certificateFile: join(path, 'cert.pem'),
    keyFile: join(path, 'key.pem'),
  }
  const write = ({ cert, key }: { cert: string; key: string }) => {
    writeFileSync(files.certificateFile, cert)
    writeFileSync(files.keyFile, key)
  }
  return { files, write, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}

const refused = (words: RegExp) => (error: unknown) =>
  error instanceof OperatorError && words.test(error.message)

test('tls: a pair that fits and is valid is taken; anything else says which file and why', () => {
  using place = folder()
  const { files, write } = place
  assert.throws(() => readTls(files, NOW), refused(/TLS_CERT: .*cert\.pem cannot be read/))
  const good = selfSigned({ name: 'localhost', ...YEAR })
  write(good)
  assert.equal(readTls(files, NOW).expiresAt.toISOString(), '2027-01-01T00:00:00.000Z')

  const other = selfSigned({ name: 'localhost', ...YEAR })
  write({ cert: good.cert, key: other.key })
  assert.throws(() => readTls(files, NOW), refused(/TLS_KEY: .* is not the key of the certificate/))
  write({ cert: 'no certificate', key: good.key })
  assert.throws(() => readTls(files, NOW), refused(/TLS_CERT: .* holds no PEM/))
  write({ cert: good.cert, key: 'no key' })
  assert.throws(() => readTls(files, NOW), refused(/TLS_KEY: .* holds no PEM/))
  write(good)
  const later = new Date('2027-02-01T00:00:00Z')
  assert.throws(() => readTls(files, later), refused(/expired on 2027-01-01/))
  const earlier = new Date('2025-12-01T00:00:00Z')
  assert.throws(() => readTls(files, earlier), refused(/not valid before 2026-01-01/))
})

/** The serial name of the certificate that a server shows now. */
const shownBy = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const request = get(
      { port, host: '127.0.0.1', path: '/healthz', rejectUnauthorized: false, agent: false },
      (response) => {
        const { CN } = (response.socket as TLSSocket).getPeerCertificate().subject
        response.resume().on('end', () => resolve(`${response.statusCode} ${CN}`))
      },
    )
    request.on('error', reject)
  })

test('tls: the server speaks https and takes over renewed files without a restart', async () => {
  using place = folder()
  const { files, write } = place
  write(selfSigned({ name: 'first.example.com', ...YEAR }))
  const app = await buildHttp({
    log: silentLog,
    publicUrl: 'https://first.example.com',
    ready: async () => true,
    version: '0.0.0',
    authorize: async () => ({ userId: 'u', name: 'n', role: 'viewer', scope: 'all' }),
    isPermission: () => true,
    tls: readTls(files, NOW),
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const end = watchTls(app.server as never, files, silentLog, () => NOW, 20)
  try {
    assert.equal(await shownBy(port), '200 first.example.com')
    write({ ...selfSigned({ name: 'broken.example.com', ...YEAR }), key: 'no key' })
    await sleep(80)
    assert.equal(await shownBy(port), '200 first.example.com', 'the one in use stays')
    write(selfSigned({ name: 'second.example.com', ...YEAR }))
    await sleep(80)
    assert.equal(await shownBy(port), '200 second.example.com')
  } finally {
    end()
    await app.close()
  }
})
