/** Where an import stands. Those that end in `ing` have a run under way. */
export type ImportState =
  | 'uploaded'
  | 'dry_running'
  | 'ready'
  | 'committing'
  | 'committed'
  | 'undoing'
  | 'undone'
  | 'failed'
  | 'cancelled'
  | 'interrupted'

/** A run: the rehearsal, the import itself, and taking it back. */
export type RunMode = 'dry_run' | 'commit' | 'undo'

/** States in which mappings may be changed and a dry run may be started. */
export const EDITABLE: readonly ImportState[] = [
  'uploaded',
  'ready',
  'failed',
  'cancelled',
  'interrupted',
  'undone',
]

export const RUNNING: readonly ImportState[] = ['dry_running', 'committing', 'undoing']

export const isRunning = (state: ImportState): boolean => RUNNING.includes(state)

type Transition = { readonly from: readonly ImportState[]; readonly during: ImportState }

/** From which states a run may start, and the state while it runs. */
export const STARTS: Readonly<Record<RunMode, Transition>> = {
  dry_run: { from: EDITABLE, during: 'dry_running' },
  commit: { from: ['ready'], during: 'committing' },
  undo: { from: ['committed'], during: 'undoing' },
}

/** Where a run leaves the import when it did not get to its end. An undo that fails changed nothing. */
export function stateAfterStop(mode: RunMode, why: 'failed' | 'cancelled' | 'interrupted') {
  return mode === 'undo' ? 'committed' : why
}

export const modeOf = (state: ImportState): RunMode | null =>
  state === 'dry_running'
    ? 'dry_run'
    : state === 'committing'
      ? 'commit'
      : state === 'undoing'
        ? 'undo'
        : null
