import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base32, codeOfStep, fromBase32, matchingStep, otpauthUri, stepAt } from './totp.ts'

/** RFC 6238, appendix B, the rows of SHA-1: key "12345678901234567890", 8 digits. */
const KEY = Buffer.from('12345678901234567890')
const RFC_6238 = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
] as const

for (const [seconds, code] of RFC_6238) {
  test(`totp: the code of RFC 6238 at second ${seconds}`, () => {
    assert.equal(codeOfStep(KEY, stepAt(seconds * 1000), 8), code)
  })
}

test('totp: six digits are the last six of the eight; the neighbouring steps count, others do not', () => {
  // 94287082 belongs to step 1 (seconds 30 to 59).
  assert.equal(matchingStep(KEY, '287 082', 59_000), 1)
  assert.equal(matchingStep(KEY, '287082', 89_999), 1)
  assert.equal(matchingStep(KEY, '287082', 0), 1)
  assert.equal(matchingStep(KEY, '287082', 90_000), null)
  assert.equal(matchingStep(KEY, '000000', 59_000), null)
})

test('base32: the test vectors of RFC 4648, section 10, without padding', () => {
  const vectors = ['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI']
  assert.deepEqual(
    vectors.map((_, length) => base32(Buffer.from('foobar'.slice(0, length)))),
    vectors,
  )
  for (const [length, vector] of vectors.entries()) {
    assert.equal(fromBase32(vector).toString(), 'foobar'.slice(0, length))
  }
})

test('otpauth: issuer and account are escaped, the key is base32', () => {
  assert.equal(
    otpauthUri('Regelkreis', 'jörg+x@firma.de', Buffer.from('foobar')),
    'otpauth://totp/Regelkreis:j%C3%B6rg%2Bx%40firma.de?secret=MZXW6YTBOI&issuer=Regelkreis&algorithm=SHA1&digits=6&period=30',
  )
})
