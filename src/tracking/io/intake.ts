import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { dayOf } from '#kernel/zone.ts'
import type { Log } from '#platform/log.ts'
import { type Arrival, type Landing, landingOf, type Website } from '../arrival.ts'
import type { Evidence } from '../evidence.ts'
import { VisitMemory } from '../open-visits.ts'
import type { CompiledRule } from '../own-rules.ts'
import { Placing } from '../place-arrivals.ts'
import { sessionRules } from '../sessions.ts'
import { DEFAULT_FOLDER, type TrackingSettings } from '../settings.ts'
import { webChannel } from '../web-channel.ts'
import type { Hit } from '../wire.ts'
import { addressList } from './address-list.ts'
import { BatchQueue } from './batch-queue.ts'
import type { CountryOf } from './country.ts'
import type { Admitted, BatchWriter, EventStore, VisitQuery } from './event-store.ts'
import { HitReader, readEvidence, type Sender } from './hit-reader.ts'
import { type DaySecrets, daySecrets } from './salts.ts'
import { landingLinks, type Websites, websites } from './websites.ts'

export type IntakeParts = {
  readonly pool: pg.Pool
  readonly store: EventStore
  readonly log: Log
  readonly now: () => Date
  readonly settings: () => Promise<TrackingSettings>
  /** Rules of the company, ready to be asked. */
  readonly ownRules: () => Promise<readonly CompiledRule[]>
  readonly countryOf: CountryOf
  /** Hits that may wait or be under way; what comes on top is refused for now. */
  readonly waitingMax?: number
}

/** What is being taken in, and what was not, since the start. */
export type IntakeCounts = { taken: number; repeated: number; refused: Record<string, number> }

const BATCH_MAX = 1_000
const BATCH_WAIT_MS = 2
/** While one is on its way the next one fills: two at a time are smaller ones, and cost a quarter of the rate. */
const BATCHES_IN_FLIGHT = 1
/** Hits that wait or are under way. 20,000 are some 40 MB and less than five seconds of work. */
const WAITING_MAX = 20_000
const VISITORS_MAX = 20_000
const SETTINGS_FRESH_MS = 5_000
const SWEEP_MS = 60_000
const DAY_MS = 86_400_000

/** SQLSTATE classes that mean this row cannot be stored, now or later. */
const UNSTORABLE = /^(22|23)/
/** Two batches that meet the same rows wait for each other in rare orders: one of them is done again. */
const TRY_AGAIN = ['40P01', '40001']
const TRIES = 3

export class Intake {
  readonly #parts: IntakeParts
  readonly #websites: Websites
  readonly #links: ReturnType<typeof landingLinks>
  readonly #secrets: DaySecrets
  readonly #reader: HitReader
  readonly #memory: VisitMemory
  readonly #queue: BatchQueue<Arrival>
  readonly counts: IntakeCounts = { taken: 0, repeated: 0, refused: {} }
  #settings: TrackingSettings | null = null
  #settingsAt = Number.NEGATIVE_INFINITY
  #isOwnAddress: (address: string) => boolean = () => false
  #ids = { next: 0, end: 0 }
  /** Refusals that stand in the database. */
  #noted: Readonly<Record<string, number>> = {}
  #sweptAt: number

  constructor(parts: IntakeParts) {
    const clock = () => parts.now().getTime()
    this.#parts = parts
    this.#websites = websites(parts.pool, clock)
    this.#links = landingLinks(parts.pool, clock)
    this.#secrets = daySecrets(parts.pool)
    this.#reader = new HitReader(this.#secrets, parts.countryOf)
    this.#memory = new VisitMemory(VISITORS_MAX, clock())
    this.#sweptAt = clock()
    this.#queue = new BatchQueue<Arrival>({
      flush: (arrivals) => this.#flush(arrivals),
      batchMax: BATCH_MAX,
      waitMs: BATCH_WAIT_MS,
      inFlightMax: BATCHES_IN_FLIGHT,
      itemsMax: parts.waitingMax ?? WAITING_MAX,
    })
  }

  get waiting(): number {
    return this.#queue.size
  }

  websiteOfKey(key: string): Promise<Website | null> {
    return this.#websites.byKey(key)
  }

  websiteOfWriteKey(key: string): Promise<Website | null> {
    return this.#websites.byWriteKey(key)
  }

  /** Are script and hits found under this folder? Under the usual one always, so that no snippet goes dead. */
  async isFolder(folder: string): Promise<boolean> {
    return folder === DEFAULT_FOLDER || folder === (await this.#currentSettings()).scriptFolder
  }

  /** Waits until everything is stored. */
  drain(): Promise<void> {
    return this.#queue.drain()
  }

  /** Notes hits that are not taken, by reason. */
  refuse(reason: string, hits = 1): void {
    this.counts.refused[reason] = (this.counts.refused[reason] ?? 0) + hits
  }

  /**
   * Takes hits of a browser; resolves when they are on disk, with those that were meant for one of our websites.
   * Rejects with QueueFull, or with what the database said.
   */
  async takeHits(
    hits: readonly Hit[],
    sender: Sender,
    receivedAt: number,
  ): Promise<readonly Hit[]> {
    const settings = await this.#currentSettings()
    if (this.#isOwnAddress(sender.ip)) {
      this.refuse('own_visit', hits.length)
      return []
    }
    const arrivals: Arrival[] = []
    const taken: Hit[] = []
    const days = this.#reader.daysAround(receivedAt, settings.timeZone)
    await this.#secrets.learn(days)
    for (const hit of hits) {
      const website = await this.#websites.byKey(hit.siteKey)
      if (!website) {
        this.refuse('unknown_site')
        continue
      }
      taken.push(hit)
      arrivals.push(this.#reader.arrivalOf(hit, website, { sender, receivedAt, settings, days }))
    }
    await this.take(arrivals)
    return taken
  }

  /** Takes what is ready to be placed; resolves when it is on disk. */
  async take(arrivals: readonly Arrival[]): Promise<void> {
    const codes = arrivals.flatMap(({ evidence }) => evidence.linkCode ?? [])
    if (codes.length > 0) await this.#links.learn(codes)
    await this.#queue.add(arrivals)
  }

  /** What an address and a referrer say on a website. */
  async evidenceOf(address: string, referrer: string, website: Website): Promise<Evidence> {
    return readEvidence(address, referrer, website, await this.#currentSettings())
  }

  async #currentSettings(): Promise<TrackingSettings> {
    const now = this.#parts.now().getTime()
    if (this.#settings && now - this.#settingsAt < SETTINGS_FRESH_MS) return this.#settings
    // One of many requests at the same moment reads; the others take what was true until now.
    const before = this.#settingsAt
    this.#settingsAt = now
    try {
      const settings = await this.#parts.settings()
      // The same object while nothing changed: what was read by it holds on.
      if (this.#settings && isDeepStrictEqual(settings, this.#settings)) return this.#settings
      this.#isOwnAddress = addressList(settings.excludedAddresses)
      this.#settings = settings
      return settings
    } catch (error) {
      this.#settingsAt = before
      if (this.#settings) return this.#settings
      throw error
    }
  }

  /** Stores a batch; where one row cannot be stored, all others are. */
  async #flush(arrivals: readonly Arrival[], attempt = 1): Promise<void> {
    try {
      await this.#store(arrivals)
    } catch (error) {
      // What is in memory may never have been stored.
      this.#memory.clear(this.#parts.now().getTime())
      this.#secrets.writeAgain()
      const code = String((error as { code?: unknown }).code)
      if (TRY_AGAIN.includes(code) && attempt < TRIES) return this.#flush(arrivals, attempt + 1)
      if (!UNSTORABLE.test(code)) throw error
      if (arrivals.length === 1) {
        this.refuse('unstorable')
        this.#parts.log.error({ err: error }, 'an event could not be stored')
        return
      }
      const half = arrivals.length >> 1
      await this.#flush(arrivals.slice(0, half))
      await this.#flush(arrivals.slice(half))
    }
  }

  async #store(arrivals: readonly Arrival[]): Promise<void> {
    while (this.#ids.end - this.#ids.next < arrivals.length) {
      const { first, count } = await this.#parts.store.reserveVisitIds()
      this.#ids = { next: first, end: first + count }
    }
    const ownRules = await this.#parts.ownRules()
    const fresh = await this.#parts.store.batch(arrivals, (writer) =>
      this.#write(writer, arrivals, ownRules),
    )
    this.counts.taken += fresh
    this.counts.repeated += arrivals.length - fresh
    this.#sweep()
  }

  async #write(
    writer: BatchWriter,
    arrivals: readonly Arrival[],
    ownRules: readonly CompiledRule[],
  ): Promise<number> {
    const named = arrivals.filter(({ visitorId }) => visitorId !== null)
    const [remembered, { made, withdrawn }] = await Promise.all([
      writer.remember(arrivals.map(({ messageId }) => messageId)),
      named.length === 0 ? NOBODY : writer.admit(named),
    ])
    const unknown = new Set(remembered)
    const fresh = arrivals
      .filter(({ messageId }) => unknown.delete(messageId))
      .toSorted((a, b) => a.at - b.at)
    if (fresh.length < arrivals.length) forgetUnneeded(writer, made, fresh)
    if (fresh.length === 0) return 0
    await this.#read(writer, fresh, made, withdrawn)
    const placing = new Placing({
      memory: this.#memory,
      rules: this.#rules(),
      newId: () => this.#newId(),
      landingOf: (arrival) => this.#landingOf(arrival, ownRules),
      withdrawn,
    })
    for (const arrival of fresh) placing.place(arrival)
    await writer.write(placing)
    return fresh.length
  }

  /** Brings the visits back to mind that these hits may belong to. */
  async #read(
    writer: BatchWriter,
    arrivals: readonly Arrival[],
    made: ReadonlySet<string>,
    withdrawn: ReadonlySet<string>,
  ): Promise<void> {
    const rules = this.#rules()
    const queries = new Map<string, VisitQuery>()
    for (const arrival of arrivals) {
      const { website, at, evidence } = arrival
      const isReturn = evidence.arrival === 'excluded'
      for (const visitor of candidatesOf(arrival, withdrawn)) {
        if (!this.#memory.mustRead(website.number, visitor, at, isReturn, rules)) continue
        // Who is new has no visits.
        if (made.has(visitor)) {
          this.#memory.add(website.number, visitor, [], at - DAY_MS)
          continue
        }
        const key = `${website.number} ${visitor}`
        const before = queries.get(key)
        const [from, until] = [at - DAY_MS, at + DAY_MS]
        queries.set(key, {
          website: website.number,
          visitor,
          from: Math.min(from, before?.from ?? from),
          until: Math.max(until, before?.until ?? until),
        })
      }
    }
    if (queries.size === 0) return
    const visits = await writer.visitsOf([...queries.values()])
    const byKey = Map.groupBy(visits, ({ website, visitor }) => `${website} ${visitor}`)
    for (const [key, { website, visitor, from }] of queries) {
      this.#memory.add(website, visitor, byKey.get(key) ?? [], from)
    }
  }

  #rules() {
    return sessionRules(this.#settings?.sessionIdleMinutes)
  }

  #newId(): number {
    this.#ids.next += 1
    return this.#ids.next - 1
  }

  #landingOf(arrival: Arrival, ownRules: readonly CompiledRule[]): Landing {
    const link = this.#links.get(arrival.evidence.linkCode)
    const given = link?.channel
      ? { channel: link.channel, by: `link=${arrival.evidence.linkCode}` }
      : null
    const channel = given
      ? webChannel(arrival.evidence, { given, ownRules })
      : this.#reader.channelOf(arrival.evidence, ownRules)
    return landingOf(arrival, channel, link?.id ?? null)
  }

  #sweep(): void {
    const now = this.#parts.now().getTime()
    if (now - this.#sweptAt < SWEEP_MS) return
    this.#sweptAt = now
    this.#memory.sweep(now)
  }

  /** Writes down how many hits were not taken since the last time, by civil day and reason. */
  async noteRefusals(): Promise<void> {
    const { timeZone } = await this.#currentSettings()
    const since = this.#noted
    this.#noted = { ...this.counts.refused }
    const more = Object.entries(this.#noted).flatMap(([reason, hits]) => {
      const added = hits - (since[reason] ?? 0)
      return added > 0 ? [{ reason, added }] : []
    })
    if (more.length === 0) return
    await this.#parts.pool.query(
      `insert into tracking.refusal_day as kept (date, reason, hits)
       select $1, reason, hits from unnest($2::text[], $3::integer[]) as given (reason, hits)
           on conflict (date, reason) do update set hits = kept.hits + excluded.hits`,
      [
        dayOf(this.#parts.now().getTime(), timeZone),
        more.map(({ reason }) => reason),
        more.map(({ added }) => added),
      ],
    )
  }

  /** Deletes the secrets of days that are over for longer than two days. */
  async forgetSecrets(): Promise<void> {
    const { timeZone } = await this.#currentSettings()
    await this.#secrets.forget(dayOf(this.#parts.now().getTime() - DAY_MS, timeZone))
  }
}

const NOBODY: Admitted = { made: new Set(), withdrawn: new Set() }

/** A message that comes again makes no visitor: the one it made once may have been erased since. */
function forgetUnneeded(
  writer: BatchWriter,
  made: ReadonlySet<string>,
  fresh: readonly Arrival[],
): void {
  const needed = new Set(fresh.map(({ visitorId }) => visitorId))
  const unneeded = [...made].filter((id) => !needed.has(id))
  if (unneeded.length > 0) writer.forget(unneeded)
}

/** Whose visits a hit may belong to: the visitor's, and the day-bound number's where there is no consent or it is new. */
function candidatesOf(arrival: Arrival, withdrawn: ReadonlySet<string>): readonly string[] {
  const { visitorId, dayNumbers, kind } = arrival
  if (visitorId !== null && kind !== 'consent' && !withdrawn.has(visitorId)) return [visitorId]
  const numbers = dayNumbers?.() ?? []
  return visitorId === null ? numbers : [visitorId, ...numbers]
}
