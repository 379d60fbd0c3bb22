const NEWLINE = 10
const QUOTE = 34

/** Stand for the end of a cell and of a record where quotes are gone: the separators that ASCII has for it. */
export const CELL_END = 31
export const RECORD_END = 30

/** Calls `byte` for each byte outside of its quotes; `isOpen` says whether it is quoted. False: stop. */
function walk(
  bytes: Uint8Array,
  from: number,
  delimiter: number,
  each: (byte: number, index: number, isOpen: boolean) => boolean,
): void {
  let isOpen = false
  let isStart = true
  for (let index = from; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0
    if (byte === QUOTE && !isOpen && isStart) {
      isOpen = true
      isStart = false
      continue
    }
    if (byte === QUOTE && isOpen) {
      if (bytes[index + 1] !== QUOTE) {
        isOpen = false
        continue
      }
      index += 1
    }
    if (!each(byte, index, isOpen)) return
    isStart = !isOpen && byte === delimiter
  }
}

/**
 * Where the record that begins at `from` ends: at a line end outside of quotes, or where the bytes end. A quote
 * opens only at the beginning of a cell, elsewhere it is an ordinary character. Null: a quote is still open.
 */
export function endOfRecord(bytes: Uint8Array, from: number, delimiter: number): number | null {
  let end: number | null = null
  let isStillOpen = false
  walk(bytes, from, delimiter, (byte, index, isOpen) => {
    isStillOpen = isOpen
    if (byte !== NEWLINE || isOpen) return true
    end = index
    return false
  })
  return end ?? (isStillOpen ? null : bytes.length)
}

/** The bytes of one record without its quotes, every cell ended by `CELL_END`, the last by `RECORD_END`. */
export function withoutQuotes(record: Uint8Array, delimiter: number): Uint8Array {
  const bytes = new Uint8Array(record.length + 1)
  let length = 0
  walk(record, 0, delimiter, (byte, _, isOpen) => {
    bytes[length] = byte === delimiter && !isOpen ? CELL_END : byte
    length += 1
    return true
  })
  bytes[length] = RECORD_END
  return bytes.subarray(0, length + 1)
}
