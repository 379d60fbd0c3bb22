import { Box, Stack, Text, Title } from '@mantine/core'
import { useLanguage } from '../platform/language.ts'
import { useFormats } from '../ui/use-formats.ts'
import { readings } from './date-reading.ts'
import type { FileView, ImportView, Preview, Question } from './import-shapes.ts'
import classes from './imports.module.css'
import { withDateAnswer, withFormat } from './mapping-state.ts'
import { failureText } from './problem-texts.ts'
import { Refusal } from './refusal.tsx'
import { type ImportTexts, useImportTexts } from './texts.ts'
import { useFileSettings } from './use-import.ts'
import { usePreview } from './use-preview.ts'

type Props = { readonly view: ImportView; readonly file: FileView; readonly editable: boolean }

const EXAMPLES = 3

/** What cannot be guessed must be said: both readings with examples from the file, one click each. */
export function Questions({ view, file, editable }: Props) {
  const t = useImportTexts()
  const settings = useFileSettings(view, file)
  const preview = usePreview(view, file)
  if (file.questions.length === 0) return null
  const answer = (question: Question, candidate: string) => {
    settings.change(
      question.rule.endsWith('ambiguous_date')
        ? withDateAnswer(settings.mappings, question.candidates, candidate)
        : withFormat(settings.mappings, { decimal: candidate === ',' ? ',' : '.' }),
    )
  }
  return (
    <Box component="section" className={`rk-panel ${classes.question}`} p="md">
      <Title order={2} mb="sm">
        {t('questions.title', { count: file.questions.length })}
      </Title>
      <Stack gap="lg">
        {file.questions.map((question) => (
          <QuestionBlock
            key={`${question.rule}-${question.column}`}
            question={question}
            examples={examplesOf(file, preview.data, question.column)}
            disabled={!editable || settings.saving}
            onAnswer={(candidate) => answer(question, candidate)}
          />
        ))}
      </Stack>
      <Refusal error={settings.error} />
    </Box>
  )
}

/** What stands in a column: in the first rows, and what the detection kept of all it saw. */
function examplesOf(file: FileView, preview: Preview | undefined, column: string): string[] {
  const index = preview?.header.indexOf(column) ?? -1
  const cells = preview?.rows.map((row) => String(row.cells[index] ?? '')) ?? []
  const kept = file.detection?.columns.find(({ header }) => header === column)?.examples ?? []
  return [...kept, ...cells]
}

type BlockProps = {
  readonly question: Question
  readonly examples: readonly string[]
  readonly disabled: boolean
  readonly onAnswer: (candidate: string) => void
}

function QuestionBlock({ question, examples, disabled, onAnswer }: BlockProps) {
  const t = useImportTexts()
  const formats = useFormats()
  const language = useLanguage()
  const isDate = question.rule.endsWith('ambiguous_date')
  const found = examples
  const read = isDate ? readings(found, question.candidates).slice(0, EXAMPLES) : []
  return (
    <div>
      <Text size="sm" mb="xs">
        {t(isDate ? 'questions.date' : 'questions.decimal', { column: question.column })}
        <Text size="xs" c="dimmed" span display="block">
          {failureText({ code: question.rule, detail: question.detail }, language, t)}
        </Text>
      </Text>
      <div className={classes.reading}>
        {question.candidates.map((candidate, index) => (
          <button
            key={candidate}
            type="button"
            className={classes.choice}
            disabled={disabled}
            onClick={() => onAnswer(candidate)}
          >
            <Text size="sm" fw={600} span>
              {isDate ? dateName(candidate, t) : decimalName(candidate, t)}
            </Text>
            <dl>
              {isDate
                ? read.map((reading) => (
                    <Example
                      key={reading.text}
                      from={reading.text}
                      to={formats.date(reading.days[index])}
                    />
                  ))
                : found
                    .slice(0, EXAMPLES)
                    .map((text) => (
                      <Example
                        key={text}
                        from={text}
                        to={formats.number(readDecimal(text, candidate))}
                      />
                    ))}
            </dl>
          </button>
        ))}
      </div>
    </div>
  )
}

function Example({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <>
      <dt>{from}</dt>
      <dd>→ {to}</dd>
    </>
  )
}

function dateName(pattern: string, t: ImportTexts): string {
  const day = pattern.search(/d/)
  const month = pattern.search(/[mM]/)
  if (day === -1 || month === -1) return t('questions.choose', { pattern })
  return t(day < month ? 'questions.dayFirst' : 'questions.monthFirst', { pattern })
}

const decimalName = (mark: string, t: ImportTexts) =>
  t(mark === ',' ? 'questions.decimal.comma' : 'questions.decimal.point')

/** A number under one decimal mark, only to show it. */
function readDecimal(text: string, mark: string): number | null {
  const digits = text.replace(/[^\d.,-]/g, '')
  const plain =
    mark === ',' ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '')
  const value = Number(plain)
  return plain === '' || Number.isNaN(value) ? null : value
}
