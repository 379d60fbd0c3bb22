type Remembered = { snapshot: string; readonly answers: Map<string, Promise<unknown>> }

const ANSWERS_MAX = 600
const byDatabase = new WeakMap<object, Remembered>()

/**
 * Answers of statements as long as nothing was written anywhere in the database. PostgreSQL names the
 * state a statement sees by its snapshot; two equal names see equal rows, and every commit changes the
 * name. So a remembered answer is never older than the last acknowledged change.
 */
export function unchangedAnswers(db: object, snapshot: string): Answers {
  let remembered = byDatabase.get(db)
  if (!remembered) {
    remembered = { snapshot, answers: new Map() }
    byDatabase.set(db, remembered)
  }
  if (remembered.snapshot !== snapshot || remembered.answers.size > ANSWERS_MAX) {
    remembered.snapshot = snapshot
    remembered.answers.clear()
  }
  return answersOf(remembered, snapshot)
}

/** Runs `read` unless the same statement was answered in the same state of the database. */
export type Answers = <Answer>(
  text: string,
  values: readonly unknown[],
  read: () => Promise<Answer>,
) => Promise<Answer>

function answersOf(remembered: Remembered, snapshot: string): Answers {
  return <Answer>(text: string, values: readonly unknown[], read: () => Promise<Answer>) => {
    // Somebody wrote meanwhile: what is remembered now belongs to another state.
    if (remembered.snapshot !== snapshot) return read()
    const key = `${text}\n${JSON.stringify(values)}`
    const known = remembered.answers.get(key)
    // One statement always has one shape of answer.
    if (known) return known as Promise<Answer>
    const answer = read()
    remembered.answers.set(key, answer)
    answer.catch(() => remembered.answers.delete(key))
    return answer
  }
}
