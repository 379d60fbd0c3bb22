// Self-signed certificates for tests, written by hand in DER (X.690, RFC 5280), so that no openssl is needed:
//   const { cert, key } = selfSigned({ name: 'localhost', from, until })
import { generateKeyPairSync, sign } from 'node:crypto'

const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts)
const set = (...parts: readonly Buffer[]) => tagged(0x31, ...parts)
const integer = (value: number) => tagged(0x02, Buffer.from([value]))
const object = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'))
const bits = (content: Buffer) => tagged(0x03, Buffer.from([0]), content)
const generalizedTime = (date: Date) =>
  tagged(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, '')}`))

const ECDSA_WITH_SHA256 = sequence(object('2a8648ce3d040302'))
const COMMON_NAME = '550403'
const SUBJECT_ALTERNATIVE_NAME = '551d11'
const DNS_NAME = 0x82

export type CertificateFacts = {
  readonly name: string
  readonly from: Date
  readonly until: Date
}

/** A certificate for a name and the key it belongs to, both PEM. */
export function selfSigned({ name, from, until }: CertificateFacts): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const who = sequence(set(sequence(object(COMMON_NAME), tagged(0x0c, Buffer.from(name)))))
  const names = sequence(tagged(DNS_NAME, Buffer.from(name)))
  const extensions = tagged(
    0xa3,
    sequence(sequence(object(SUBJECT_ALTERNATIVE_NAME), tagged(0x04, names))),
  )
  const content = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    ECDSA_WITH_SHA256,
    who,
    sequence(generalizedTime(from), generalizedTime(until)),
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  )
  const signature = sign('sha256', content, privateKey)
  const certificate = sequence(content, ECDSA_WITH_SHA256, bits(signature))
  const base64 = (certificate.toString('base64').match(/.{1,64}/g) ?? []).join('\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
