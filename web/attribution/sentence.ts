import type { Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import type { Formats } from '../ui/formats.ts'
import type { AmountFormats } from './amounts.ts'
import { amountOf, type Language, modelOf, type Row } from './credit-rows.ts'
import type { Credits } from './shapes.ts'

type Said = {
  readonly credits: Credits
  readonly rows: readonly Row[]
  readonly word: string
  readonly modelName: string
  readonly amounts: AmountFormats
  readonly formats: Formats
  readonly language: Language
}

const NOUNS = {
  de: {
    won: ['gewonnener Abschluss', 'gewonnene Abschlüsse'],
    opportunity: ['neue Verkaufschance', 'neue Verkaufschancen'],
    sql: ['SQL', 'SQL'],
    mql: ['MQL', 'MQL'],
  },
  en: {
    won: ['deal won', 'deals won'],
    opportunity: ['new opportunity', 'new opportunities'],
    sql: ['SQL', 'SQLs'],
    mql: ['MQL', 'MQLs'],
  },
} as const

/** "241 gewonnene Abschlüsse": how many conversions of which kind. */
export function conversionsText(
  count: number,
  conversion: Credits['conversion'],
  formats: Formats,
  language: Language,
): string {
  const [single, several] = NOUNS[language][conversion]
  return `${formats.number(count)} ${count === 1 ? single : several}`
}

/** Whether the two largest cannot be told apart: their intervals have a part in common. */
const isTie = (first: Row, second: Row | undefined): boolean =>
  first.interval !== null && second?.interval != null && second.interval[1] >= first.interval[0]

/** What the screen shows, in one sentence or two: how much there was, who comes first, what nobody gets. */
export function creditSentence({
  credits,
  rows,
  word,
  modelName,
  amounts,
  formats,
  language,
}: Said): string {
  const model = modelOf(credits, word)
  const { unit, conversion } = credits
  const [first, second] = rows
  if (!model) return ''
  const count = conversionsText(model.total.conversions, conversion, formats, language)
  const worth = unit === 'cents' ? amounts.short(model.total.value) : ''
  const when = periodName(credits.period as Period, language)
  const nobody = amountOf(model.unattributed, unit)
  const share = (row: Row) => formats.rate(row.share)
  if (language === 'en') {
    const lead =
      first && first.amount > 0
        ? model.additive === false
          ? ` ${first.name} took part most often: in ${share(first)}.`
          : ` By the model ${modelName} most comes from ${first.name}: ${amounts.short(first.amount)} (${share(first)})${second && second.amount > 0 ? `, then ${second.name} (${share(second)})` : ''}${isTie(first, second) ? '; that is no clear difference' : ''}.`
        : ''
    const rest = nobody > 0 ? ` ${amounts.short(nobody)} cannot be attributed.` : ''
    return `${when}: ${count}${worth && ` with ${worth}`}.${lead}${rest}`
  }
  const lead =
    first && first.amount > 0
      ? model.additive === false
        ? ` Am häufigsten beteiligt: ${first.name}, an ${share(first)}.`
        : ` Nach dem Modell ${modelName} kommt am meisten von ${first.name}: ${amounts.short(first.amount)} (${share(first)})${second && second.amount > 0 ? `, danach ${second.name} (${share(second)})` : ''}${isTie(first, second) ? '; ein klarer Unterschied ist das nicht' : ''}.`
      : ''
  const rest = nobody > 0 ? ` ${amounts.short(nobody)} lassen sich nicht zuordnen.` : ''
  return `${when}: ${count}${worth && ` mit ${worth}`}.${lead}${rest}`
}
