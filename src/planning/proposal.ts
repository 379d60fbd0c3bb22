import { z } from 'zod'
import type { Text } from '#kernel/record.ts'
import { formatValue } from '#kpis/format.ts'
import { kpiById } from '#kpis/registry.ts'
import { casesPerGroup } from './sample-size.ts'

/** The three answers. */
export const Answers = z.strictObject({
  /** Value of a choice of `INDUSTRIES`. */
  industry: z.string().max(60),
  /** Whole cents of an order. */
  dealValueCents: z.int().positive(),
  /** From the opportunity to the order. */
  cycleDays: z.int().positive().max(3650),
})
export type Answers = z.infer<typeof Answers>

/** What the company's own records say about the last twelve months; null where they say nothing. */
export const Known = z.object({
  dealValueCents: z.number().nullable(),
  deals: z.number(),
  cycleDays: z.number().nullable(),
  revenueCents: z.number().nullable(),
  mqlPerWeek: z.number().nullable(),
  marginRate: z.number().nullable(),
})
export type Known = z.infer<typeof Known>

export const NOTHING_KNOWN: Known = {
  dealValueCents: null,
  deals: 0,
  cycleDays: null,
  revenueCents: null,
  mqlPerWeek: null,
  marginRate: null,
}

export type ProposedTarget = {
  readonly kpi: string
  /** In the figure's own unit. */
  readonly value: number
  readonly reason: Text
}
export type ProposedSetting = {
  /** Key of a setting of the company. */
  readonly setting: string
  readonly value: number
  readonly reason: Text
}
export type Proposal = {
  readonly targets: readonly ProposedTarget[]
  readonly settings: readonly ProposedSetting[]
  /** Figures one would expect here, and what is missing for them. */
  readonly missing: readonly { readonly kpi: string; readonly reason: Text }[]
}

const text = (de: string, en: string): Text => ({ de, en })

/** Middles of the typical ranges of the guide (G3); the bands of the figures are the same ranges. */
const RATES = { visitorToMql: 0.02, mqlToSql: 0.3, sqlToOpportunity: 0.4, opportunityToWon: 0.25 }

/**
 * How long people look around before they ask, by industry: plants and machines are prepared for a year,
 * software is tried in weeks. It moves the window of awareness inside the guide's 6 to 12 months (G1).
 * The assignment is ours (K1).
 */
const LONG = ['mechanical_engineering', 'construction', 'energy', 'medical', 'chemicals']
const SHORT = ['software', 'consulting', 'wholesale']
const awarenessMonths = (industry: string): 6 | 9 | 12 => {
  if (LONG.includes(industry)) return 12
  return SHORT.includes(industry) ? 6 : 9
}

/** A month of the product is 30 days, as in the pipeline velocity. */
const MONTH = 30
const fullMonths = (days: number): number => Math.ceil(days / MONTH) * MONTH

/** Steps that attribution offers. */
const LOOKBACKS = [30, 60, 90, 180, 365]

/** One and a half cycles, on the next step: the first touch lies before the opportunity, not in it. */
export const lookbackDays = (cycleDays: number): number =>
  LOOKBACKS.find((step) => step >= 1.5 * cycleDays) ?? 365

const TEST = {
  /** Shortest and usual longest test phase of the guide (G1), weeks. */
  shortest: 3,
  usual: 6,
  /** Beyond half a year other things change too (K1). */
  longest: 26,
  /** A deal counts in a test only when the cycle fits into a quarter (K1). */
  cycleWeeksMax: 13,
}

/** Both groups together, to see MQL -> SQL rise from the middle of the typical range to its upper edge. */
export const TEST_CASES = 2 * Math.ceil(casesPerGroup(RATES.mqlToSql, 0.4))

/** Weeks of a test: until the cases are there, at least one cycle where deals can count, 3 to 26. */
export function testWeeks(cycleDays: number, mqlPerWeek: number | null): number {
  const forCases = mqlPerWeek ? Math.ceil(TEST_CASES / mqlPerWeek) : TEST.usual
  const cycle = Math.ceil(cycleDays / 7)
  const forCycle = cycle <= TEST.cycleWeeksMax ? cycle : 0
  return Math.min(Math.max(forCases, forCycle, TEST.shortest), TEST.longest)
}

const words = (count: number, unit: 'days' | 'weeks' | 'count'): Text => {
  const [de, en] = [
    formatValue(count, 'count', 'EUR', 'de'),
    formatValue(count, 'count', 'EUR', 'en'),
  ]
  if (unit === 'count') return text(de, en)
  return unit === 'days' ? text(`${de} Tage`, `${en} days`) : text(`${de} Wochen`, `${en} weeks`)
}

/** The rates and periods that hold for everybody, or follow from one answer. */
function steadyTargets({ dealValueCents, cycleDays }: Answers, known: Known): ProposedTarget[] {
  const band = (kpi: string, value: number, low: string, high: string): ProposedTarget => ({
    kpi,
    value,
    reason: text(
      `Mitte des üblichen Bereichs von ${low} bis ${high}.`,
      `Middle of the usual range of ${low} to ${high}.`,
    ),
  })
  const isOwnValue = known.dealValueCents === dealValueCents
  const isOwnCycle = known.cycleDays !== null && Math.round(known.cycleDays) === cycleDays
  return [
    band('visitor_to_mql', RATES.visitorToMql, '1 %', '3 %'),
    band('mql_to_sql', RATES.mqlToSql, '20 %', '40 %'),
    band('sql_to_opportunity', RATES.sqlToOpportunity, '30 %', '50 %'),
    band('opportunity_to_won', RATES.opportunityToWon, '20 %', '30 %'),
    {
      kpi: 'average_deal_value',
      value: dealValueCents,
      reason: isOwnValue
        ? text('So groß war Ihr mittlerer Auftrag zuletzt.', 'The mean of your recent orders.')
        : text('Ihre Angabe.', 'Your answer.'),
    },
    {
      kpi: 'sales_cycle_days',
      value: cycleDays,
      reason: isOwnCycle
        ? text('So lange dauerte es zuletzt (Median).', 'That is how long it took (median).')
        : text('Ihre Angabe; kürzer ist besser.', 'Your answer; shorter is better.'),
    },
    {
      kpi: 'clv_cac_ratio',
      value: 3,
      reason: text(
        'Ab dem Dreifachen der Gewinnungskosten gilt ein Kundenwert als gesund.',
        'From three times the acquisition cost on a customer value counts as healthy.',
      ),
    },
    {
      kpi: 'time_to_first_contact',
      value: 24 * 60,
      reason: text(
        'Ein neuer Lead wird spätestens am nächsten Tag von einem Menschen angesprochen.',
        'A person contacts a new lead by the next day.',
      ),
    },
    {
      kpi: 'attributable_lead_share',
      value: 0.7,
      reason: text(
        'Darunter sind Vergleiche von Kanälen unzuverlässig; dort warnt auch das Cockpit.',
        'Below it comparisons of channels are unreliable; the cockpit warns there too.',
      ),
    },
  ]
}

/**
 * What a yearly revenue asks of the funnel, backwards by the middle rates (G3), and the velocity that
 * brings it: in a steady state the pipeline's speed per day times 365 is the revenue of the year.
 */
function funnelTargets(revenueCents: number, dealValueCents: number): ProposedTarget[] {
  const won = Math.ceil(revenueCents / dealValueCents)
  const opportunities = Math.ceil(won / RATES.opportunityToWon)
  const sql = Math.ceil(opportunities / RATES.sqlToOpportunity)
  const mql = Math.ceil(sql / RATES.mqlToSql)
  const from = (count: number, of: Text, rate: string): Text => {
    const number = words(count, 'count')
    return text(`${number.de} ${of.de} bei ${rate}.`, `${number.en} ${of.en} at ${rate}.`)
  }
  return [
    {
      kpi: 'won',
      value: won,
      reason: text(
        'Umsatz geteilt durch den üblichen Auftragswert.',
        'Revenue divided by the usual deal value.',
      ),
    },
    {
      kpi: 'opportunities',
      value: opportunities,
      reason: from(won, text('Abschlüsse', 'won deals'), '25 %'),
    },
    {
      kpi: 'sql',
      value: sql,
      reason: from(opportunities, text('Verkaufschancen', 'opportunities'), '40 %'),
    },
    { kpi: 'mql', value: mql, reason: from(sql, text('SQL', 'SQL'), '30 %') },
    {
      kpi: 'pipeline_velocity',
      value: Math.round(revenueCents / 365),
      reason: text(
        'Umsatz des Jahres geteilt durch 365 Tage.',
        'Revenue of the year divided by 365 days.',
      ),
    },
  ]
}

/** A third of the margin of one usual order: CLV : CAC of 3 already with the first order. */
function cacTarget({ dealValueCents }: Answers, { marginRate }: Known): ProposedTarget | null {
  if (!marginRate) return null
  return {
    kpi: 'cac',
    value: Math.round((dealValueCents * marginRate) / 3),
    reason: text(
      'Ein Drittel des Deckungsbeitrags eines üblichen Auftrags: Das Verhältnis 3 ist dann schon mit dem ersten erreicht.',
      'A third of the margin of a usual order: the ratio of 3 is then reached with the first one.',
    ),
  }
}

function windows({ industry, cycleDays }: Answers): ProposedSetting[] {
  const cycle = words(cycleDays, 'days')
  const months = awarenessMonths(industry)
  const window = (goal: string, days: number, reason: Text): ProposedSetting => ({
    setting: `roi_window_${goal}_days`,
    value: Math.max(days, fullMonths(cycleDays)),
    reason,
  })
  return [
    window(
      'awareness',
      months === 12 ? 365 : months * MONTH,
      text(
        `Bekanntheit wirkt nach 6 bis 12 Monaten; in Ihrer Branche eher nach ${months}. Nie kürzer als Ihr Zyklus.`,
        `Awareness works after 6 to 12 months; in your industry rather after ${months}. Never shorter than your cycle.`,
      ),
    ),
    window(
      'leads',
      3 * MONTH,
      text(
        `Mindestens 3 Monate und nicht kürzer als Ihr Zyklus von ${cycle.de}, sonst fehlen die Abschlüsse.`,
        `At least 3 months and not shorter than your cycle of ${cycle.en}, or the deals are missing.`,
      ),
    ),
    window(
      'retention',
      365,
      text(
        'Verträge und Nachbestellungen haben einen Jahresrhythmus.',
        'Contracts and repeat orders have a yearly rhythm.',
      ),
    ),
    {
      setting: 'roi_window_recruiting_days',
      value: 6 * MONTH,
      reason: text(
        'Von der Bewerbung bis zum Eintritt mit Kündigungsfrist; vom Verkaufszyklus unabhängig.',
        'From application to first day with notice period; independent of the sales cycle.',
      ),
    },
  ]
}

function lookback({ cycleDays }: Answers): ProposedSetting {
  const value = lookbackDays(cycleDays)
  const short = value < 1.5 * cycleDays
  return {
    setting: 'lookback_days',
    value,
    reason: short
      ? text(
          'Das Anderthalbfache Ihres Zyklus geht über ein Jahr hinaus; 365 Tage ist die längste Stufe.',
          'One and a half of your cycle exceeds a year; 365 days is the longest step.',
        )
      : text(
          'Das Anderthalbfache Ihres Zyklus, aufgerundet auf die nächste Stufe: Der erste Kontakt liegt vor der Verkaufschance.',
          'One and a half of your cycle, on the next step: the first contact lies before the opportunity.',
        ),
  }
}

const CYCLE_DECIDES = text(
  ' Mindestens ein ganzer Zyklus, damit auch Abschlüsse zählen.',
  ' At least a whole cycle, so that deals count as well.',
)
const NOTHING_MORE = text('', '')

function testLength({ cycleDays }: Answers, { mqlPerWeek }: Known): ProposedSetting {
  const value = testWeeks(cycleDays, mqlPerWeek)
  const whole = value === Math.ceil(cycleDays / 7) ? CYCLE_DECIDES : NOTHING_MORE
  const cases = words(TEST_CASES, 'count')
  const pace = mqlPerWeek ? Math.round(mqlPerWeek * 10) / 10 : null
  const reason = pace
    ? text(
        `Um 30 % von 40 % MQL → SQL zu unterscheiden, braucht es ${cases.de} MQL; Sie haben etwa ${formatDecimal(pace, 'de')} je Woche.${whole.de}`,
        `Telling 30% from 40% MQL → SQL takes ${cases.en} MQL; you have about ${formatDecimal(pace, 'en')} a week.${whole.en}`,
      )
    : text(
        `Übliche Testphase: 3 bis 6 Wochen. Um 30 % von 40 % MQL → SQL zu unterscheiden, braucht es ${cases.de} MQL; mit eigenen Daten wird die Dauer genauer.${whole.de}`,
        `Usual test phase: 3 to 6 weeks. Telling 30% from 40% MQL → SQL takes ${cases.en} MQL; your own data will make the length more exact.${whole.en}`,
      )
  return { setting: 'test_weeks', value, reason }
}

const formatDecimal = (value: number, language: 'de' | 'en'): string =>
  language === 'de' ? String(value).replace('.', ',') : String(value)

/** The figure of a proposal that people are asked for: nothing in the answers decides it. */
export const REVENUE_TARGET = 'revenue_won'

/**
 * Targets, windows, lookback and length of a test from three answers, each with its reason. `revenueCents`
 * is the wanted revenue of the year where it is decided; the funnel follows from it. What is known
 * of the company (`known`) takes part where it makes a figure more exact. Nothing is stored here.
 */
export function propose(answers: Answers, known: Known, revenueCents: number | null): Proposal {
  const cac = cacTarget(answers, known)
  const targets = [
    ...(revenueCents ? funnelTargets(revenueCents, answers.dealValueCents) : []),
    ...(cac ? [cac] : []),
    ...steadyTargets(answers, known),
  ]
  const missing = cac
    ? []
    : [
        {
          kpi: 'cac',
          reason: text(
            'Dafür fehlt die Deckungsbeitragsquote des Unternehmens (Einstellungen, Kennzahlen).',
            'It needs the contribution margin rate of the company (settings, figures).',
          ),
        },
      ]
  return {
    targets: targets.filter(({ kpi }) => kpiById(kpi)),
    settings: [lookback(answers), ...windows(answers), testLength(answers, known)],
    missing,
  }
}
