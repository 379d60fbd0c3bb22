import type { AnswerRow, ModelAnswer, Robustness } from '#attribution/answer.ts'

/** What a text is made of: rows by channel in files, by channel or another key out of the records. */
export type PrintedAnswer = {
  readonly models: readonly (Omit<ModelAnswer, 'rows'> & {
    readonly rows: readonly (Omit<AnswerRow, 'channel'> & {
      readonly channel?: string
      readonly key?: string
    })[]
  })[]
  readonly robustness?: readonly Robustness[]
}

/** How values and names are written. */
export type Wording = {
  readonly value: (value: number) => string
  readonly name: (key: string) => string
}

const shown = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 })
/** As they stand in files. */
const AS_GIVEN: Wording = { value: shown, name: (key) => key }

function modelLines(
  { model, order, additive, rows, unattributed, total }: PrintedAnswer['models'][number],
  wording: Wording,
): string[] {
  const named = rows
    .toSorted((a, b) => b.conversions - a.conversions)
    .map((row) => ({ ...row, name: wording.name(row.channel ?? row.key ?? '') }))
  const width = Math.max(...named.map(({ name }) => name.length), 15) + 2
  const line = (name: string, conversions: number, value: number, more = '') =>
    `  ${name.padEnd(width)}${shown(conversions).padStart(14)}${wording.value(value).padStart(18)}${more}`
  return [
    `${model}${order === undefined ? '' : `, order ${order}`}${additive === false ? ' (not to be summed)' : ''}`,
    ...named.map(({ name, conversions, value, interval, enough }) => {
      const range = interval ? `   ${interval.conversions.map(shown).join(' to ')}` : ''
      const verdict = enough === false ? '   not enough data' : ''
      return line(name, conversions, value, `${range}${verdict}`)
    }),
    line('(unattributed)', unattributed.conversions, unattributed.value),
    line('total', total.conversions, total.value),
    '',
  ]
}

/** Every model with its rows, then how far the models agree. */
export function answerText(answer: PrintedAnswer, wording: Wording = AS_GIVEN): string {
  const lines = answer.models.flatMap((model) => modelLines(model, wording))
  const verdicts = (answer.robustness ?? []).map(({ channel, lowest, highest, verdict }) => {
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`
    const words = verdict === 'robust' ? 'robust' : 'depends on the model'
    return `${wording.name(channel)}: ${words}, ${percent(lowest.share)} (${lowest.model}) to ${percent(highest.share)} (${highest.model})`
  })
  return [...lines, ...verdicts].join('\n').trimEnd()
}
