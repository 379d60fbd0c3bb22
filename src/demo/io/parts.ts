import type { SettingValues } from '#company/settings.ts'
import type { Log } from '#platform/log.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import type { StageEntry } from '../deal-records.ts'
import type { KeptInDemo, TargetInDemo } from '../decisions.ts'

/** Rows of stored settings by key; what is in them is the business of the company domain. */
export type SettingRows = Readonly<Record<string, unknown>>

/** What the demo company needs of the other domains, handed over where they are put together. */
export type DemoParts = {
  readonly records: Records
  readonly log: Log
  readonly now: () => Date
  readonly settings: {
    readonly current: () => Promise<Readonly<Record<string, unknown>>>
    readonly change: (tx: Tx, changes: SettingValues, context: WriteContext) => Promise<void>
    readonly rows: (tx: Tx, keys: readonly string[]) => Promise<SettingRows>
    readonly restore: (tx: Tx, rows: SettingRows) => Promise<void>
  }
  /** Puts the full stage histories in the place of what writing the opportunities noted. */
  readonly replaceStageHistory: (
    tx: Tx,
    entries: readonly StageEntry[],
    author: { readonly name: string },
  ) => Promise<void>
  /** What hangs on its decisions. */
  readonly keepFigure: (tx: Tx, figure: KeptInDemo, context: WriteContext) => Promise<void>
  readonly noteTarget: (tx: Tx, target: TargetInDemo, context: WriteContext) => Promise<void>
  /** A schedule of reports that rests and goes to nobody. */
  readonly addSchedule: (tx: Tx, id: string, now: Date) => Promise<void>
  readonly removeSchedule: (tx: Tx, id: string) => Promise<void>
}

/** Who loads or removes it. */
export type Starter = { readonly userId: string | null; readonly name: string }

/** Told after each batch: records done and in all. */
export type Report = (done: number, total: number) => Promise<void>

/** Whose name stands in the histories of the records. */
export const AUTHOR = 'Demodaten'

/** Its records leave one entry each for loading and removing; what they hold follows from the program. */
export const noAudit = async (): Promise<void> => undefined
