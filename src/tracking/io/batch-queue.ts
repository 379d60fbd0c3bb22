/** The queue is full: whoever sends should wait a moment. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull'
}

export type BatchQueueOptions<Item> = {
  /** Resolves when all of them are on disk. */
  readonly flush: (items: readonly Item[]) => Promise<void>
  /** A batch has no more than so many. */
  readonly batchMax: number
  /** So long a batch waits for more. */
  readonly waitMs: number
  /** So many batches are under way together. */
  readonly inFlightMax: number
  /** So many items wait or are under way; what comes on top is refused. */
  readonly itemsMax: number
}

type Waiting<Item> = {
  readonly items: readonly Item[]
  resolve(): void
  reject(error: unknown): void
}

/** Collects what comes in to batches. What one request brought stays together and is answered together. */
export class BatchQueue<Item> {
  readonly #options: BatchQueueOptions<Item>
  #waiting: Waiting<Item>[] = []
  #waitingItems = 0
  #underWay = 0
  #inFlight = 0
  #timer: NodeJS.Timeout | null = null
  #idle: (() => void)[] = []

  constructor(options: BatchQueueOptions<Item>) {
    this.#options = options
  }

  get size(): number {
    return this.#waitingItems + this.#underWay
  }

  /** Resolves when they are stored. Rejects with QueueFull, or with what went wrong. */
  add(items: readonly Item[]): Promise<void> {
    if (items.length === 0) return Promise.resolve()
    if (this.size + items.length > this.#options.itemsMax) return Promise.reject(new QueueFull())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject })
      this.#waitingItems += items.length
      if (this.#waitingItems >= this.#options.batchMax) this.#next()
      else this.#timer ??= setTimeout(() => this.#next(), this.#options.waitMs)
    })
  }

  /** Resolves when nothing waits or is under way any more. */
  async drain(): Promise<void> {
    if (this.size === 0) return
    this.#next()
    await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #next(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    while (this.#waiting.length > 0 && this.#inFlight < this.#options.inFlightMax) {
      this.#send(this.#takeBatch())
      if (this.#waitingItems < this.#options.batchMax) break
    }
    // The rest goes with the next free place, or when it has waited.
    if (this.#waiting.length > 0 && this.#inFlight < this.#options.inFlightMax) {
      this.#timer ??= setTimeout(() => this.#next(), this.#options.waitMs)
    }
  }

  #takeBatch(): Waiting<Item>[] {
    let count = 0
    let end = 0
    while (end < this.#waiting.length) {
      count += this.#waiting[end]?.items.length ?? 0
      if (end > 0 && count > this.#options.batchMax) break
      end += 1
    }
    return this.#waiting.splice(0, end)
  }

  #send(batch: readonly Waiting<Item>[]): void {
    const items = batch.flatMap((waiting) => waiting.items)
    this.#waitingItems -= items.length
    this.#underWay += items.length
    this.#inFlight += 1
    this.#options
      .flush(items)
      .then(
        () => {
          for (const { resolve } of batch) resolve()
        },
        (error: unknown) => {
          for (const { reject } of batch) reject(error)
        },
      )
      .finally(() => {
        this.#underWay -= items.length
        this.#inFlight -= 1
        this.#next()
        if (this.size === 0) for (const done of this.#idle.splice(0)) done()
      })
  }
}
