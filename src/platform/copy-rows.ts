const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const CHUNK_BYTES = 65_536
const UUID_OID = 2950
const INT8_OID = 20
const TEXT_OID = 25
const HIGH = 4_294_967_296
/** 2000-01-01, from which PostgreSQL counts. */
const EPOCH_MICROSECONDS = 946_684_800_000_000

/** Where uuids lie in memory: the first byte of the first one, and from each to the next. */
export type UuidLayout = { readonly first: number; readonly step: number }

/** One after another. */
export const DENSE: UuidLayout = { first: 0, step: 16 }

const viewOf = ({ buffer, byteOffset, byteLength }: Buffer): DataView =>
  new DataView(buffer, byteOffset, byteLength)

/**
 * Writes rows for `copy ... from stdin (format binary)`: call `row`, then one method for each of its columns; null
 * where there is nothing. `full` and `rest` hand over what was written.
 */
export class CopyRows {
  #buffer = Buffer.allocUnsafeSlow(2 * CHUNK_BYTES)
  /** Sees the same bytes: calls of the buffer's own methods take longer than the bytes do. */
  #view = viewOf(this.#buffer)
  #at = 0

  constructor() {
    HEADER.copy(this.#buffer)
    this.#at = HEADER.length
  }

  /** What was written so far, where it is worth sending. */
  *full(): Iterable<Buffer> {
    if (this.#at >= CHUNK_BYTES) yield this.#take()
  }

  /** What was not sent yet, with the mark of the end. */
  *rest(): Iterable<Buffer> {
    this.#int2(-1)
    yield this.#take()
  }

  row(columns: number): void {
    this.#int2(columns)
  }

  text(value: string | null): void {
    if (value === null) this.#int4(-1)
    else this.#bytesOf(value)
  }

  boolean(value: boolean): void {
    this.#int4(1)
    this.#room(1)
    this.#buffer[this.#at] = value ? 1 : 0
    this.#at += 1
  }

  int4(value: number): void {
    this.#int4(4)
    this.#int4(value)
  }

  int8(value: number): void {
    this.#int4(8)
    this.#wide(value)
  }

  /** Microseconds since 1970. */
  instant(microseconds: number): void {
    this.int8(microseconds - EPOCH_MICROSECONDS)
  }

  /** The 16 bytes at `start`. */
  uuid(bytes: Buffer, start: number): void {
    this.#uuid(viewOf(bytes), start)
  }

  #uuid(from: DataView, start: number): void {
    this.#int4(16)
    this.#room(16)
    const [view, at] = [this.#view, this.#at]
    for (let byte = 0; byte < 16; byte += 4) view.setInt32(at + byte, from.getInt32(start + byte))
    this.#at += 16
  }

  /** Of 16 bytes each, where `layout` says by their places. */
  uuids(bytes: Buffer, places: readonly number[], { first, step }: UuidLayout): void {
    this.#array(UUID_OID, places.length, 20 * places.length, false)
    const from = viewOf(bytes)
    for (const place of places) this.#uuid(from, first + step * place)
  }

  int8s(values: readonly number[]): void {
    this.#array(INT8_OID, values.length, 12 * values.length, false)
    for (const value of values) this.int8(value)
  }

  texts(values: readonly (string | null)[]): void {
    const bytes = values.reduce((sum, value) => sum + 4 + Buffer.byteLength(value ?? ''), 0)
    this.#array(TEXT_OID, values.length, bytes, true)
    for (const value of values) this.text(value)
  }

  /** Of uuids as text. */
  uuidTexts(values: readonly (string | null)[]): void {
    const known = values.filter((value) => value !== null).length
    this.#array(UUID_OID, values.length, 4 * values.length + 16 * known, true)
    for (const value of values) {
      if (value === null) this.#int4(-1)
      else this.uuid(Buffer.from(value.replaceAll('-', ''), 'hex'), 0)
    }
  }

  #array(oid: number, length: number, bytes: number, hasNulls: boolean): void {
    if (length === 0) {
      this.#int4(12)
      this.#int4(0)
      this.#int4(0)
      this.#int4(oid)
      return
    }
    this.#int4(20 + bytes)
    this.#int4(1)
    this.#int4(hasNulls ? 1 : 0)
    this.#int4(oid)
    this.#int4(length)
    this.#int4(1)
  }

  #bytesOf(value: string): void {
    this.#room(4 + 3 * value.length)
    const length = this.#buffer.write(value, this.#at + 4, 'utf8')
    this.#int4(length)
    this.#at += length
  }

  #int2(value: number): void {
    this.#room(2)
    this.#at = this.#buffer.writeInt16BE(value, this.#at)
  }

  #int4(value: number): void {
    this.#room(4)
    this.#view.setInt32(this.#at, value)
    this.#at += 4
  }

  #wide(value: number): void {
    const high = Math.floor(value / HIGH)
    this.#int4(high)
    this.#int4(value - high * HIGH)
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafeSlow(2 * (this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
    this.#view = viewOf(larger)
  }

  #take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#at)
    this.#buffer = Buffer.allocUnsafeSlow(2 * CHUNK_BYTES)
    this.#view = viewOf(this.#buffer)
    this.#at = 0
    return taken
  }
}
