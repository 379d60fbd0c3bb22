import type { ComparisonAnswer, RoiAnswer } from '#roi/answer-shapes.ts'
import { CERTAINTIES, type Certainty, KINDS, type ReturnKind } from '#roi/return-kinds.ts'
import type { Language } from '../platform/language.ts'
import type { Formats } from '../ui/formats.ts'
import type { useRoiTexts } from './roi-texts.ts'

/** One line of a calculation: a number with what is done with it, and the records or calculation it opens. */
export type CalculationLine = {
  readonly sign: '' | '+' | '−' | '×' | '÷' | '='
  readonly label: string
  readonly value: string
  readonly opens?: string
}

export type Calculation = {
  readonly title: string
  readonly note?: string
  readonly lines: readonly CalculationLine[]
}

type T = ReturnType<typeof useRoiTexts>
type Of = {
  readonly roi: RoiAnswer
  readonly t: T
  readonly language: Language
  readonly formats: Formats
}
type Result = RoiAnswer['all']

const line = (
  sign: CalculationLine['sign'],
  label: string,
  value: string,
  opens?: string,
): CalculationLine => ({ sign, label, value, ...(opens && { opens }) })

/** The name in the address of a calculation, beside those of records. */
export const calculationPart = (id: string): string => `calc.${id}`

/** Kinds of return with their amounts; those without a case or an amount say nothing. */
function kindLines(
  { roi, language, formats }: Of,
  kinds: readonly ReturnKind[],
  centsOf: (part: RoiAnswer['parts'][number]) => number | null,
): CalculationLine[] {
  return kinds.flatMap((kind) => {
    const part = roi.parts.find((one) => one.kind === kind)
    const cents = part ? centsOf(part) : null
    if (!part || part.count === 0 || cents === null) return []
    return [line('+', KINDS[kind].name[language], formats.money(cents), kind)]
  })
}

/** From what came back over the cost to the result and the ROI. */
const endLines = ({ roi, t, formats }: Of, { returnCents, resultCents, roi: share }: Result) => [
  line('=', t('calc.returned'), formats.money(returnCents)),
  line('−', t('cost.total'), formats.money(roi.cost.total), 'cost'),
  line('=', t('waterfall.result'), formats.money(resultCents)),
  line('÷', t('cost.total'), formats.money(roi.cost.total), 'cost'),
  line('=', t('title'), formats.rate(share)),
]

function levelOf(of: Of, level: Certainty): Calculation {
  const { roi, t } = of
  const result = roi.upTo[level]
  return {
    title: t(`level.${level}`),
    note: t('calc.counted'),
    lines: [...kindLines(of, result.kinds, (part) => part.countedCents), ...endLines(of, result)],
  }
}

function summed(of: Of, id: 'added' | 'fullOverlap'): Calculation {
  const { roi, t } = of
  const result = roi[id]
  const all = kindLines(of, result.kinds, ({ cents }) => cents)
  return {
    title: t(`also.${id}`),
    note: t(`also.${id}.hint`),
    // With full overlap the kinds are compared, not added.
    lines: [
      ...(id === 'added' ? all : all.map((one) => ({ ...one, sign: '' as const }))),
      ...endLines(of, result),
    ],
  }
}

function atMargin(of: Of): Calculation | null {
  const { roi, t, formats } = of
  const result = roi.atMargin
  const margin = roi.parts.find(({ kind }) => kind === 'margin')?.cents ?? null
  if (!result || margin === null) return null
  return {
    title: t('also.atMargin'),
    note: t('also.atMargin.hint'),
    lines: [
      ...kindLines(of, ['margin'], ({ cents }) => cents),
      line('+', t('calc.beyond'), formats.money(result.returnCents - margin)),
      ...endLines(of, result),
    ],
  }
}

/** The steps of the waterfall that are differences. */
function stepOf(of: Of, id: 'rest' | 'variable' | 'result'): Calculation | null {
  const { roi, t, formats } = of
  const { revenue, attributed, margin, costs, result } = roi.waterfall
  const money = formats.money
  const step = (sign: CalculationLine['sign'], name: 'revenue' | 'attributed', cents: number) =>
    line(sign, t(`waterfall.${name}`), money(cents), name)
  if (id === 'rest') {
    return {
      title: t('waterfall.rest'),
      lines: [
        step('+', 'revenue', revenue),
        step('−', 'attributed', attributed),
        line('=', t('waterfall.rest'), money(revenue - attributed)),
      ],
    }
  }
  if (margin === null || result === null) return null
  if (id === 'variable') {
    return {
      title: t('waterfall.variable'),
      lines: [
        step('+', 'attributed', attributed),
        line('−', t('waterfall.margin'), money(margin), 'margin'),
        line('=', t('waterfall.variable'), money(attributed - margin)),
      ],
    }
  }
  return {
    title: t('waterfall.result'),
    lines: [
      line('+', t('waterfall.margin'), money(margin), 'margin'),
      ...costs
        .filter(({ cents }) => cents !== 0)
        .map(({ kind, cents }) => line('−', t(`cost.${kind}`), money(cents), `cost_${kind}`)),
      line('=', t('waterfall.result'), money(result)),
    ],
  }
}

const LEAD_FIGURES = ['customers', 'perLead', 'costPerLead', 'cac', 'clvCac', 'breakEven'] as const
export type LeadFigure = (typeof LEAD_FIGURES)[number]

/** What a figure of the leads is made of. */
function leadFigure(of: Of, id: LeadFigure): Calculation {
  const { roi, t, formats } = of
  const { leadValue: value } = roi
  const byGoals = value.method === 'goal_values'
  const lines: Record<LeadFigure, readonly CalculationLine[]> = {
    customers: [leads(of, ''), rate(of), line('=', t('leads.customers'), customers(of))],
    perLead: byGoals
      ? [
          line('', t('leads.value'), formats.money(leadCents(of)), 'lead_value'),
          leads(of, '÷'),
          line('=', t('leads.perLead'), formats.money(value.perLeadCents)),
        ]
      : [
          { ...rate(of), sign: '' },
          clv(of, '×'),
          line('=', t('leads.perLead'), formats.money(value.perLeadCents)),
        ],
    costPerLead: [
      cost(of),
      leads(of, '÷'),
      line('=', t('leads.costPerLead'), formats.money(value.costPerLeadCents)),
    ],
    cac: [
      cost(of),
      line('÷', t('leads.customers'), customers(of), calculationPart('customers')),
      line('=', t('leads.cac'), formats.money(value.costPerCustomerCents)),
    ],
    clvCac: [
      clv(of, ''),
      line('÷', t('leads.cac'), formats.money(value.costPerCustomerCents), calculationPart('cac')),
      line('=', t('leads.clvCac'), formats.number(value.clvCostRatio, 1)),
    ],
    breakEven: [
      cost(of),
      leads(of, '÷'),
      clv(of, '÷'),
      line('=', t('leads.breakEven'), formats.rate(value.breakEvenRate)),
    ],
  }
  return { title: t(`leads.${id}`), lines: lines[id] }
}

const leadCents = ({ roi }: Of) =>
  roi.parts.find(({ kind }) => kind === 'lead_value')?.cents ?? null
const cost = ({ roi, t, formats }: Of) =>
  line('', t('cost.total'), formats.money(roi.cost.total), 'cost')
const leads = ({ roi, t, formats }: Of, sign: CalculationLine['sign']) =>
  line(sign, t('leads.count'), formats.number(roi.leadValue.leads), 'lead_value')
const customers = ({ roi, formats }: Of) => formats.number(roi.leadValue.customers, 1)
const clv = ({ roi, t, formats }: Of, sign: CalculationLine['sign']) =>
  line(sign, t('leads.clv'), formats.money(roi.leadValue.clvCents))
function rate({ roi, t, formats }: Of): CalculationLine {
  const { rate: share, basis } = roi.leadValue
  const opens = basis === null || basis === 'setting' ? undefined : 'rate'
  return line('×', t('leads.rate'), formats.rate(share), opens)
}

/** Exposed cases × difference × value of a success. */
function compared(of: Of, id: 'uplift' | 'retention'): Calculation | null {
  const { roi, t, formats } = of
  const found: ComparisonAnswer | null = roi[id]
  if (!found) return null
  const [exposed, others] =
    id === 'uplift' ? ['exposed', 'not_exposed'] : ['engaged', 'not_engaged']
  const difference = {
    exposed: formats.rate(found.exposed.rate),
    others: formats.rate(found.others.rate),
  }
  return {
    title: t(`compare.${id}`),
    note: t('compare.sentence'),
    lines: [
      line('', t('compare.exposed'), formats.number(found.exposed.trials), exposed),
      line('×', t('calc.difference', difference), formats.rate(found.points), others),
      line('×', t(`calc.value.${id}`), formats.money(found.valueCents)),
      line('=', t('compare.value'), formats.money(found.cents)),
    ],
  }
}

function selling({ roi, t, language, formats }: Of): Calculation {
  const { meetings, costPerMeetingCents, coldMeetings, coldCostPerMeetingCents } = roi.socialSelling
  const part = roi.parts.find(({ kind }) => kind === 'social_selling')
  const { name, counts } = KINDS.social_selling
  return {
    title: name[language],
    note: counts[language],
    lines: [
      line('', t('calc.meetings'), formats.number(meetings), 'social_selling'),
      line('', t('calc.socialCost'), formats.money(costPerMeetingCents)),
      line('', t('part.cold_calling'), formats.number(coldMeetings), 'cold_calling'),
      line('', t('calc.coldCost'), formats.money(coldCostPerMeetingCents)),
      line('=', name[language], formats.money(part?.cents)),
    ],
  }
}

/** The calculation that the address has open; null where it names none, or one that has no amount. */
export function calculationOf(part: string, of: Of): Calculation | null {
  const id = part.startsWith('calc.') ? part.slice('calc.'.length) : ''
  const level = CERTAINTIES.find((one) => one === id)
  if (level) return levelOf(of, level)
  const figure = LEAD_FIGURES.find((one) => one === id)
  if (figure) return leadFigure(of, figure)
  switch (id) {
    case 'added':
    case 'fullOverlap':
      return summed(of, id)
    case 'atMargin':
      return atMargin(of)
    case 'rest':
    case 'variable':
    case 'result':
      return stepOf(of, id)
    case 'uplift':
    case 'retention':
      return compared(of, id)
    case 'selling':
      return selling(of)
    default:
      return null
  }
}
