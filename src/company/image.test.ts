import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imageFacts } from './image.ts'

/** Tiny pictures, made by other programs; sizes as those programs were told. */
const PNG_1X1 =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
/** The "lossy" and "lossless" examples of the WebP feature detection page of Google. */
const WEBP_LOSSY_1X1 = 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA'
const WEBP_LOSSLESS_1X1 = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='
const WEBP_ALPHA_1X1 =
  'UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAAAP4AAA3AAP7mtQAAAA=='

const bytes = (base64: string) => Buffer.from(base64, 'base64')

/** A JPEG begins with SOI, an application segment and the start of frame (ITU T.81, B.2.2): 640 x 480. */
const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc000110801e0028003012200021101031101',
  'hex',
)

test('image: type and size by the bytes', () => {
  assert.deepEqual(imageFacts(bytes(PNG_1X1)), { type: 'image/png', width: 1, height: 1 })
  assert.deepEqual(imageFacts(JPEG), { type: 'image/jpeg', width: 640, height: 480 })
  for (const picture of [WEBP_LOSSY_1X1, WEBP_LOSSLESS_1X1, WEBP_ALPHA_1X1]) {
    assert.deepEqual(imageFacts(bytes(picture)), { type: 'image/webp', width: 1, height: 1 })
  }
})

test('image: anything else is none, and so is a file that ends too early', () => {
  const others = [
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'GIF89a\u0001\u0000\u0001\u0000',
    '',
    '<html>',
  ]
  for (const text of others) assert.equal(imageFacts(Buffer.from(text)), null, text)
  for (const whole of [bytes(PNG_1X1).subarray(0, 24), JPEG, bytes(WEBP_LOSSLESS_1X1)]) {
    assert.equal(imageFacts(whole.subarray(0, 18)), null)
  }
  const zero = Buffer.from(bytes(PNG_1X1))
  zero.writeUInt32BE(0, 16)
  assert.equal(imageFacts(zero), null, 'a side of no pixels')
})
