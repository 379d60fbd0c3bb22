import { z } from 'zod'
import {
  addDays,
  contains,
  type IsoDate,
  isoDate,
  type Period,
  periodAfter,
} from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { formatDay, formatValue } from '#kpis/format.ts'
import type { KpiResult } from '#kpis/result.ts'
import { periodName } from '#kpis/sentence.ts'
import type { Mover } from './movers.ts'
import { FigureFilters, type ToldDecision } from './shapes.ts'
import { alike, both } from './words.ts'

const TextShape = z.object({ de: z.string(), en: z.string() })

/** The parts of the agenda, in the order in which a meeting goes through them. */
export const AGENDA_PARTS = [
  { id: 'checks', name: { de: 'Was aus Entscheidungen wurde', en: 'What became of decisions' } },
  { id: 'movers', name: { de: 'Was sich verändert hat', en: 'What has changed' } },
  { id: 'targets', name: { de: 'Verfehlte Ziele', en: 'Missed targets' } },
  { id: 'campaigns', name: { de: 'Kampagnen', en: 'Campaigns' } },
  { id: 'proposals', name: { de: 'Zu entscheiden', en: 'To decide' } },
  { id: 'standing', name: { de: 'Ständiger Punkt', en: 'Standing item' } },
] as const
const PART_IDS = AGENDA_PARTS.map(({ id }) => id)
export type AgendaPartId = (typeof PART_IDS)[number]

export const AgendaItem = z.object({
  id: z.string(),
  title: TextShape,
  sentence: TextShape,
  tone: z.enum(['good', 'attention', 'bad', 'neutral']),
  /** The figure it is about, as an address opens it. */
  figure: z
    .object({ kpi: z.string(), from: z.string(), until: z.string(), filters: FigureFilters })
    .nullable(),
  /** Numbers behind it with their records: each opens the list. */
  records: z.array(
    z.object({
      fact: z.string(),
      name: TextShape,
      count: z.number(),
      of: z.enum(['now', 'before']),
    }),
  ),
  decisionId: z.string().nullable(),
  campaignId: z.string().nullable(),
  /** Where else to look, within the program. */
  link: z.string().nullable(),
})
export type AgendaItem = z.infer<typeof AgendaItem>

export const Agenda = z.object({
  from: z.string(),
  until: z.string(),
  before: z.object({ from: z.string(), until: z.string() }),
  day: z.string(),
  currency: z.string(),
  parts: z.array(z.object({ id: z.enum(PART_IDS), name: TextShape, items: z.array(AgendaItem) })),
})
export type Agenda = z.infer<typeof Agenda>

const NOTHING: Omit<AgendaItem, 'id' | 'title' | 'sentence' | 'tone'> = {
  figure: null,
  records: [],
  decisionId: null,
  campaignId: null,
  link: null,
}

/**
 * The agreed days of campaigns that a meeting about a period talks about: those of the period, and while it or the one
 * after it runs also those up to today. Null where none of them has come.
 */
export function agreedDays(period: Period, today: IsoDate): Period | null {
  const isTalkedAbout = today < period.until || contains(periodAfter(period), today)
  const until = isTalkedAbout ? addDays(today, 1) : period.until
  return period.from < until ? { from: period.from, until } : null
}

/** A mover for the meeting, with what stands behind its numbers. */
export const moverItem = (
  mover: Mover,
  period: Period,
  records: AgendaItem['records'],
): AgendaItem => ({
  ...NOTHING,
  id: `mover ${mover.kpi}`,
  title: mover.name,
  sentence: mover.sentence,
  tone: mover.good === null ? 'neutral' : mover.good ? 'good' : 'bad',
  figure: { kpi: mover.kpi, ...period, filters: {} },
  records,
})

/** Before the name of the figure, so that names in the plural need no other verb. */
const DIRECTIONS = {
  rise: { de: 'Soll steigen: ', en: 'Is to rise: ' },
  fall: { de: 'Soll sinken: ', en: 'Is to fall: ' },
  hold: { de: 'Soll gehalten werden: ', en: 'Is to hold: ' },
} as const

function effectWords({ effect }: ToldDecision, language: 'de' | 'en'): string {
  if (!effect) return ''
  const direction = effect.direction ? DIRECTIONS[effect.direction][language] : ''
  const expected = effect.expected[language]
  const to = expected === '' ? '' : `, ${language === 'de' ? 'erwartet' : 'expected'} ${expected}`
  return ` ${direction}${effect.name[language]}${to}.`
}

const SINCE = {
  check: { de: 'Zu prüfen seit', en: 'To be checked since' },
  due: { de: 'Fällig seit', en: 'Due since' },
} as const
const TODAY = {
  check: { de: 'Heute zu prüfen', en: 'To be checked today' },
  due: { de: 'Heute fällig', en: 'Due today' },
} as const

const sinceWords = (what: 'check' | 'due', on: string, today: string, language: 'de' | 'en') =>
  on === today ? TODAY[what][language] : `${SINCE[what][language]} ${formatDay(on, language)}`

export const checkItem = (decision: ToldDecision, today: IsoDate): AgendaItem => ({
  ...NOTHING,
  id: `check ${decision.id}`,
  title: alike(decision.title),
  sentence: both(
    (language) =>
      `${sinceWords('check', decision.checkOn ?? today, today, language)}.${effectWords(decision, language)}`,
  ),
  tone: 'attention',
  decisionId: decision.id,
})

/** Work that is due and not done; red from the day after. */
export const overdueItem = (decision: ToldDecision, today: IsoDate): AgendaItem => ({
  ...NOTHING,
  id: `overdue ${decision.id}`,
  title: alike(decision.title),
  sentence: both((language) => {
    const due = sinceWords('due', decision.dueOn ?? today, today, language)
    const open = language === 'de' ? 'noch nicht umgesetzt' : 'not carried out yet'
    const owner = language === 'de' ? 'Zuständig' : 'Owner'
    return `${due}, ${open}.${decision.owner === null ? '' : ` ${owner}: ${decision.owner}.`}`
  }),
  tone: decision.dueOn === today ? 'attention' : 'bad',
  decisionId: decision.id,
})

export const proposalItem = (decision: ToldDecision): AgendaItem => ({
  ...NOTHING,
  id: `proposal ${decision.id}`,
  title: alike(decision.title),
  sentence: both((language) => {
    const grounds = decision.grounds ?? ''
    return `${grounds}${effectWords(decision, language)}`.trim()
  }),
  tone: 'neutral',
  decisionId: decision.id,
})

type Missed = {
  readonly kpi: string
  readonly name: Text
  readonly result: Pick<KpiResult, 'value' | 'unit' | 'target'>
  readonly filters: FigureFilters
  readonly filterNames: readonly Text[]
}

/** A target that was not reached; null where there is none, or it was. */
export function missedItem(missed: Missed, period: Period, currency: string): AgendaItem | null {
  const { kpi, name, result, filters, filterNames } = missed
  const { target } = result
  if (!target || (target.state !== 'bad' && target.state !== 'attention')) return null
  const value = (number: number | null, language: 'de' | 'en') =>
    formatValue(number, result.unit, currency, language)
  // While the period runs both are about its days so far: what they should have brought, and how much of that they did.
  const wanted = target.expected ?? target.value
  const share = result.value === null || wanted <= 0 ? null : result.value / wanted
  return {
    ...NOTHING,
    id: `target ${kpi} ${JSON.stringify(filters)}`,
    title: both((language) => [name, ...filterNames].map((one) => one[language]).join(', ')),
    sentence: both((language) => {
      const goal = value(wanted, language)
      const reached =
        share === null ? '' : ` (${Math.round(share * 100)}${language === 'de' ? ' ' : ''}%)`
      return language === 'de'
        ? `${value(result.value, 'de')} statt ${goal}${reached}.`
        : `${value(result.value, 'en')} instead of ${goal}${reached}.`
    }),
    tone: target.state,
    figure: { kpi, ...period, filters },
  }
}

/** What of the missed targets does not fit on the agenda. */
export const moreMissedItem = (count: number): AgendaItem => ({
  ...NOTHING,
  id: 'targets',
  title: both((language) => {
    if (language === 'de')
      return `${count} ${count === 1 ? 'weiteres Ziel' : 'weitere Ziele'} verfehlt`
    return `${count} more ${count === 1 ? 'target' : 'targets'} missed`
  }),
  sentence: {
    de: 'Der Plan zeigt sie alle mit ihrem Ist.',
    en: 'The plan shows all of them with their actuals.',
  },
  tone: 'neutral',
  link: '/planning/targets',
})

type CampaignCheck = {
  readonly campaignId: string
  readonly campaign: string
  readonly kpi: string
  readonly name: Text
  readonly unit: KpiResult['unit']
  readonly days: number
  readonly period: Period
  readonly actual: number | null
  readonly expected: number
  readonly filters: FigureFilters
}

const campaignItem = (
  id: string,
  { campaign, campaignId, kpi, period, filters }: CampaignCheck,
  tone: AgendaItem['tone'],
  sentence: Text,
): AgendaItem => ({
  ...NOTHING,
  id: `${id} ${campaignId} ${period.until}`,
  title: alike(campaign),
  sentence,
  tone,
  figure: { kpi, ...period, filters },
  campaignId,
})

/** A campaign reached day 30, 60 or 90: expected against actual. */
export const milestoneItem = (
  check: CampaignCheck,
  tone: AgendaItem['tone'],
  currency: string,
): AgendaItem =>
  campaignItem(
    'milestone',
    check,
    tone,
    both((language) => {
      const value = (number: number | null) => formatValue(number, check.unit, currency, language)
      return language === 'de'
        ? `Tag ${check.days}: ${check.name.de} ${value(check.actual)}, vereinbart waren ${value(check.expected)}.`
        : `Day ${check.days}: ${check.name.en} ${value(check.actual)}, ${value(check.expected)} were agreed.`
    }),
  )

/** The stop rule of a campaign says stop. */
export const stopItem = (check: CampaignCheck, currency: string): AgendaItem =>
  campaignItem(
    'stop',
    check,
    'bad',
    both((language) => {
      const value = (number: number | null) => formatValue(number, check.unit, currency, language)
      if (check.actual === null) {
        return language === 'de'
          ? `Die Abbruchregel greift: Nach ${check.days} Tagen ist Geld ausgegeben und kein Fall da, auf den es sich verteilt (${check.name.de}, Grenze ${value(check.expected)}).`
          : `The stop rule applies: after ${check.days} days money is spent and there is no case to spread it over (${check.name.en}, limit ${value(check.expected)}).`
      }
      return language === 'de'
        ? `Die Abbruchregel greift: ${check.name.de} nach ${check.days} Tagen ${value(check.actual)}, Grenze ${value(check.expected)}.`
        : `The stop rule applies: ${check.name.en} after ${check.days} days ${value(check.actual)}, limit ${value(check.expected)}.`
    }),
  )

const NAMED = 3

/** Campaigns that run or will run without an agreement on how they are measured; null when there are none. */
export function withoutAgreementItem(names: readonly string[], count: number): AgendaItem | null {
  if (count === 0) return null
  const shown = names.slice(0, NAMED).join(', ')
  const more = count - Math.min(NAMED, names.length)
  return {
    ...NOTHING,
    id: 'agreement',
    title: both((language) => {
      if (language === 'de') {
        return `${count} ${count === 1 ? 'Kampagne' : 'Kampagnen'} ohne Messvereinbarung`
      }
      return `${count} ${count === 1 ? 'campaign' : 'campaigns'} without a measurement agreement`
    }),
    sentence: both((language) => {
      if (more <= 0) return `${shown}.`
      return language === 'de' ? `${shown} und ${more} weitere.` : `${shown} and ${more} more.`
    }),
    tone: 'attention',
    link: '/campaigns?agreement=missing',
  }
}

/** What the answer to the standing item was the last time. */
export type LastAnswer = {
  readonly heldOn: string
  readonly answer: 'right' | 'adjust' | 'open' | null
  readonly note: string | null
}

const ANSWERS = {
  right: { de: 'ja', en: 'yes' },
  adjust: { de: 'nein, sie werden angepasst', en: 'no, they will be adjusted' },
  open: { de: 'offen geblieben', en: 'left open' },
} as const

/** On every agenda: are the success criteria themselves still right? */
export function standingItem(last: LastAnswer | null): AgendaItem {
  return {
    ...NOTHING,
    id: 'standing',
    title: {
      de: 'Stimmen unsere Erfolgskriterien noch?',
      en: 'Are our success criteria still right?',
    },
    sentence: both((language) => {
      if (!last?.answer) {
        return language === 'de'
          ? 'Darüber wurde noch nicht gesprochen.'
          : 'This has not been talked about yet.'
      }
      const on = formatDay(last.heldOn, language)
      const said = ANSWERS[last.answer][language]
      const note = last.note ? ` ${last.note}` : ''
      return language === 'de'
        ? `Zuletzt am ${on}: ${said}.${note}`
        : `Last time, on ${on}: ${said}.${note}`
    }),
    tone: last?.answer === 'right' ? 'neutral' : 'attention',
    link: '/measurement-agreements',
  }
}

/** "Besprechung der Zahlen von März 2026" */
export const reviewName = (from: string, until: string): Text => {
  const period = { from: isoDate(from), until: isoDate(until) }
  return both((language) =>
    language === 'de'
      ? `Besprechung der Zahlen: ${periodName(period, 'de')}`
      : `Review of the figures: ${periodName(period, 'en')}`,
  )
}
