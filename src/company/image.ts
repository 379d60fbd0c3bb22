/** Pictures that every browser shows and that carry no script; an SVG can, and is not taken. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const
export type ImageType = (typeof IMAGE_TYPES)[number]

/** Largest file, and largest side in pixels: a small file can unfold to a gigabyte in the browser. */
export const LOGO_BYTES_MAX = 512 * 1024
export const LOGO_SIDE_MAX = 4_096

export type ImageFacts = {
  readonly type: ImageType
  readonly width: number
  readonly height: number
}

const ascii = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length))

const view = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * What a picture is by its own bytes, whatever its name says: PNG (IHDR), JPEG (first SOF segment), WebP
 * (VP8, VP8L or VP8X chunk). Null for everything else and for files that end too early.
 */
export function imageFacts(bytes: Uint8Array): ImageFacts | null {
  try {
    const found = pngSize(bytes) ?? jpegSize(bytes) ?? webpSize(bytes)
    return found && found.width > 0 && found.height > 0 ? found : null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** PNG (ISO/IEC 15948): signature, then the IHDR chunk with width and height. */
function pngSize(bytes: Uint8Array): ImageFacts | null {
  const isPng = ascii(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n' && ascii(bytes, 12, 4) === 'IHDR'
  if (!isPng) return null
  const data = view(bytes)
  return { type: 'image/png', width: data.getUint32(16), height: data.getUint32(20) }
}

const NO_FRAME = [0xc4, 0xc8, 0xcc]

/** JPEG (ITU T.81): segments until a start of frame, which holds height and width. */
function jpegSize(bytes: Uint8Array): ImageFacts | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null
  const data = view(bytes)
  let at = 2
  for (;;) {
    if (data.getUint8(at) !== 0xff) return null
    const marker = data.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.includes(marker)) {
      return { type: 'image/jpeg', height: data.getUint16(at + 5), width: data.getUint16(at + 7) }
    }
    at += 2 + data.getUint16(at + 2)
  }
}

/** WebP (RFC 9649): the first chunk in the RIFF container says the size, each kind in its own way. */
function webpSize(bytes: Uint8Array): ImageFacts | null {
  if (ascii(bytes, 0, 4) !== 'RIFF' || ascii(bytes, 8, 4) !== 'WEBP') return null
  const data = view(bytes)
  const type = 'image/webp'
  const low14 = 0x3fff
  switch (ascii(bytes, 12, 4)) {
    case 'VP8 ':
      return {
        type,
        width: data.getUint16(26, true) & low14,
        height: data.getUint16(28, true) & low14,
      }
    case 'VP8L': {
      const bits = data.getUint32(21, true)
      return { type, width: (bits & low14) + 1, height: ((bits >>> 14) & low14) + 1 }
    }
    case 'VP8X': {
      const uint24 = (at: number) => data.getUint16(at, true) + data.getUint8(at + 2) * 0x10000
      return { type, width: uint24(24) + 1, height: uint24(27) + 1 }
    }
    default:
      return null
  }
}
