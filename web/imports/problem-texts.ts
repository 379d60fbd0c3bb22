import { problemText, READ_TEXTS, REFUSAL_TEXTS } from '#imports/problem-texts.ts'
import type { Text } from '#kernel/record.ts'
import { ApiError } from '../platform/api.ts'
import type { Language } from '../platform/language.ts'
import type { ImportView, MappingProblem } from './import-shapes.ts'
import type { ImportTextKey, ImportTexts } from './texts.ts'

type Detail = Readonly<Record<string, unknown>> | null | undefined
export type Failure = {
  readonly code: string
  readonly detail?: Detail
  /** The server's own words, where it has any. */
  readonly text?: Text | null | undefined
}

/** What the engine's own texts do not cover, by the words of the code. */
const ERRORS: readonly (readonly [RegExp, ImportTextKey])[] = [
  [/too_large|body_limit/, 'error.file_too_large'],
  [/no_files/, 'error.no_files'],
  [/questions_open/, 'error.questions_open'],
  [/mapping_invalid|mapping_problems|not_mapped/, 'error.mapping_invalid'],
  [/format_invalid/, 'error.format_invalid'],
  [/currency_without_rate/, 'error.currency_without_rate'],
  [/undo_(blocked|refused)|blockers/, 'error.undo_blocked'],
  [/database_refused/, 'error.database_refused'],
  [/mapping_name_taken/, 'error.name_taken'],
  [/wrong_state|conflict|running/, 'error.state'],
]

const plain = (detail: Detail): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(detail ?? {}).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  )

/** What a code of the import engine means and what to do, in one or two sentences. */
export function failureText(failure: Failure, language: Language, t: ImportTexts): string {
  const { code, detail, text } = failure
  if (text) return text[language]
  const known = ERRORS.find(([pattern]) => pattern.test(code))
  if (known) return t(known[1])
  if (code in REFUSAL_TEXTS || code in READ_TEXTS)
    return problemText({ rule: code, detail: plain(detail) }, language)
  return t('error.unknown')
}

/** Import texts for refusals of the engine; null where the general texts say it better. */
export function refusalText(error: unknown, language: Language, t: ImportTexts): string | null {
  return error instanceof ApiError && error.code.startsWith('imports.')
    ? failureText(error, language, t)
    : null
}

/** A fault of a mapping as a sentence that says what to do. `label` names a field to people. */
export function mappingProblemText(
  problem: Pick<MappingProblem, 'field' | 'rule' | 'detail'>,
  label: (field: string) => string,
  language: Language,
  t: ImportTexts,
): string {
  const { rule, field } = problem
  const path = field.replace(/^(columns|constants|values|format|key)\./, '')
  if (field === 'kind' || rule.endsWith('unknown_kind')) return t('problem.noKind')
  if (rule.endsWith('column_missing')) return t('problem.unknownColumn', { field: path })
  if (rule.endsWith('field_unknown')) return t('problem.unknownField', { field: label(path) })
  if (rule.endsWith('required_not_mapped')) return t('problem.required', { field: label(path) })
  if (rule.endsWith('date_pattern')) return t('problem.datePattern')
  if (rule in READ_TEXTS) {
    const text = problemText({ rule, detail: plain(problem.detail) }, language)
    return `${label(path)}: ${text}`
  }
  return t('problem.other', { field: label(path), rule })
}

/** What went wrong with the last run, unless it was a question. */
export const runFailure = (view: Pick<ImportView, 'error'>): ImportView['error'] =>
  view.error !== null && !view.error.code.endsWith('questions_open') ? view.error : null
