/**
 * The values that were asked for or set last, at most `max` of them, at constant cost: two generations, of which the
 * older one goes as a whole. `forgotten` is told what went. (A Map that is cut at its beginning one by one would search
 * for that beginning through everything deleted before.)
 */
export class Recent<Value> {
  readonly #half: number
  readonly #forgotten: ((value: Value) => void) | undefined
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()

  constructor(max: number, forgotten?: (value: Value) => void) {
    this.#half = Math.max(1, Math.floor(max / 2))
    this.#forgotten = forgotten
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) {
      this.#old.delete(key)
      this.set(key, old)
    }
    return old
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#half && !this.#young.has(key)) {
      if (this.#forgotten) for (const gone of this.#old.values()) this.#forgotten(gone)
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#old.delete(key)
    this.#young.set(key, value)
  }

  /** Keeps what `keep` says yes to; the rest goes without a word. */
  filter(keep: (value: Value) => boolean): void {
    for (const generation of [this.#young, this.#old]) {
      for (const [key, value] of generation) if (!keep(value)) generation.delete(key)
    }
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }
}
