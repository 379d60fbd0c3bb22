import { refusal } from './bytes.ts'

/** Bytes that the shared texts of a workbook may take; a list of a million names needs about 30 MB. */
export const SHARED_BYTES_MAX = 64 * 1024 ** 2
const PAGE_BYTES = 1024 ** 2

/**
 * The shared texts of a workbook, packed as UTF-8: about a third of what JavaScript strings take.
 * Memory is bounded by `SHARED_BYTES_MAX` plus four bytes a text.
 */
export type SharedStrings = {
  add(text: string): void
  get(index: number): string | null
  readonly size: number
}

export function createSharedStrings(file: string): SharedStrings {
  const pages: Buffer[] = []
  let starts = new Float64Array(1024)
  let lengths = new Uint32Array(1024)
  let size = 0
  let used = PAGE_BYTES
  let bytes = 0

  function grow() {
    const longer = new Float64Array(starts.length * 2)
    longer.set(starts)
    starts = longer
    const more = new Uint32Array(lengths.length * 2)
    more.set(lengths)
    lengths = more
  }

  return {
    add(text) {
      const length = Buffer.byteLength(text)
      bytes += length + 12
      if (bytes > SHARED_BYTES_MAX || length > PAGE_BYTES)
        throw refusal('xlsx_too_much_text', file, { limit: SHARED_BYTES_MAX })
      if (used + length > PAGE_BYTES) {
        pages.push(Buffer.allocUnsafeSlow(PAGE_BYTES))
        used = 0
      }
      if (size === starts.length) grow()
      const page = pages.at(-1)
      page?.write(text, used, 'utf8')
      starts[size] = (pages.length - 1) * PAGE_BYTES + used
      lengths[size] = length
      used += length
      size++
    },
    get(index) {
      const start = starts[index]
      const length = lengths[index]
      if (index >= size || start === undefined || length === undefined) return null
      const at = start % PAGE_BYTES
      return pages[Math.floor(start / PAGE_BYTES)]?.toString('utf8', at, at + length) ?? null
    },
    get size() {
      return size
    },
  }
}
