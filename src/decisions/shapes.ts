import { z } from 'zod'
import { isIsoDate } from '#kernel/period.ts'
import { FACTS, isFactId } from '#kpis/facts.ts'
import { KPIS, kpiById } from '#kpis/registry.ts'

const Text = z.object({ de: z.string(), en: z.string() })
const Day = z.string().refine(isIsoDate, 'expected yyyy-mm-dd')
const Kpi = z.string().refine((id) => kpiById(id) !== undefined, {
  message: `expected one of ${KPIS.length} figures`,
})

/** Filters of a figure by the names of figure queries; each with one value or several. */
export const FigureFilters = z.record(
  z.string().max(40),
  z.union([z.string(), z.array(z.string())]),
)
export type FigureFilters = z.infer<typeof FigureFilters>

/** Which figure of which period, as an address names it. */
export const FigureWish = z.object({
  kpi: Kpi,
  from: Day,
  until: Day,
  view: z.enum(['period', 'cohort']).default('period'),
  filters: FigureFilters.default({}),
  model: z.string().max(60).optional(),
})
export type FigureWish = z.infer<typeof FigureWish>

const Input = z.object({
  fact: z.string().refine(isFactId, `expected one of ${Object.keys(FACTS).length} facts`),
  name: Text,
  unit: z.string(),
  value: z.number().nullable(),
  /** How many records stood behind it that day. */
  records: z.number().nullable(),
})

/** A figure as it was when it was pinned to a decision. */
export const KeptFigure = z.object({
  id: z.string(),
  role: z.enum(['ground', 'check']),
  kpi: z.string(),
  name: Text,
  unit: z.string(),
  from: z.string(),
  until: z.string(),
  view: z.string(),
  filters: FigureFilters,
  /** What its filters are called. */
  filterNames: z.array(Text),
  /** The attribution model it follows, by its word and by name; null where it follows none. */
  model: z.string().nullable(),
  modelName: Text.nullable(),
  takenAt: z.string(),
  currency: z.string(),
  value: z.number().nullable(),
  n: z.number().nullable(),
  formula: Text,
  inputs: z.array(Input),
  /** The same question answered from the records of today; null where that would compare two different things. */
  today: z.number().nullable(),
  /** Why there is nothing of today to compare it with. */
  why: z.array(Text),
})
export type KeptFigure = z.infer<typeof KeptFigure>

export const ChangedTarget = z.object({
  id: z.string(),
  kpi: z.string(),
  name: Text,
  unit: z.string(),
  period: z.enum(['month', 'quarter', 'year']),
  from: z.string(),
  filters: FigureFilters,
  filterNames: z.array(Text),
  currency: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  changedAt: z.string(),
})
export type ChangedTarget = z.infer<typeof ChangedTarget>

/** What hangs on one decision. */
export const DecisionDetails = z.object({
  currency: z.string(),
  figures: z.array(KeptFigure),
  targets: z.array(ChangedTarget),
})
export type DecisionDetails = z.infer<typeof DecisionDetails>

/** A target that a decision changes; null takes it away. In the unit of the figure. */
export const TargetWish = z.object({
  kpi: Kpi,
  period: z.enum(['month', 'quarter', 'year']),
  from: Day,
  filters: z.record(z.string().max(40), z.string()).default({}),
  value: z.number().nullable(),
})
export type TargetWish = z.infer<typeof TargetWish>

/** A decision with the figures it rests on, made in one step. */
export const NewDecision = z.object({
  values: z.record(z.string().max(40), z.unknown()),
  figures: z.array(FigureWish).max(12).default([]),
})
export type NewDecision = z.infer<typeof NewDecision>

/** What came of a decision. */
export const Check = z.object({
  version: z.number().int(),
  outcome: z.enum(['reached', 'partly', 'missed', 'unclear']),
  outcome_note: z.string().max(10_000).nullable().default(null),
  /** The figure as it is now is kept beside it, when the decision names one. */
  figure: FigureWish.optional(),
})
export type Check = z.infer<typeof Check>

/** One decision as reports and the agenda tell of it. */
export const ToldDecision = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['proposed', 'decided', 'done', 'dropped']),
  decidedOn: z.string().nullable(),
  decidedBy: z.string().nullable(),
  owner: z.string().nullable(),
  grounds: z.string().nullable(),
  dueOn: z.string().nullable(),
  doneOn: z.string().nullable(),
  effect: z
    .object({
      kpi: z.string(),
      name: Text,
      direction: z.enum(['rise', 'fall', 'hold']).nullable(),
      /** In words, with its unit; empty where no number was expected. */
      expected: Text,
    })
    .nullable(),
  checkOn: z.string().nullable(),
  checkedOn: z.string().nullable(),
  outcome: z.enum(['reached', 'partly', 'missed', 'unclear']).nullable(),
  outcomeNote: z.string().nullable(),
  /** The figures it rests on, in words: "CPL März 2026: 63,00 €". */
  figures: z.array(Text),
  /** What it changed of the targets, in words. */
  targets: z.array(Text),
})
export type ToldDecision = z.infer<typeof ToldDecision>

/** The decisions of a period as a report lists them. */
export const DecisionsOfPeriod = z.object({
  from: z.string(),
  until: z.string(),
  /** Decided in the period. */
  taken: z.array(ToldDecision),
  /** Checked in the period: what became of earlier ones. */
  checked: z.array(ToldDecision),
  /** Proposed and not decided yet: what is to be decided. */
  proposed: z.array(ToldDecision),
  /** To be checked by the end of the period, and not checked. */
  due: z.array(ToldDecision),
  /** To be carried out by the end of the period, and not done. */
  overdue: z.array(ToldDecision),
})
export type DecisionsOfPeriod = z.infer<typeof DecisionsOfPeriod>
