/** Files with the same headers in the same order have the same fingerprint, whatever the case. */
export const headerFingerprint = (header: readonly string[]): string =>
  `${header.length}:${hash(header.map((name) => name.trim().toLowerCase()).join('\u001f'))}`

/** FNV-1a in 64 bits: enough to tell the headers of a company's files apart, and needs no package. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n
  for (let index = 0; index < text.length; index++) {
    value = ((value ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n) & 0xffffffffffffffffn
  }
  return value.toString(16).padStart(16, '0')
}
