export type StageOutcome = 'open' | 'won' | 'lost'

const WON = /\b((closed)?won|gewonnen(e|er)?|auftrag|success)\b/
const LOST = /\b((closed)?lost|verloren(e|er)?|abgelehnt|abgesagt|cancelled|storniert)\b/

/** What the name of a stage of another system says about its end: `Closed Won` -> won. */
export function outcomeOfStage(name: string): StageOutcome {
  const text = name.toLowerCase().replaceAll(/[_/-]+/g, ' ')
  if (/\b(nicht|not)\b/.test(text)) return LOST.test(text) || WON.test(text) ? 'lost' : 'open'
  if (LOST.test(text)) return 'lost'
  return WON.test(text) ? 'won' : 'open'
}

/** The plain words of a value map: they mean the company's own stage of that outcome, whatever its name. */
export const plainOutcome = (name: string): StageOutcome | null => {
  const text = name.trim().toLowerCase()
  return text === 'won' || text === 'lost' || text === 'open' ? text : null
}

/** The usual order of a sales process, by words of its stages; what is unknown stands in the middle. */
const COURSE: readonly RegExp[] = [
  /\b(new|neu|prospect|prospecting|lead|interessent)\b/,
  /(qualif|erstgespr|discovery|contacted|kontakt)/,
  /(need|bedarf|analys|demo|present|evaluat|termin)/,
  /(offer|angebot|proposal|quote)/,
  /(negotiat|verhandl|review|decision|entscheid|contract|vertrag|commit|verbal)/,
]
const MIDDLE = 2

const placeInCourse = (name: string): number => {
  const text = name.toLowerCase()
  const places = COURSE.flatMap((words, place) => (words.test(text) ? [place] : []))
  return Math.max(-1, ...places) === -1 ? MIDDLE : Math.max(...places)
}

const inCourse = (names: readonly string[]): string[] =>
  names.toSorted((a, b) => placeInCourse(a) - placeInCourse(b))

export type StageDraft = {
  readonly name: string
  readonly position: number
  readonly probability: number
  readonly outcome: StageOutcome
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Stages that a file names and the company lacks, open ones in the usual order of a sales process. Answers
 * in the order of `names`. A stage's probability is the mean of its rows', else spread evenly between 0.1 and 0.9; won is 1, lost 0.
 */
export function draftStages(
  names: readonly string[],
  probabilities: ReadonlyMap<string, readonly number[]>,
  lastPosition: number,
): StageDraft[] {
  const open = inCourse(names.filter((name) => outcomeOfStage(name) === 'open'))
  const order = [...open, ...names.filter((name) => !open.includes(name))]
  return names.map((name) => {
    const outcome = outcomeOfStage(name)
    const given = probabilities.get(name) ?? []
    const spread = 0.1 + (0.8 * (open.indexOf(name) + 1)) / (open.length + 1)
    const guessed = given.length > 0 ? mean(given) : spread
    const probability = outcome === 'won' ? 1 : outcome === 'lost' ? 0 : guessed
    return {
      name,
      position: lastPosition + 10 * (order.indexOf(name) + 1),
      probability: Math.min(1, Math.max(0, Math.round(probability * 10_000) / 10_000)),
      outcome,
    }
  })
}
