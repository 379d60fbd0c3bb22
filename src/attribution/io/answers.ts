import type { Kysely, Transaction } from 'kysely'
import { addDays } from '#kernel/period.ts'
import { dayOf, startOfDay } from '#kernel/zone.ts'
import { type RefreshContext, readVersion, withFreshJourneys } from './refresh.ts'

/** Answers that are kept at most. */
const ANSWERS_MAX = 300
/** Of those, how many are worked out again before anybody waits for them. */
const WARMED_MAX = 24
const WARMED_MS = 8 * 3_600_000

type KeptAnswer = {
  readonly version: number
  readonly answer: unknown
  readonly question: Question
  /** When somebody last asked, in milliseconds since 1970. */
  readonly asked: number
}

export type Question = {
  /** Everything the answer hangs on beside the records, the settings and the day. */
  readonly key: readonly unknown[]
  /** Asks the same again, with settings that may have changed. */
  readonly again: (context: RefreshContext) => Promise<unknown>
}

/**
 * Answers of this process, each with the version of the records it holds for: another version is never given out.
 * Belongs to one database.
 */
export class Answers {
  readonly #kept = new Map<string, KeptAnswer>()

  find(key: string, version: number): KeptAnswer | null {
    const found = this.#kept.get(key)
    return found?.version === version ? found : null
  }

  keep(key: string, kept: KeptAnswer): void {
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > ANSWERS_MAX && oldest !== undefined) this.#kept.delete(oldest)
  }

  /** What people asked last, and when they last did. */
  recent(now: number): KeptAnswer[] {
    return [...this.#kept.values()]
      .filter(({ asked }) => now - asked <= WARMED_MS)
      .sort((a, b) => b.asked - a.asked)
      .slice(0, WARMED_MAX)
  }
}

const today = ({ now, settings }: RefreshContext) => dayOf(now().getTime(), settings.timeZone)

/** What is still open counts up to here, so that an answer holds for a day. */
export const endOfToday = (context: RefreshContext): Date =>
  new Date(startOfDay(addDays(today(context), 1), context.settings.timeZone))

/**
 * The answer to a question, right for this very state of the records: the one that is kept, if nothing has changed
 * since, else what `work` finds.
 */
export async function withAnswer<DB, Answer>(
  db: Kysely<DB>,
  context: RefreshContext,
  question: Question,
  work: (tx: Transaction<DB>) => Promise<Answer>,
): Promise<Answer> {
  const { answers } = context
  if (!answers) return withFreshJourneys(db, context, work)
  const key = JSON.stringify([question.key, context.settings, today(context)])
  const { version, answer } = await withFreshJourneys(db, context, async (tx) => {
    const version = await readVersion(tx)
    const kept = answers.find(key, version)
    return { version, answer: kept ? (kept.answer as Answer) : await work(tx) }
  })
  // only now: what a transaction saw that was taken back belongs to no version
  const asked = context.askedAt ?? context.now().getTime()
  answers.keep(key, { version, answer, question, asked })
  return answer
}

/** Works out again what people asked lately, where it no longer holds; one after the other, others in between. */
export async function warmAnswers(context: RefreshContext): Promise<void> {
  for (const { question, asked } of context.answers?.recent(context.now().getTime()) ?? []) {
    await question.again({ ...context, askedAt: asked })
    await new Promise((resolve) => setImmediate(resolve))
  }
}
