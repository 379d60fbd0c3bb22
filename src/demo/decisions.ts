import { addDays, type IsoDate, type Period } from '#kernel/period.ts'
import type { Text, Values } from '#kernel/record.ts'
import { FACTS, type FactId } from '#kpis/facts.ts'
import { kpiById } from '#kpis/registry.ts'
import { type DemoCalendar, MONTHS, SECOND_YEAR } from './calendar.ts'
import { campaignId } from './campaigns.ts'
import { COLLEAGUES, type DemoRecord, MARKETING_LEAD, numbered, userId } from './catalogue.ts'
import { demoId } from './ids.ts'
import { type MonthPlan, PUBLISHED_MONTH } from './plan.ts'

const of = (name: string): string => userId(COLLEAGUES.findIndex((one) => one.name === name))
const EMRE = of('Emre Talip')
const SALES_LEAD = of('Mareike Thelenhaus')

const LAST = MONTHS - 1
/** Places of decisions in the list below that something hangs on. */
const [DEFINITION, HANDOVER, FAIR] = [1, 2, 3] as const

/** Shares of the published month. */
const RATES = {
  mqlToSql: PUBLISHED_MONTH.sql / PUBLISHED_MONTH.mql,
  sqlToOpportunity: PUBLISHED_MONTH.opportunities / PUBLISHED_MONTH.sql,
}
const MQL_TARGET = 0.31

/** Five decisions, each at another point of the loop: done, checked, to be checked, overdue, proposed. */
function decisions(calendar: DemoCalendar): DemoRecord[] {
  const { published, month } = calendar
  const checked = addDays(month(published + 2).from, 4)
  const now = month(MONTHS).from
  const all: Values[] = [
    {
      title: 'MQL gilt ab 40 Punkten, nicht mehr nach Gespräch',
      status: 'done',
      decided_on: addDays(month(SECOND_YEAR).from, 1),
      done_on: addDays(month(SECOND_YEAR).from, 1),
      decided_by_id: MARKETING_LEAD,
      owner_id: EMRE,
      grounds: 'Der Vertrieb rief zu spät an, weil jedes Gespräch erst abgewartet wurde.',
    },
    {
      title: 'Übergabe an den Vertrieb innerhalb eines Arbeitstags',
      status: 'done',
      decided_on: addDays(month(published + 1).from, 5),
      due_on: addDays(month(published + 1).from, 12),
      done_on: addDays(month(published + 1).from, 11),
      decided_by_id: MARKETING_LEAD,
      owner_id: SALES_LEAD,
      grounds: 'Drei von zehn MQL werden SQL. Schneller angerufen sollten es nicht weniger werden.',
      effect_kpi: 'mql_to_sql',
      effect_direction: 'hold',
      rate: RATES.mqlToSql,
      effect_note: 'Das Volumen wächst noch; schon das Halten der Quote ist ein Erfolg.',
      check_on: checked,
      checked_on: checked,
      outcome: 'reached',
      outcome_note: 'Gehalten bei leicht mehr MQL. Weiter beobachten.',
    },
    {
      title: 'Zuliefertage künftig mit Voranmeldung und Terminliste',
      status: 'done',
      decided_on: addDays(month(LAST - 1).from, 8),
      due_on: addDays(month(LAST).from, 9),
      done_on: addDays(month(LAST).from, 7),
      decided_by_id: MARKETING_LEAD,
      owner_id: EMRE,
      campaign_id: campaignId('fair_berg_2'),
      grounds: 'Am Stand entstanden viele Gespräche und wenige Verkaufschancen.',
      effect_kpi: 'sql_to_opportunity',
      effect_direction: 'rise',
      rate: 0.45,
      check_on: now,
    },
    {
      title: 'Inaktive Empfänger des Newsletters anschreiben oder austragen',
      status: 'decided',
      decided_on: addDays(month(LAST).from, 6),
      due_on: addDays(month(LAST).until, -5),
      decided_by_id: MARKETING_LEAD,
      owner_id: EMRE,
      channel: 'email',
      grounds: 'Ein Teil der Liste öffnet seit einem Jahr nichts mehr.',
    },
    {
      title: 'Telefonaktion um zwei Monate verlängern',
      status: 'proposed',
      campaign_id: campaignId('spring_call'),
      owner_id: SALES_LEAD,
      grounds: 'Offene Angebote werden wieder zu Gesprächen. Ob das so bleibt, sagt Tag 60.',
    },
  ]
  return numbered('decision', all)
}

/** Beginning, expectations and stop rules of three campaigns; the others are marked as not agreed. */
const agreements = (calendar: DemoCalendar): DemoRecord[] =>
  numbered('measurement_agreement', [
    {
      campaign_id: campaignId('spring_call'),
      criteria: 'Offene Angebote werden wieder zu Gesprächen.',
      metric: 'leads',
      route: 'Jeder Anruf wird als Lead mit der Kampagne angelegt.',
      frequency: 'weekly',
      begins_on: calendar.month(LAST - 1).from,
      expected_30: 20,
      expected_60: 40,
      expected_90: 60,
      budget: 1_200_000,
      stop_rule: 'weniger als 15 Leads nach 45 Tagen',
      stop_on_day: 45,
      stop_value: 15,
      agreed_on: addDays(calendar.month(LAST - 1).from, -6),
      owner_id: SALES_LEAD,
    },
    {
      campaign_id: campaignId('fair_berg_2'),
      criteria: 'Der Stand bringt Anfragen, nicht nur Visitenkarten.',
      metric: 'cpl',
      route: 'Kontakte vom Stand werden noch am Abend mit der Kampagne angelegt.',
      frequency: 'fortnightly',
      begins_on: calendar.month(SECOND_YEAR + 10).from,
      expected_30: 400,
      expected_60: 300,
      budget: 3_800_000,
      stop_rule: 'Über 900 EUR je Lead nach 30 Tagen: nächstes Jahr nicht mehr.',
      stop_on_day: 30,
      stop_value: 900,
      agreed_on: addDays(calendar.month(SECOND_YEAR + 10).from, -20),
      owner_id: EMRE,
    },
    {
      campaign_id: campaignId('webinar_3'),
      criteria: 'Planer aus dem Maschinenbau fragen nach Greifern.',
      metric: 'mql',
      route: 'Anmeldung über das Formular der Website, Link mit UTM.',
      frequency: 'monthly',
      begins_on: calendar.month(SECOND_YEAR + 8).from,
      expected_30: 40,
      expected_90: 60,
      budget: 900_000,
      stop_rule: 'Unter 15 MQL kein weiteres Webinar zu diesem Thema.',
      agreed_on: addDays(calendar.month(SECOND_YEAR + 8).from, -14),
      owner_id: MARKETING_LEAD,
    },
  ])

const reviews = (calendar: DemoCalendar): DemoRecord[] => {
  const { from, until } = calendar.month(LAST - 1)
  return numbered('review', [
    {
      held_on: addDays(calendar.month(LAST).from, 6),
      from_date: from,
      until_date: until,
      owner_id: MARKETING_LEAD,
      criteria_answer: 'adjust',
      criteria_note: 'Für Messen zählen künftig Verkaufschancen, nicht Kontakte.',
      minutes:
        'Newsletter: Liste bereinigen (Emre). Zuliefertage: Terminliste vor der nächsten Messe. Nächste Besprechung in vier Wochen.',
    },
  ])
}

/** The log of decisions with meetings and agreements. */
export const decisionRecords = (calendar: DemoCalendar) => ({
  measurement_agreement: agreements(calendar),
  review: reviews(calendar),
  decision: decisions(calendar),
})

/** A figure as it was when it was kept with a decision of the demo company. */
export type KeptInDemo = {
  readonly decisionId: string
  readonly role: 'ground' | 'check'
  readonly on: IsoDate
  readonly kpi: string
  readonly period: Period
  readonly value: number
  readonly formula: Text
  readonly inputs: readonly {
    readonly fact: FactId
    readonly name: Text
    readonly unit: string
    readonly value: number
    /** Each of these facts counts records. */
    readonly records: number
  }[]
}

/** What is kept: the cases of a share and what they are a share of. */
type Kept = Pick<KeptInDemo, 'role' | 'kpi' | 'on'> & {
  readonly decision: number
  readonly month: number
  readonly of: readonly [FactId, number]
  readonly outOf: readonly [FactId, number]
}

function kept({ published, month }: DemoCalendar, plans: readonly MonthPlan[]): Kept[] {
  const { mql, sql, opportunities } = PUBLISHED_MONTH
  const next = plans[published + 1]
  const handover = { decision: HANDOVER, kpi: 'mql_to_sql' }
  return [
    {
      ...handover,
      role: 'ground',
      month: published,
      of: ['sql', sql],
      outOf: ['mql', mql],
      on: addDays(month(published + 1).from, 5),
    },
    {
      ...handover,
      role: 'check',
      month: published + 1,
      of: ['sql', next?.sql ?? 0],
      outOf: ['mql', next?.mql ?? 1],
      on: addDays(month(published + 2).from, 4),
    },
    {
      decision: FAIR,
      kpi: 'sql_to_opportunity',
      role: 'ground',
      month: published,
      of: ['opportunities_created', opportunities],
      outOf: ['sql', sql],
      on: addDays(month(LAST - 1).from, 8),
    },
  ]
}

/** Figures of the published month and the one after it: what they are is known from the plan. */
export const keptFigures = (calendar: DemoCalendar, plans: readonly MonthPlan[]): KeptInDemo[] =>
  kept(calendar, plans).map(({ decision, month, of, outOf, ...rest }) => ({
    ...rest,
    decisionId: demoId('decision', decision),
    period: calendar.month(month),
    value: of[1] / outOf[1],
    formula: kpiById(rest.kpi)?.period.formula ?? { de: '', en: '' },
    inputs: [of, outOf].map(([fact, value]) => ({
      ...{ fact, value, records: value },
      name: FACTS[fact].name,
      unit: FACTS[fact].unit,
    })),
  }))

export type TargetInDemo = {
  readonly decisionId: string
  readonly kpi: string
  readonly from: IsoDate
  readonly before: number | null
  readonly after: number
  readonly on: IsoDate
}

/** The target of the new definition, for the first month that it held. */
export const changedTargets = (calendar: DemoCalendar): TargetInDemo[] => {
  const { from } = calendar.month(SECOND_YEAR)
  return [
    {
      ...{
        decisionId: demoId('decision', DEFINITION),
        kpi: 'mql_to_sql',
        from,
        before: null,
        after: MQL_TARGET,
      },
      on: addDays(from, 1),
    },
  ]
}
