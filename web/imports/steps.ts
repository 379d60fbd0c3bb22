import type { ImportView, State } from './import-shapes.ts'

/** The way of an import, in its order; also the values of `?step=`. */
export const STEPS = ['files', 'mapping', 'check', 'commit', 'result'] as const
export type Step = (typeof STEPS)[number]

export const isStep = (text: string): text is Step => (STEPS as readonly string[]).includes(text)

const RUNNING: readonly State[] = ['dry_running', 'committing', 'undoing']
export const isRunning = (state: State): boolean => RUNNING.includes(state)

const EDITABLE: readonly State[] = [
  'uploaded',
  'ready',
  'failed',
  'cancelled',
  'interrupted',
  'undone',
]
/** Whether files and mappings may still be changed. */
export const isEditable = (state: State): boolean => EDITABLE.includes(state)

const VALID: readonly State[] = ['ready', 'committing', 'committed', 'undoing', 'undone']
/** Whether the numbers of the last run still hold: a stop or a change of the mapping voids them. */
export const hasResult = (state: State): boolean => VALID.includes(state)

/** Whether the numbers of an import are of records that were written. */
export const wasWritten = (state: State): boolean =>
  ['committed', 'undoing', 'undone'].includes(state)

/** What became of the data, the question everybody has after a stop. */
export type Outcome = 'nothing_yet' | 'nothing' | 'everything' | 'taken_back' | 'running'

export function outcomeOf(state: State): Outcome {
  switch (state) {
    case 'uploaded':
    case 'ready':
    case 'dry_running':
      return 'nothing_yet'
    case 'failed':
    case 'cancelled':
    case 'interrupted':
      return 'nothing'
    case 'committed':
      return 'everything'
    case 'undone':
      return 'taken_back'
    default:
      return 'running'
  }
}

/** Questions of included files that the chosen mappings leave open. */
export const openQuestions = (view: Pick<ImportView, 'files'>): number =>
  view.files.reduce((sum, file) => sum + (file.included ? file.questions.length : 0), 0)

/** Why a dry run cannot start yet; null when it can. */
export type Hindrance = 'no_files' | 'no_mapping' | 'mapping_problems' | 'questions'

export function hindranceOf(view: Pick<ImportView, 'files'>): Hindrance | null {
  const files = view.files.filter((file) => file.included && file.error === null)
  if (files.length === 0) return 'no_files'
  if (files.some((file) => file.mappings.every((mapping) => !mapping.kind))) return 'no_mapping'
  if (files.some((file) => file.mappingProblems.length > 0)) return 'mapping_problems'
  if (openQuestions(view) > 0) return 'questions'
  return null
}

/** The first file that something is missing in: where to go to mend it. */
export const firstOpenFile = (view: Pick<ImportView, 'files'>): string | undefined =>
  view.files.find(
    (file) =>
      file.included &&
      file.error === null &&
      (file.questions.length > 0 ||
        file.mappingProblems.length > 0 ||
        file.mappings.every((mapping) => !mapping.kind)),
  )?.id

/** Where a person wants to be when they open an import without saying where. */
export function defaultStep(view: Pick<ImportView, 'state' | 'files'>): Step {
  switch (view.state) {
    case 'uploaded':
      return 'files'
    case 'dry_running':
    case 'ready':
      return 'check'
    case 'committing':
      return 'commit'
    case 'committed':
    case 'undoing':
    case 'undone':
      return 'result'
    default:
      return view.files.some((file) => file.parts.length > 0) ? 'check' : 'files'
  }
}

/** Which steps can be opened: one cannot look at what has not happened. */
export function reachable(view: Pick<ImportView, 'state' | 'files'>): readonly Step[] {
  const checked = view.files.some((file) => file.parts.length > 0) || view.state === 'dry_running'
  const done = ['committed', 'undoing', 'undone'].includes(view.state)
  return STEPS.filter((step) => {
    if (step === 'files' || step === 'mapping' || step === 'check') return true
    if (step === 'commit') return view.state === 'ready' || view.state === 'committing' || done
    return done && checked
  })
}

/** Whether a step lies behind us: shown with a tick. */
export function isDone(step: Step, view: Pick<ImportView, 'state' | 'files'>): boolean {
  const checked = ['ready', 'committing', 'committed', 'undoing', 'undone'].includes(view.state)
  const written = ['committed', 'undoing', 'undone'].includes(view.state)
  switch (step) {
    case 'files':
      return view.files.some((file) => file.included && file.error === null)
    case 'mapping':
      return hindranceOf(view) === null
    case 'check':
      return checked
    default:
      return written
  }
}

/** What every step of the screen gets. */
export type StepProps = { readonly view: ImportView; readonly onStep: (step: Step) => void }
