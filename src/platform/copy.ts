import { CompiledQuery, type Kysely, type RawBuilder } from 'kysely'
import type pg from 'pg'
import { assert } from '#kernel/assert.ts'

// COPY is the fast way of many rows out of PostgreSQL and into it. It takes no parameters, and the driver knows
// nothing of it; the query builder hands over the connection of its transaction to what it calls a cursor.

type Waiting<Row> = { resolve(chunks: Row[]): void; reject(error: unknown): void }

/** One COPY on the connection of the query builder: `read` gives what came since, and nothing at the end. */
export class CopyCursor<Row> {
  readonly #text: string
  readonly #source: Iterable<Buffer> | undefined
  #chunks: Buffer[] = []
  #isDone = false
  #error: unknown
  #waiting: Waiting<Row> | null = null

  constructor(text: string, parameters: readonly unknown[]) {
    this.#text = text
    this.#source = parameters[0] as Iterable<Buffer> | undefined
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#text)
  }

  /** The message's bytes lie in a buffer that the driver uses again. */
  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.#chunks.push(Buffer.from(chunk))
    this.#settle()
  }

  handleCopyInResponse(connection: pg.Connection): void {
    const { stream } = connection as unknown as { readonly stream: NodeJS.WritableStream }
    const send = connection as unknown as {
      sendCopyFromChunk(chunk: Buffer): void
      endCopyFrom(): void
      sendCopyFail(message: string): void
    }
    const chunks = (this.#source ?? [])[Symbol.iterator]()
    const next = (): void => {
      try {
        for (let one = chunks.next(); !one.done; one = chunks.next()) {
          send.sendCopyFromChunk(one.value)
          if (stream.writable && (stream as { writableNeedDrain?: boolean }).writableNeedDrain) {
            stream.once('drain', next)
            return
          }
        }
        send.endCopyFrom()
      } catch (error) {
        this.#error = error
        send.sendCopyFail('the rows could not be made')
      }
    }
    next()
  }

  handleCommandComplete(): void {}

  handleError(error: unknown): void {
    this.#error ??= error
    this.#finish()
  }

  handleReadyForQuery(): void {
    this.#finish()
  }

  #finish(): void {
    this.#isDone = true
    this.#settle()
  }

  #settle(): void {
    const waiting = this.#waiting
    if (!waiting) return
    if (this.#error !== undefined && this.#isDone) {
      this.#waiting = null
      waiting.reject(this.#error)
    } else if (this.#chunks.length > 0 || this.#isDone) {
      this.#waiting = null
      waiting.resolve(this.#take())
    }
  }

  /** `Row` is what the query builder calls it; rows are always messages here. */
  #take(): Row[] {
    const chunks = this.#chunks as unknown[] as Row[]
    this.#chunks = []
    return chunks
  }

  read(): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#settle()
    })
  }

  /** Whatever still comes belongs to nobody: the connection is free only after it. */
  async close(): Promise<void> {
    while (!this.#isDone) await this.read().catch(() => [])
  }
}

/** The messages of `copy ... to stdout`, in groups as they come; each is one row (the first begins with the header). */
export async function* copyOut<DB>(
  db: Kysely<DB>,
  statement: RawBuilder<unknown>,
): AsyncIterable<Buffer[]> {
  const { sql, parameters } = statement.compile(db)
  assert(parameters.length === 0, 'copyOut: COPY takes no parameters')
  const stream = db.getExecutor().stream<Buffer>(CompiledQuery.raw(sql), 1)
  for await (const { rows } of stream) yield rows
}

/** Sends `source` to `copy ... from stdin`; rows are made as fast as the database takes them. */
export async function copyIn<DB>(
  db: Kysely<DB>,
  statement: RawBuilder<unknown>,
  source: Iterable<Buffer>,
): Promise<void> {
  const { sql, parameters } = statement.compile(db)
  assert(parameters.length === 0, 'copyIn: COPY takes no parameters')
  const stream = db.getExecutor().stream(CompiledQuery.raw(sql, [source]), 1)
  for await (const { rows } of stream) assert(rows.length === 0, 'copyIn: nothing comes back')
}
