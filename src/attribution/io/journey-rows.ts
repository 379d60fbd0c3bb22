import type { Kysely, RawBuilder } from 'kysely'
import { sql } from 'kysely'
import { copyOut } from '#platform/copy.ts'
import { Turns } from '#platform/turns.ts'
import type { StoredJourney } from '../stored-journey.ts'
import { ROW_KINDS } from './journey-sql.ts'

/** One touch of a journey: places in the columns of `JourneyRows`. */
type Row = number

/**
 * The rows of `journeysSql` in columns: hundreds of thousands of touches at once, so no object for each. Texts and
 * campaigns are places in `words`, -1 for none.
 */
export type JourneyRows = JourneyColumns & {
  /** One for each target, in the order of ids. */
  readonly journeys: readonly RowJourney[]
}

type JourneyColumns = {
  /** Rows of one target, from 0: `order` from `starts[target]` to before `starts[target + 1]`, in total order. */
  readonly starts: Int32Array
  readonly order: Int32Array
  readonly kinds: Uint8Array
  readonly flags: Uint8Array
  /** Microseconds since 1970. */
  readonly instants: Float64Array
  /** 16 bytes a row. */
  readonly ids: Buffer
  readonly channels: Int32Array
  readonly campaigns: Int32Array
  readonly sources: Int32Array
  readonly contents: Int32Array
  readonly sessions: Int32Array
  readonly words: readonly string[]
  /** Whether no row has any. */
  readonly isEmpty: Readonly<Record<Texts, boolean>>
}

/** Columns that may be missing in a touch. */
export type Texts = 'campaigns' | 'sources' | 'contents' | 'sessions'

const HEADER_BYTES = 19
const FIELDS = 10
/** 2000-01-01, from which PostgreSQL counts. */
const EPOCH_MICROSECONDS = 946_684_800_000_000
const FIRST_SIZE = 4_096

/** Texts by number, found by their bytes. */
function dictionary() {
  const known = new Map<string, number>()
  const words: string[] = []
  return {
    words,
    numberOf(message: Buffer, start: number, end: number, isId: boolean): number {
      const bytes = message.toString('latin1', start, end)
      const key = isId ? `\0${bytes}` : bytes
      const found = known.get(key)
      if (found !== undefined) return found
      words.push(isId ? idAt(message, start) : message.toString('utf8', start, end))
      known.set(key, words.length - 1)
      return words.length - 1
    },
  }
}

/** A uuid as text. */
export function idAt(bytes: Buffer, start: number): string {
  const hex = bytes.toString('hex', start, start + 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

class Collector {
  #size = FIRST_SIZE
  #count = 0
  #numbers = new Int32Array(FIRST_SIZE)
  #kinds = new Uint8Array(FIRST_SIZE)
  #flags = new Uint8Array(FIRST_SIZE)
  #instants = new Float64Array(FIRST_SIZE)
  #ids = Buffer.alloc(16 * FIRST_SIZE)
  /** channel, campaign, source, content, session of each row */
  #texts = Array.from({ length: 5 }, () => new Int32Array(FIRST_SIZE))
  readonly #dictionary = dictionary()

  /** One message of COPY: a row; before the first one, the header. */
  add(message: Buffer): void {
    let at = message[0] === 0x50 ? HEADER_BYTES : 0
    if (at >= message.length || message.readInt16BE(at) !== FIELDS) return
    if (this.#count === this.#size) this.#grow()
    const row = this.#count
    this.#count += 1
    at += 6
    this.#numbers[row] = message.readInt32BE(at)
    at += 8
    this.#kinds[row] = message[at] ?? 0
    at += 1
    const idLength = message.readInt32BE(at)
    at += 4
    if (idLength > 0) {
      message.copy(this.#ids, 16 * row, at, at + 16)
      at += 16
    }
    at += 4
    this.#instants[row] =
      message.readInt32BE(at) * 4_294_967_296 + message.readUInt32BE(at + 4) + EPOCH_MICROSECONDS
    at += 8
    for (let text = 0; text < 5; text += 1) {
      const length = message.readInt32BE(at)
      at += 4
      const column = this.#texts[text]
      if (!column) continue
      if (length < 0) column[row] = -1
      else {
        column[row] = this.#dictionary.numberOf(message, at, at + length, text === 1)
        at += length
      }
    }
    this.#flags[row] = message[at + 4] ?? 0
  }

  #grow(): void {
    this.#size *= 2
    const larger = <List extends Int32Array | Uint8Array | Float64Array>(
      list: List,
      next: List,
    ) => {
      next.set(list)
      return next
    }
    this.#numbers = larger(this.#numbers, new Int32Array(this.#size))
    this.#kinds = larger(this.#kinds, new Uint8Array(this.#size))
    this.#flags = larger(this.#flags, new Uint8Array(this.#size))
    this.#instants = larger(this.#instants, new Float64Array(this.#size))
    this.#ids = Buffer.concat([this.#ids], 16 * this.#size)
    this.#texts = this.#texts.map((texts) => larger(texts, new Int32Array(this.#size)))
  }

  done(): JourneyColumns {
    const [channels, campaigns, sources, contents, sessions] = this.#texts
    const { starts, order } = this.#ordered()
    const isEmpty = (column: Int32Array | undefined) =>
      column === undefined || column.subarray(0, this.#count).every((word) => word === -1)
    return {
      isEmpty: {
        ...{ campaigns: isEmpty(campaigns), sources: isEmpty(sources) },
        ...{ contents: isEmpty(contents), sessions: isEmpty(sessions) },
      },
      ...{ starts, order, kinds: this.#kinds, flags: this.#flags },
      ...{ instants: this.#instants, ids: this.#ids, words: this.#dictionary.words },
      channels: channels ?? new Int32Array(),
      campaigns: campaigns ?? new Int32Array(),
      sources: sources ?? new Int32Array(),
      contents: contents ?? new Int32Array(),
      sessions: sessions ?? new Int32Array(),
    }
  }

  /** Rows by target, and of each by instant and id. */
  #ordered(): { starts: Int32Array; order: Int32Array } {
    let targets = 0
    for (let row = 0; row < this.#count; row += 1) {
      targets = Math.max(targets, this.#numbers[row] ?? 0)
    }
    const starts = new Int32Array(targets + 1)
    for (let row = 0; row < this.#count; row += 1) increase(starts, this.#numbers[row] ?? 0)
    for (let target = 1; target <= targets; target += 1) {
      starts[target] = (starts[target] ?? 0) + (starts[target - 1] ?? 0)
    }
    const places = starts.slice()
    const order = new Int32Array(this.#count)
    for (let row = 0; row < this.#count; row += 1) {
      const target = (this.#numbers[row] ?? 0) - 1
      order[places[target] ?? 0] = row
      increase(places, target)
    }
    for (let target = 0; target < targets; target += 1) {
      this.#sort(order, starts[target] ?? 0, starts[target + 1] ?? 0)
    }
    return { starts, order }
  }

  /** Journeys are short: insertion. */
  #sort(order: Int32Array, start: number, end: number): void {
    for (let place = start + 1; place < end; place += 1) {
      const row = order[place] ?? 0
      let before = place - 1
      while (before >= start && this.#compare(order[before] ?? 0, row) > 0) {
        order[before + 1] = order[before] ?? 0
        before -= 1
      }
      order[before + 1] = row
    }
  }

  #compare(a: Row, b: Row): number {
    const difference = (this.#instants[a] ?? 0) - (this.#instants[b] ?? 0)
    if (difference !== 0) return difference
    return this.#ids.compare(this.#ids, 16 * b, 16 * b + 16, 16 * a, 16 * a + 16)
  }
}

const increase = (numbers: Int32Array, place: number): void => {
  numbers[place] = (numbers[place] ?? 0) + 1
}

/** Reads the rows of `journeysSql`. */
export async function readJourneyRows<DB>(
  db: Kysely<DB>,
  statement: RawBuilder<unknown>,
): Promise<JourneyRows> {
  const collector = new Collector()
  const rows = copyOut(db, sql`copy (${statement}) to stdout (format binary)`)
  for await (const messages of rows) for (const message of messages) collector.add(message)
  const columns = collector.done()
  const journeys: RowJourney[] = []
  const turns = new Turns()
  for (let target = 0; target < columns.starts.length - 1; target += 1) {
    if (turns.isOver()) await turns.pass()
    journeys.push(rowJourney(columns, target))
  }
  return { ...columns, journeys }
}

const code = (name: keyof typeof ROW_KINDS): number => ROW_KINDS[name].charCodeAt(0)
const KIND = {
  target: code('target'),
  won: code('won'),
  opportunityCreated: code('opportunityCreated'),
  leadCreated: code('leadCreated'),
}

/** What happened around one record. */
export type RowJourney = {
  readonly id: string
  /** Place of the row of the target itself. */
  readonly row: Row
  readonly hasSomebody: boolean
  /** The rows of its touches, in total order. */
  readonly touches: readonly Row[]
  readonly later: number
  readonly leadCreated: readonly number[]
  readonly opportunityCreated: readonly number[]
  /** When it was won, in milliseconds, and for how many cents; null where it was not. */
  readonly won: {
    readonly at: number
    readonly microseconds: number
    readonly value: number
  } | null
}

const milliseconds = (microseconds: number): number => Math.round(microseconds / 1000)
const distinct = (instants: readonly number[]): number[] =>
  instants.filter((instant, place) => instant !== instants[place - 1])

/** The journey of a target, which is a number from 0; its touches up to the cutoff, each once. */
function rowJourney(rows: JourneyColumns, target: number): RowJourney {
  const { order, starts, kinds, flags, instants, ids, channels, words } = rows
  const all: Row[] = []
  const [leadCreated, opened, reopened]: [number[], number[], number[]] = [[], [], []]
  let own: Row = 0
  let won: RowJourney['won'] = null
  for (let place = starts[target] ?? 0; place < (starts[target + 1] ?? 0); place += 1) {
    const row = order[place] ?? 0
    const at = instants[row] ?? 0
    switch (kinds[row]) {
      case KIND.target:
        own = row
        break
      case KIND.won:
        won = {
          at: milliseconds(at),
          microseconds: at,
          value: Number(words[channels[row] ?? -1] ?? 0),
        }
        break
      case KIND.opportunityCreated:
        ;(flags[row] === 1 ? reopened : opened).push(milliseconds(at))
        break
      case KIND.leadCreated:
        leadCreated.push(milliseconds(at))
        break
      default:
        if (!isSame(rows, all.at(-1), row)) all.push(row)
    }
  }
  const cutoff = instants[own] ?? 0
  let counted = all.length
  while (counted > 0 && (instants[all[counted - 1] ?? 0] ?? 0) > cutoff) counted -= 1
  const touches = all.slice(0, counted)
  return {
    id: idAt(ids, 16 * own),
    row: own,
    hasSomebody: flags[own] === 1,
    touches,
    later: all.length - touches.length,
    leadCreated: distinct(leadCreated),
    opportunityCreated: [...opened, ...distinct(reopened)],
    won,
  }
}

/** Whether two neighbours are one touch that was found in two ways. */
function isSame({ instants, ids }: JourneyColumns, before: Row | undefined, row: Row): boolean {
  return (
    before !== undefined &&
    instants[before] === instants[row] &&
    ids.compare(ids, 16 * row, 16 * row + 16, 16 * before, 16 * before + 16) === 0
  )
}

/** A journey as models look at it. */
export function storedJourney(rows: JourneyRows, journey: RowJourney): StoredJourney {
  const { touches } = journey
  const hasSessions = !rows.isEmpty.sessions && touches.some((row) => rows.sessions[row] !== -1)
  return {
    hasSomebody: journey.hasSomebody,
    instants: touches.map((row) => milliseconds(rows.instants[row] ?? 0)),
    channels: touches.map((row) => rows.words[rows.channels[row] ?? -1] ?? ''),
    sessions: hasSessions ? touches.map((row) => wordAt(rows, 'sessions', row)) : [],
    forms: touches.map((row) => rows.flags[row]).join(''),
    leadCreated: journey.leadCreated,
    opportunityCreated: journey.opportunityCreated,
    later: journey.later,
  }
}

export const wordAt = (rows: JourneyRows, column: 'channels' | Texts, row: Row): string | null =>
  rows.words[rows[column][row] ?? -1] ?? null
