import type { Unit } from '#kpis/unit.ts'
import type { Chart } from './chart.ts'

/** How good news is; always shown with a word, never by colour alone. */
export type Tone = 'good' | 'attention' | 'bad' | 'neutral'

export type Column = {
  readonly id: string
  readonly header: string
  /** What stands in it: a text, a civil day, or numbers of this unit (mixed: as each cell says). */
  readonly type: 'text' | 'date' | 'mixed' | Unit
  /** Share of the width beside the others; numbers 1, the first column 2.4 unless it says otherwise. */
  readonly width?: number
}

/** A line of a cell. */
export type Line = {
  readonly text: string
  /** Where it leads. */
  readonly href?: string
  /** Said beside the point: smaller and grey. */
  readonly isAside?: boolean
}

/** `value` as the facts have it (cents, fractions), `text` as people read it. */
export type Cell = {
  readonly value: number | string | null
  readonly text: string
  readonly unit?: Unit
  readonly tone?: Tone
  /** How `text` is drawn where it is more than one line, or leads somewhere. */
  readonly lines?: readonly Line[]
}

export const linesOf = ({ text, lines }: Cell): readonly Line[] => lines ?? [{ text }]

/** Whether a column holds numbers, which stand on the right. */
export const isNumeric = ({ type }: Column): boolean => type !== 'text' && type !== 'date'

export type Table = {
  readonly type: 'table'
  readonly id: string
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** The last row is a sum. */
  readonly hasTotal?: boolean
  /** A cell that needs more lines than these is cut where there are pages; none: about 16. */
  readonly cellLines?: number
  /** Remarks below, in the order of their marks. */
  readonly footnotes?: readonly string[]
}

export type Tile = {
  readonly label: string
  readonly value: string
  readonly change: string
  readonly tone: Tone
  readonly target: string | null
}

export type Part =
  | { readonly type: 'paragraph'; readonly text: string; readonly tone?: Tone }
  | { readonly type: 'list'; readonly items: readonly string[] }
  | { readonly type: 'heading'; readonly text: string }
  | { readonly type: 'tiles'; readonly caption: string; readonly tiles: readonly Tile[] }
  | { readonly type: 'chart'; readonly chart: Chart }
  | Table

export type Section = {
  readonly id: string
  readonly title: string
  /** What it shows, in one sentence made from the figures. */
  readonly sentence?: string
  readonly parts: readonly Part[]
}

/** A report in one language, ready to be drawn as PDF, HTML, mail or workbook. */
export type ReportDocument = {
  readonly language: 'de' | 'en'
  readonly title: string
  readonly company: string
  readonly periodName: string
  /** Under the title: what it compares with and when it was made. */
  readonly subtitle: string
  /** ISO instant. */
  readonly madeAt: string
  readonly sections: readonly Section[]
  /** There is much to tell: letters and distances are smaller. */
  readonly isCompact: boolean
  readonly words: { readonly page: string; readonly of: string }
}

/** "Managementbericht Oktober 2026 · Muster GmbH", as windows and lists of files show it. */
export const titleOf = ({
  title,
  periodName,
  company,
}: Pick<ReportDocument, 'title' | 'periodName' | 'company'>): string =>
  [`${title} ${periodName}`, company].filter((part) => part !== '').join(' · ')

/** Every table, in the order of the report. */
export const tablesOf = (document: ReportDocument): readonly Table[] =>
  document.sections.flatMap(({ parts }) => parts.filter((part) => part.type === 'table'))
