import type { UuidLayout } from './copy-rows.ts'

const HEADER_BYTES = 19
/** 2000-01-01, from which PostgreSQL counts. */
const EPOCH_MICROSECONDS = 946_684_800_000_000
const ARRAY_HEADER_BYTES = 20

/**
 * The columns of one row of `copy ... to stdout (format binary)`, in their order: call one method for each. A column
 * that is null reads as '' or 0.
 */
export class CopyFields {
  readonly bytes: Buffer
  /** Columns of the row; below 0 at the end of everything. */
  readonly count: number
  #at: number

  constructor(message: Buffer) {
    this.bytes = message
    // only the first message begins with the header, which begins with a P
    this.#at = message[0] === 0x50 ? HEADER_BYTES : 0
    this.count = this.#at + 2 <= message.length ? message.readInt16BE(this.#at) : -1
    this.#at += 2
  }

  #length(): number {
    const length = this.bytes.readInt32BE(this.#at)
    this.#at += 4
    return Math.max(0, length)
  }

  text(): string {
    const length = this.#length()
    this.#at += length
    return this.bytes.toString('utf8', this.#at - length, this.#at)
  }

  boolean(): boolean {
    const start = this.#at + 4
    this.#at = start + this.#length()
    return this.bytes[start] === 1
  }

  int4(): number {
    const length = this.#length()
    this.#at += length
    return length === 4 ? this.bytes.readInt32BE(this.#at - 4) : 0
  }

  int8(): number {
    const length = this.#length()
    this.#at += length
    return length === 8
      ? this.bytes.readInt32BE(this.#at - 8) * 4_294_967_296 + this.bytes.readUInt32BE(this.#at - 4)
      : 0
  }

  /** Microseconds since 1970. */
  instant(): number {
    return this.int8() + EPOCH_MICROSECONDS
  }

  /** Where the 16 bytes begin. */
  uuid(): number {
    const length = this.#length()
    this.#at += length
    return this.#at - length
  }

  /** Where those of an array without nulls lie. */
  uuids(): UuidLayout {
    const length = this.#length()
    this.#at += length
    return { first: this.#at - length + ARRAY_HEADER_BYTES + 4, step: 20 }
  }
}
