import { X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { Server as HttpsServer } from 'node:https'
import { createSecureContext } from 'node:tls'
import { messageOf, OperatorError } from './failure.ts'
import type { Log } from './log.ts'

export type TlsFiles = { readonly certificateFile: string; readonly keyFile: string }

export type TlsMaterial = { readonly cert: string; readonly key: string; readonly expiresAt: Date }

const CHECK_EVERY_MS = 60_000
const DAY_MS = 86_400_000
const WARN_BEFORE_DAYS = 14

/**
 * Certificate and key of the operator, checked before anybody connects: readable, fitting each other, valid now.
 * Throws an OperatorError that names the file and what is wrong with it.
 */
export function readTls({ certificateFile, keyFile }: TlsFiles, now: Date): TlsMaterial {
  const cert = readPem('TLS_CERT', certificateFile)
  const key = readPem('TLS_KEY', keyFile)
  const certificate = parsed('TLS_CERT', certificateFile, () => new X509Certificate(cert))
  parsed('TLS_KEY', keyFile, () => createSecureContext({ cert, key }))
  const [from, until] = [new Date(certificate.validFrom), new Date(certificate.validTo)]
  if (now > until) {
    throw new OperatorError(
      `TLS_CERT: the certificate in ${certificateFile} expired on ${dayOf(until)}. Renew it.`,
    )
  }
  if (now < from) {
    throw new OperatorError(
      `TLS_CERT: the certificate in ${certificateFile} is not valid before ${dayOf(from)}. Check the clock.`,
    )
  }
  return { cert, key, expiresAt: until }
}

/**
 * Takes over a renewed certificate without a restart: looks at the files once a minute. A pair that does not
 * work is reported and the one in use stays. Returns what ends the watch.
 */
export function watchTls(
  server: HttpsServer,
  files: TlsFiles,
  log: Log,
  now: () => Date,
  everyMs = CHECK_EVERY_MS,
): () => void {
  let seen = stampOf(files)
  warnBeforeEnd(readTls(files, now()), log, now())
  const timer = setInterval(() => {
    const stamp = stampOf(files)
    if (stamp === seen) return
    seen = stamp
    try {
      const material = readTls(files, now())
      server.setSecureContext(material)
      log.info({ expiresAt: material.expiresAt }, 'took over the renewed certificate')
      warnBeforeEnd(material, log, now())
    } catch (error) {
      log.error(`the certificate in use stays: ${messageOf(error)}`)
    }
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

function warnBeforeEnd({ expiresAt }: TlsMaterial, log: Log, now: Date): void {
  const days = Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS)
  if (days < WARN_BEFORE_DAYS) log.warn(`the certificate expires in ${days} days`)
}

function readPem(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new OperatorError(`${setting}: ${file} cannot be read: ${messageOf(error)}`, 1, {
      cause: error,
    })
  }
}

function parsed<T>(setting: string, file: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const isMismatch = code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
    const why = isMismatch
      ? 'is not the key of the certificate in TLS_CERT.'
      : `holds no PEM that can be used: ${messageOf(error)}`
    throw new OperatorError(`${setting}: ${file} ${why}`, 1, { cause: error })
  }
}

/** Changes whenever one of the files does; a file that is gone for a moment is no change. */
function stampOf({ certificateFile, keyFile }: TlsFiles): string {
  return [certificateFile, keyFile]
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false })
      return `${stat?.mtimeMs ?? 0} ${stat?.size ?? 0} ${stat?.ino ?? 0}`
    })
    .join(' ')
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)
