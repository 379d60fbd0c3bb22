import type { Kysely } from 'kysely'
import { writeAudit } from '#access/io/audit.ts'
import { recordHistory } from '#access/io/history.ts'
import { userBinding } from '#access/io/users.ts'
import type { Answers } from '#attribution/io/answers.ts'
import { readAttribution } from '#attribution/io/read.ts'
import { refreshContext } from '#attribution/io/tasks.ts'
import { creditModelName, withCreditedAnswer, withCredits } from '#attribution/io/with-credits.ts'
import { ATTRIBUTION_SETTINGS, AttributionSettings } from '#attribution/settings.ts'
import { campaignBindings } from '#campaigns/io/bindings.ts'
import { markAgreements } from '#campaigns/io/mark-agreements.ts'
import { campaignRuleTexts } from '#campaigns/rules.ts'
import { companyBindings } from '#company/io/bindings.ts'
import { changeSettings, createSettingsStore, type SettingsStore } from '#company/io/settings.ts'
import { SETTINGS } from '#company/settings.ts'
import { budgetRuleTexts } from '#costs/budget.ts'
import { COST_KINDS } from '#costs/completeness.ts'
import { costBindings, currencyRates, ownAccounts } from '#costs/io/bindings.ts'
import { overheadBindings } from '#costs/io/overhead-bindings.ts'
import { readSpreadings } from '#costs/io/overhead-read.ts'
import { overheadRuleTexts } from '#costs/overhead-key.ts'
import { OVERHEAD_SETTINGS } from '#costs/overhead-settings.ts'
import { costRuleTexts } from '#costs/rules.ts'
import { COST_SETTINGS, CostSettings } from '#costs/settings.ts'
import { crmBindings, targetGroupFilter } from '#crm/io/bindings.ts'
import { MARGIN_SETTINGS } from '#crm/margin-parts.ts'
import { crmRuleTexts } from '#crm/rules.ts'
import { decisionBindings } from '#decisions/io/bindings.ts'
import { decisionRuleTexts } from '#decisions/rules.ts'
import { createImports, type Imports } from '#imports/io/imports.ts'
import type { IsoDate } from '#kernel/period.ts'
import { CREDITED, partSql } from '#kpis/io/credit-sources.ts'
import { type Credits, modelOf, withModel } from '#kpis/io/credits.ts'
import { readFacts } from '#kpis/io/few-facts.ts'
import { readingFigures } from '#kpis/io/figure-reader.ts'
import { readKpis } from '#kpis/io/figures.ts'
import { readMonths } from '#kpis/io/months.ts'
import { marginSql, weightedSql } from '#kpis/io/opportunity-sources.ts'
import { inOneSnapshot, type Reading } from '#kpis/io/reading.ts'
import { readSplit } from '#kpis/io/split.ts'
import { KpiQuery } from '#kpis/query.ts'
import { KpiSettings, LEAD_SOURCE } from '#kpis/settings.ts'
import { leadBindingWith } from '#leads/io/binding.ts'
import { followOpportunities } from '#leads/io/follow-opportunities.ts'
import { leadRuleTexts } from '#leads/rules.ts'
import { planningBindings } from '#planning/io/bindings.ts'
import type { PlanningParts } from '#planning/io/routes.ts'
import { planningRuleTexts } from '#planning/rules.ts'
import { PLANNING_SETTINGS } from '#planning/settings.ts'
import type { Log } from '#platform/log.ts'
import { newId } from '#platform/random.ts'
import type { AuditWriter, Db, RecordBinding } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import { returnBindings } from '#returns/io/bindings.ts'
import { RETURN_TIMELINES, returnTimeline } from '#returns/io/timeline.ts'
import { returnRuleTexts } from '#returns/rules.ts'
import { RETURN_SETTINGS } from '#returns/settings.ts'
import { roiBindings } from '#roi/io/bindings.ts'
import type { ChannelParts } from '#roi/io/channels.ts'
import type { CohortParts } from '#roi/io/cohorts.ts'
import type { Judging } from '#roi/io/judging.ts'
import type { RoiParts } from '#roi/io/parts.ts'
import { roiRuleTexts } from '#roi/proxy-measure.ts'
import { salesCycle } from '#roi/sales-cycle.ts'
import { ROI_SETTINGS, RoiSettings } from '#roi/settings.ts'
import { upliftRuleTexts } from '#roi/stated-uplift.ts'
import { trackingBindings } from '#tracking/io/bindings.ts'
import type { DeriveParts } from '#tracking/io/derive.ts'
import { recordSubject, visitSubject } from '#tracking/io/derive-subjects.ts'
import { ownChannelRules } from '#tracking/io/rule-book.ts'
import { TOUCHED_KINDS, touchTimeline } from '#tracking/io/touch-timeline.ts'
import { trackingRuleTexts } from '#tracking/rules.ts'
import { TRACKING_SETTINGS, TrackingSettings } from '#tracking/settings.ts'

/** The records with their rules and the settings: what the server and the command line both work on. */
export type Domain = {
  readonly records: Records
  readonly settings: SettingsStore
  readonly audit: AuditWriter
}

/** Every setting that a company has. */
export const DECLARED_SETTINGS = [
  ...SETTINGS,
  ...PLANNING_SETTINGS,
  ...ATTRIBUTION_SETTINGS,
  ...TRACKING_SETTINGS,
  ...ROI_SETTINGS,
  ...RETURN_SETTINGS,
  ...MARGIN_SETTINGS,
  ...COST_SETTINGS,
  ...OVERHEAD_SETTINGS,
]

/** Kinds whose rows are given by the program: they can be edited, not added or removed. */
export const FIXED_KINDS: readonly string[] = ['channel']

/** Puts the domains together once per process. */
export async function composeDomain(db: Db): Promise<Domain> {
  const audit: AuditWriter = writeAudit
  const settings = await createSettingsStore(db, audit, DECLARED_SETTINGS)
  const bindings: readonly RecordBinding[] = [
    ...companyBindings,
    userBinding,
    ...crmBindings(
      (tx, leadIds, context) => followOpportunities(tx, leadIds, context, audit),
      settings.timeZone,
    ),
    {
      ...leadBindingWith(ownChannelRules),
      filters: { target_group: targetGroupFilter('t.account_id') },
    },
    ...campaignBindings,
    ...costBindings({
      settings: async () => CostSettings.parse(await settings.current()),
      audit,
    }),
    ...overheadBindings,
    ...trackingBindings,
    ...planningBindings,
    ...roiBindings,
    ...returnBindings(settings.timeZone, audit, targetGroupFilter),
    ...decisionBindings(markAgreements),
  ]
  return {
    records: {
      db,
      bindings: new Map(
        bindings.map((binding) => [
          binding.kind.id,
          withReturns(withTouches(binding), settings.timeZone),
        ]),
      ),
      audit,
      newId,
      history: recordHistory,
    },
    settings,
    audit,
  }
}

/** The history of people and companies shows every touch with what it rests on. */
function withTouches(binding: RecordBinding): RecordBinding {
  const kind = TOUCHED_KINDS.find((touched) => touched === binding.kind.id)
  if (!kind) return binding
  return {
    ...binding,
    timeline: async (db, id) => [
      ...((await binding.timeline?.(db, id)) ?? []),
      ...(await touchTimeline(db, kind, id)),
    ],
  }
}

/** So does it with contracts, recommendations, service requests and meetings. */
function withReturns(binding: RecordBinding, timeZone: () => string): RecordBinding {
  const kind = RETURN_TIMELINES.find((told) => told === binding.kind.id)
  if (!kind) return binding
  return {
    ...binding,
    timeline: async (db, id) => [
      ...((await binding.timeline?.(db, id)) ?? []),
      ...(await returnTimeline(db, kind, id, timeZone())),
    ],
  }
}

/** Figures are given credit by attribution, which is handed to them here. */
export const composeCredits = (
  settings: () => Promise<Readonly<Record<string, unknown>>>,
  now: () => Date,
): Credits => ({
  nameOf: creditModelName,
  spreadCosts: async (db, periods, timeZone, { product, team, region }) => {
    const filter = { product: [...product], team: [...team], region: [...region], category: [] }
    return (await readSpreadings(db, periods, timeZone, filter)).map(({ costs }) => costs)
  },
  inState: async (db, model, read) => {
    const parsed = async () => AttributionSettings.parse(await settings())
    return withCredits(db, await refreshContext({ db, settings: parsed, now }), model, read)
  },
})

/** Cohorts and the comparison of channels read credits of attribution and figures; both are handed to them here. */
export function composeReturns(
  { records, settings }: Domain,
  { now, answers }: { readonly now: () => Date; readonly answers?: Answers },
): CohortParts & ChannelParts {
  const { db } = records
  const credits = composeCredits(settings.current, now)
  const figures = async () => ({ settings: KpiSettings.parse(await settings.current()), credits })
  const attribution = async () => {
    const parsed = async () => AttributionSettings.parse(await settings.current())
    return refreshContext({ db, settings: parsed, now, ...(answers && { answers }) })
  }
  return {
    now,
    credited: async (model) => {
      const context = withModel({ model }, await figures())
      const named = modelOf(context)
      const { currency, time_zone, margin_rate } = context.settings
      const kept = named.model === LEAD_SOURCE ? null : named.model
      return {
        ...named,
        ...{ currency, timeZone: time_zone, marginRate: margin_rate },
        creditSql: { part: partSql, margin: marginSql, credited: CREDITED },
        // Warmed answers are worked out with the zone and rate that were asked for: they are part of the key.
        read: async (key, read) =>
          withCreditedAnswer(
            db,
            await attribution(),
            { model: kept, key: [time_zone, margin_rate, ...key] },
            (tx) => read(tx as unknown as Kysely<unknown>),
          ),
      }
    },
    costByMonth: async (query) => readMonths(db, 'marketing_cost', query, await figures()),
    judging: async (query, until) => judge(db, query, until, await figures()),
    split: async (query, ids) => readSplit(db, query, ids, await figures()),
    attributed: async (query) =>
      readAttribution(db, query, { ...(await attribution()), marginSql }),
  }
}

/** The marketing cost of a question by kind, and how long deals take: by the setting, else those of a year. */
async function judge(
  db: Db,
  query: KpiQuery,
  until: IsoDate,
  context: { readonly settings: KpiSettings; readonly credits: Credits },
): ReturnType<Judging> {
  const named = COST_KINDS.map((kind) => [kind, `cost_${kind}`] as const)
  const cost = await readFacts(
    db,
    query,
    named.map(([, id]) => id),
    context,
  )
  const ofKinds = Object.fromEntries(named.map(([kind, id]) => [kind, cost[id] ?? null]))
  const cycle = await salesCycle(context.settings.usual_cycle_days, until, async (year) => {
    const median = await readFacts(db, KpiQuery.parse(year), ['cycle_days_median'], context)
    return median.cycle_days_median ?? null
  })
  return { cost: ofKinds, cycle }
}

/** Planning sets targets for figures, and its proposal fills settings: both are handed to it here. */
export function composePlanning(
  { records, settings, audit }: Domain,
  now: () => Date,
): PlanningParts {
  const credits = composeCredits(settings.current, now)
  const context = async () => ({ settings: KpiSettings.parse(await settings.current()), credits })
  return {
    records,
    now,
    timeZone: settings.timeZone,
    settings: settings.current,
    saveSettings: (tx, changes, context) =>
      changeSettings(tx, changes, context, audit, settings.declared),
    figures: async (query) =>
      (await readKpis(records.db, query, { ...(await context()), now: now() })).kpis,
    months: async (query, kpi) => readMonths(records.db, kpi, query, await context()),
  }
}

/**
 * An ROI is asked by screens, reports and the command line alike: figures, credits and margins are handed to it here.
 * `within`: a reading of the company's own model that is open, of which it is then a part.
 */
export function composeRoi(
  { records, settings }: Pick<Domain, 'records' | 'settings'>,
  now: () => Date,
  within?: Reading<unknown>,
): RoiParts<unknown> {
  const { db } = records
  const credits = composeCredits(settings.current, now)
  return {
    db,
    settings: async () => RoiSettings.parse(await settings.current()),
    now,
    modelName: credits.nameOf,
    inState: async (model, read) => {
      const parsed = KpiSettings.parse(await settings.current())
      const context = { settings: { ...parsed, attribution_model: model }, credits }
      return inOneSnapshot(db, { ...context, ...(within && { within }) }, (reading) =>
        readingFigures(db, {}, { ...context, within: reading }, ({ figures }) =>
          read(reading.db, figures),
        ),
      )
    },
    ...{ marginSql, partSql, weightedSql },
  }
}

/** Tracking gives channels anew to its own tables and to leads, which keep the words of their source too. */
export const composeDerivation = (
  { settings, audit }: Domain,
  { db, now }: Pick<DeriveParts, 'db' | 'now'>,
): DeriveParts => ({
  ...{ db, now, audit },
  settings: async () => TrackingSettings.parse(await settings.current()),
  language: async () => ((await settings.current()).language === 'en' ? 'en' : 'de'),
  subjects: [
    visitSubject,
    recordSubject('touchpoint', 'tracking.touchpoint', { hasInput: true }),
    recordSubject('lead', 'leads.lead', { hasInput: false }),
  ],
})

export type ImportParts = {
  readonly folder: string
  readonly maxFileBytes: number
  readonly now: () => Date
  readonly log: Log
}

/** The imports of the process, which write every kind of record under its rules. */
export const composeImports = (
  { records, settings }: Domain,
  { folder, maxFileBytes, now, log }: ImportParts,
): Imports =>
  createImports({
    db: records.db,
    records,
    folder,
    now,
    log,
    company: async () => {
      const { time_zone, currency } = await settings.current()
      const rated = (await currencyRates(records.db)).map((rate) => rate.currency)
      const accounts = await ownAccounts(records.db)
      return { timeZone: String(time_zone), currency: String(currency), rated, accounts }
    },
    maxFileBytes,
    historyTables: ['leads.stage_event', 'crm.opportunity_event'],
    ruleTexts: {
      ...campaignRuleTexts,
      ...costRuleTexts,
      ...budgetRuleTexts,
      ...overheadRuleTexts,
      ...crmRuleTexts,
      ...decisionRuleTexts,
      ...leadRuleTexts,
      ...planningRuleTexts,
      ...roiRuleTexts,
      ...upliftRuleTexts,
      ...returnRuleTexts,
      ...trackingRuleTexts,
    },
  })
