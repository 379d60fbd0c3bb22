/** How much a report shows of what may be long, and how close it stands. What is cut, the report says. */
export type Room = {
  /** Rows of the tables by channel, and by campaign, product and team. */
  readonly channels: number
  readonly split: number
  /** Rows of each table of decisions. */
  readonly decisions: number
  readonly changes: number
  /** Lines of a cell. */
  readonly lines: number
  /** Whether each figure's formula is told, or those of the first page only. */
  readonly definitions: 'shown' | 'first'
  /** Smaller letters, distances and charts. */
  readonly isCompact: boolean
  /** Whether a remark stands below each table that it belongs to, or below the first of them only. */
  readonly notes: 'each' | 'once'
}

/** Pages that a report has at most: what is longer is not read. */
export const PAGES_MAX = 6

const ROOMY = { definitions: 'shown', isCompact: false, notes: 'each' } as const
const COMPACT = { ...ROOMY, isCompact: true } as const
const CLOSE = { definitions: 'first', isCompact: true, notes: 'once' } as const

/** From the most to the least: a report on paper takes the first with which it keeps to its pages. */
export const ROOMS = [
  { ...ROOMY, channels: 20, split: 15, decisions: 8, changes: 8, lines: 5 },
  { ...COMPACT, channels: 16, split: 12, decisions: 6, changes: 6, lines: 4 },
  { ...COMPACT, channels: 12, split: 12, decisions: 4, changes: 4, lines: 3 },
  { ...CLOSE, channels: 8, split: 10, decisions: 2, changes: 2, lines: 2 },
  { ...CLOSE, channels: 5, split: 8, decisions: 1, changes: 1, lines: 2 },
] as const satisfies readonly Room[]

/** For a workbook: nothing is cut. */
export const EVERYTHING: Room = {
  ...ROOMY,
  ...{ channels: Infinity, split: Infinity, decisions: Infinity, changes: Infinity },
  lines: Infinity,
}
