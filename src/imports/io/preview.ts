import type { RecordKind } from '#kernel/record.ts'
import { cellText } from '../cell.ts'
import type { Mapping } from '../mapping.ts'
import { openQuestions } from '../questions.ts'
import type { CellProblem } from '../read-row.ts'
import { compileReaders, problemsOf } from '../readers.ts'
import type { Company } from './prepare.ts'
import { sniffFile } from './sniff.ts'
import type { FileRow } from './tables.ts'
import { type RuleText, withText } from './view.ts'

const note =
  (textOf: RuleText) =>
  ({ column, field, rule, detail }: CellProblem) => ({
    column: column || null,
    field: field || null,
    rule,
    detail,
    text: textOf(rule, detail),
  })

export type PreviewOptions = {
  readonly rows: number
  readonly kinds: readonly RecordKind[]
  readonly company: Company
  readonly textOf: RuleText
}

const layoutChanged = (file: FileRow, mappings: readonly Mapping[]): boolean => {
  const format = mappings[0]?.format
  if (!format || !file.detection) return false
  const { encoding, delimiter, sheet, headerRow } = file.detection.format
  return (
    (format.encoding !== undefined && format.encoding !== encoding) ||
    (format.delimiter !== undefined && format.delimiter !== delimiter) ||
    (format.sheet !== undefined && format.sheet !== sheet) ||
    (format.headerRow !== undefined && format.headerRow !== headerRow)
  )
}

/** The first rows of a file, raw and as they would be read. Saves nothing. */
export async function previewFile(
  file: FileRow,
  mappings: readonly Mapping[],
  { rows, kinds, company, textOf }: PreviewOptions,
) {
  if (!file.detection) return { header: [], rows: [], mappingProblems: [], questions: [] }
  const hints = mappings[0]?.format
  const detection =
    hints && layoutChanged(file, mappings)
      ? await sniffFile(file.path, { name: file.name, hints })
      : file.detection
  const readers = compileReaders({ mappings, kinds, detection, profile: file.profile, company })
  const asNote = note(textOf)
  return {
    header: detection.header,
    rows: detection.sample.slice(0, rows).map((row) => ({
      row: row.row,
      cells: row.cells.map((cell) => cellText(cell)),
      parts: readers.flatMap((reader, part) => {
        if (!reader || reader.problems.length > 0) return []
        const { outcome, skipped, values, references, externalId, ...read } = reader.read(row)
        return [
          {
            part,
            outcome,
            skipped,
            values,
            references,
            externalId,
            problems: read.problems.map(asNote),
            warnings: read.warnings.map(asNote),
          },
        ]
      }),
    })),
    mappingProblems: problemsOf(readers).map(withText(textOf)),
    questions: openQuestions(file.profile ?? detection, mappings, kinds),
  }
}
