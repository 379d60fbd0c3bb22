import type { FieldType, RecordKind } from '#kernel/record.ts'
import type { Question } from './column-profile.ts'
import { separatorOf } from './column-reading.ts'
import type { FileProfile } from './detection.ts'
import type { Mapping, MappingFormat } from './mapping.ts'
import { type Target, targetOf } from './target.ts'

const DATED: readonly FieldType[] = ['date', 'instant']
const COUNTED: readonly FieldType[] = ['money', 'decimal', 'integer', 'rate']

/** Whether what is asked about a column matters to where the column goes. */
function concerns(question: Question, target: Target | null): boolean {
  if (!target) return false
  const isDate = question.rule === 'imports.ambiguous_date'
  if (target.type === 'pseudo') return isDate && target.as !== 'text'
  if (target.type !== 'field') return false
  return (isDate ? DATED : COUNTED).includes(target.field.type)
}

/** True when what a person said settles the question. */
function isAnswered(question: Question, format: MappingFormat | undefined): boolean {
  if (question.rule === 'imports.ambiguous_decimal') return format?.decimal !== undefined
  const said = typeof format?.date === 'string' ? [format.date] : (format?.date ?? [])
  const separators = new Set(said.map(separatorOf))
  return question.candidates.every((candidate) => separators.has(separatorOf(candidate)))
}

/**
 * What must still be asked before the rows of a file can be read: ambiguous dates and decimals in
 * columns that feed a field of that type, unless the mapping's format says how to read them.
 */
export function openQuestions(
  profile: Pick<FileProfile, 'questions'>,
  mappings: readonly Mapping[],
  kinds: readonly RecordKind[],
): Question[] {
  return profile.questions.filter((question) =>
    mappings.some((mapping) => {
      const kind = kinds.find(({ id }) => id === mapping.kind)
      const words = mapping.columns?.[question.column]
      if (!kind || words === undefined || isAnswered(question, mapping.format)) return false
      const all = typeof words === 'string' ? [words] : words
      return all.some((word) => concerns(question, targetOf(kind, word)))
    }),
  )
}
