import { cents } from '#kernel/money.ts'
import { addDays, daysBetween, type IsoDate, monthOf, type Period } from '#kernel/period.ts'
import { bookedIn } from './booking.ts'

/** Cost of a month, campaign and category: booked up to and including today, and on later days. */
export type BudgetCost = {
  readonly month: IsoDate
  readonly campaignId: string | null
  readonly category: string
  readonly actual: number
  readonly ahead: number
}

export type PlannedBudget = {
  readonly id: string
  readonly month: IsoDate
  readonly campaignId: string | null
  /** Null: every category without a budget of its own in the same month and campaign. */
  readonly category: string | null
  readonly planned: number
  readonly ordered: number
}

/** The days that a campaign runs, as far as they are known; `until` is the day after the last. */
export type Run = { readonly from: IsoDate | null; readonly until: IsoDate | null }

/** A campaign with an amount for its whole run, `over` its days. */
export type CampaignBudget = {
  readonly campaignId: string
  readonly planned: number
  readonly over: Period
}

/** Plan, what is bound, what was spent, and what it will come to; cents. */
export type BudgetSums = {
  readonly planned: number
  /** The part of the plan for the days up to today, evenly over each month. */
  readonly plannedToDate: number
  /** Ordered and not booked yet, and what stands in the ledger for days after today. */
  readonly committed: number
  readonly actual: number
  readonly forecast: number
}

/**
 * `over`: more was spent than planned; `will_exceed`: it will come to more; `near`: most of it is spent, and sooner than
 * the days went by; `unplanned`: cost without a budget.
 */
export type BudgetState = 'ok' | 'near' | 'will_exceed' | 'over' | 'unplanned'

/** Whence the forecast: the month is over, the pace of media so far, the plan, or what is booked and ordered. */
export type ForecastBasis = 'done' | 'pace' | 'plan' | 'booked'

export type BudgetLine = BudgetSums & {
  /** Null: made from the budget of the campaign, or cost without a budget. */
  readonly id: string | null
  readonly month: IsoDate
  readonly campaignId: string | null
  readonly category: string | null
  readonly basis: ForecastBasis
  readonly state: BudgetState
  /** In a month that has begun, a line that is not `ok`; what is over and done alarms nobody. */
  readonly alarms: boolean
}

export type BudgetGroup = BudgetSums & {
  readonly campaignId: string | null
  /** `months`: budgets of months; `campaign`: the amount of the campaign over its days; `none`: no budget. */
  readonly source: 'months' | 'campaign' | 'none'
  readonly state: BudgetState
  readonly lines: readonly BudgetLine[]
}

/** From this part of the plan on a budget is nearly used up. */
export const DEFAULT_NEAR_SHARE = 0.9

/** Before so many days its pace says nothing. */
const PACE_DAYS_MIN = 7

/** Media goes on day by day; what else costs money is booked over its days or comes as one invoice. */
const PACED = 'media'

type Spent = { readonly actual: number; readonly ahead: number }
type Matched = { readonly all: Spent; readonly paced: Spent }

/**
 * What a month will come to. Over: what was spent. Not begun: the plan, or more when more is bound. Running: what was
 * spent and is bound, media at its pace where that is more. The pace is that of the days on which the campaign has run in
 * the month; where they are fewer than seven, or no media was spent, at least the plan holds: an invoice comes as one.
 */
export function forecastOf(
  { planned, ordered, month }: Pick<PlannedBudget, 'planned' | 'ordered' | 'month'>,
  { all, paced }: Matched,
  today: IsoDate,
  run: Run = ALWAYS,
): { readonly forecast: number; readonly basis: ForecastBasis } {
  const tomorrow = addDays(today, 1)
  if (monthOf(month).until <= tomorrow) return { forecast: all.actual, basis: 'done' }
  const bound = all.actual + all.ahead + ordered
  const { elapsed, left } = daysOfRun(month, tomorrow, run)
  if (elapsed < PACE_DAYS_MIN || paced.actual <= 0) {
    return bound >= planned
      ? { forecast: bound, basis: 'booked' }
      : { forecast: planned, basis: 'plan' }
  }
  const atPace = Math.round((paced.actual * left) / elapsed)
  const more = atPace - paced.ahead - ordered
  return more > 0 ? { forecast: bound + more, basis: 'pace' } : { forecast: bound, basis: 'booked' }
}

const ALWAYS: Run = { from: null, until: null }

/** Days of a month on which a campaign has run before `tomorrow`, and on which it runs from then on. */
function daysOfRun(month: IsoDate, tomorrow: IsoDate, run: Run) {
  const { from, until } = monthOf(month)
  const first = run.from !== null && run.from > from ? run.from : from
  const end = run.until !== null && run.until < until ? run.until : until
  const days = (since: IsoDate, before: IsoDate) => Math.max(0, daysBetween(since, before))
  return {
    elapsed: days(first, tomorrow < end ? tomorrow : end),
    left: days(tomorrow > first ? tomorrow : first, end),
  }
}

/** Spent sooner than evenly by more than so much of the plan: a salary booked by days is not. */
const SOONER_MIN = 0.01

/** How a budget stands; `isDone`: its time is over. */
export function stateOf(
  { planned, plannedToDate, actual, forecast }: BudgetSums,
  isDone: boolean,
  nearShare: number,
): BudgetState {
  if (actual > planned) return 'over'
  if (forecast > planned) return 'will_exceed'
  const isSooner = actual > plannedToDate + planned * SOONER_MIN
  return !isDone && planned > 0 && isSooner && actual >= planned * nearShare ? 'near' : 'ok'
}

const sumOf = (costs: readonly BudgetCost[]): Spent => ({
  actual: costs.reduce((sum, { actual }) => sum + actual, 0),
  ahead: costs.reduce((sum, { ahead }) => sum + ahead, 0),
})

const matched = (costs: readonly BudgetCost[]): Matched => ({
  all: sumOf(costs),
  paced: sumOf(costs.filter(({ category }) => category === PACED)),
})

/** Sums of several lines, groups of them too. */
export const sumsOf = (lines: readonly BudgetSums[]): BudgetSums => ({
  planned: lines.reduce((sum, { planned }) => sum + planned, 0),
  plannedToDate: lines.reduce((sum, { plannedToDate }) => sum + plannedToDate, 0),
  committed: lines.reduce((sum, { committed }) => sum + committed, 0),
  actual: lines.reduce((sum, { actual }) => sum + actual, 0),
  forecast: lines.reduce((sum, { forecast }) => sum + forecast, 0),
})

export type BudgetInputs = {
  readonly budgets: readonly PlannedBudget[]
  /** Campaigns with an amount of their own; it counts where no month of the campaign has a budget. */
  readonly campaigns: readonly CampaignBudget[]
  readonly costs: readonly BudgetCost[]
  /** The days of campaigns; one that is not named has run all the time. */
  readonly runs?: ReadonlyMap<string, Run>
  readonly today: IsoDate
  readonly nearShare: number
}

const isDone = (month: IsoDate, today: IsoDate): boolean =>
  monthOf(month).until <= addDays(today, 1)

/** Evenly over the days of the month. */
const plannedToDate = (
  { planned, month }: Pick<Plan, 'planned' | 'month'>,
  today: IsoDate,
): number => {
  const over = monthOf(month)
  return bookedIn(
    { amount: cents(planned), over },
    clamped({ from: over.from, until: addDays(today, 1) }, over),
  )
}

type Plan = Omit<PlannedBudget, 'id'> & { readonly id: string | null }

function lineOf(plan: Plan, costs: readonly BudgetCost[], inputs: BudgetInputs): BudgetLine {
  const { today, nearShare } = inputs
  const found = matched(costs)
  const run = inputs.runs?.get(plan.campaignId ?? '')
  const { forecast, basis } = forecastOf(plan, found, today, run)
  const done = isDone(plan.month, today)
  const sums = {
    planned: plan.planned,
    plannedToDate: plannedToDate(plan, today),
    committed: found.all.ahead + (done ? 0 : plan.ordered),
    actual: found.all.actual,
    forecast,
  }
  const state = stateOf(sums, done, nearShare)
  const { id, month, campaignId, category } = plan
  return { id, month, campaignId, category, ...sums, basis, state, alarms: !done && state !== 'ok' }
}

/** Which budget a cost counts in: that of its category, else that of the rest; `null` where there is none. */
function budgetOf(cost: BudgetCost, budgets: ReadonlyMap<string, PlannedBudget>) {
  const name = (category: string) => `${cost.campaignId ?? ''} ${cost.month} ${category}`
  return budgets.get(name(cost.category)) ?? budgets.get(name('')) ?? null
}

function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** Lines of budgets of months, and cost that none of them covers. */
function monthLines(inputs: BudgetInputs): { lines: BudgetLine[]; rest: BudgetCost[] } {
  const byName = new Map(
    inputs.budgets.map((budget) => [
      `${budget.campaignId ?? ''} ${budget.month} ${budget.category ?? ''}`,
      budget,
    ]),
  )
  const found = groupBy(inputs.costs, (cost) => budgetOf(cost, byName))
  return {
    lines: inputs.budgets.map((budget) => lineOf(budget, found.get(budget) ?? [], inputs)),
    rest: found.get(null) ?? [],
  }
}

/** A campaign's amount, evenly over its days, month by month. */
function runLines(campaign: CampaignBudget, costs: readonly BudgetCost[], inputs: BudgetInputs) {
  const { campaignId, planned, over } = campaign
  const months = new Set(costs.map(({ month }) => month))
  for (
    let { from, until } = monthOf(over.from);
    from < over.until;
    { from, until } = monthOf(until)
  ) {
    months.add(from)
  }
  return [...months].toSorted().map((month) => {
    const part = bookedIn({ amount: cents(planned), over }, clamped(monthOf(month), over))
    const plan = { id: null, month, campaignId, category: null, planned: part, ordered: 0 }
    const line = lineOf(
      plan,
      costs.filter((cost) => cost.month === month),
      inputs,
    )
    // Nobody planned the single month: only the whole can alarm.
    return { ...line, alarms: false }
  })
}

/** A month outside of the run has no part of it. */
const clamped = (month: Period, over: Period): Period => {
  const into = (day: IsoDate): IsoDate =>
    day < over.from ? over.from : day > over.until ? over.until : day
  return { from: into(month.from), until: into(month.until) }
}

function unplannedLines(costs: readonly BudgetCost[], inputs: BudgetInputs): BudgetLine[] {
  return [...groupBy(costs, ({ month }) => month)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, found]) => {
      const campaignId = found[0]?.campaignId ?? null
      const plan = { id: null, month, campaignId, category: null, planned: 0, ordered: 0 }
      return { ...lineOf(plan, found, inputs), state: 'unplanned', alarms: false }
    })
}

/**
 * Budgets by campaign, each with its months: plan, committed, actual, forecast and how it stands. Cost without a budget
 * stays visible as lines of its own, so that the actuals of all groups are the ledger of the same months.
 */
export function budgetGroups(inputs: BudgetInputs): BudgetGroup[] {
  const { lines, rest } = monthLines(inputs)
  const planned = groupBy(lines, ({ campaignId }) => campaignId)
  const uncovered = groupBy(rest, ({ campaignId }) => campaignId)
  const ofCampaigns = new Map(
    inputs.campaigns
      .filter(({ campaignId }) => !planned.has(campaignId))
      .map((one) => [one.campaignId, one]),
  )
  const ids = new Set<string | null>([
    ...planned.keys(),
    ...ofCampaigns.keys(),
    ...uncovered.keys(),
  ])
  return [...ids].map((campaignId) => {
    const costs = uncovered.get(campaignId) ?? []
    const months = planned.get(campaignId)
    if (months)
      return groupOf(campaignId, 'months', [...months, ...unplannedLines(costs, inputs)], inputs)
    const campaign = campaignId === null ? undefined : ofCampaigns.get(campaignId)
    return campaign
      ? groupOf(campaignId, 'campaign', runLines(campaign, costs, inputs), inputs)
      : groupOf(campaignId, 'none', unplannedLines(costs, inputs), inputs)
  })
}

function groupOf(
  campaignId: string | null,
  source: BudgetGroup['source'],
  lines: readonly BudgetLine[],
  { today, nearShare }: BudgetInputs,
): BudgetGroup {
  const sums = sumsOf(lines)
  const done = lines.every(({ month }) => isDone(month, today))
  const state = source === 'none' ? 'unplanned' : stateOf(sums, done, nearShare)
  const sorted = lines.toSorted((a, b) =>
    a.month === b.month
      ? (a.category ?? '~') < (b.category ?? '~')
        ? -1
        : 1
      : a.month < b.month
        ? -1
        : 1,
  )
  return { campaignId, source, ...sums, state, lines: sorted }
}

/** A group with what of it lies in a period, and the whole of a campaign beside it. */
export type BudgetRow = BudgetGroup & {
  /** Sums of the whole run, where the amount of the campaign is what was planned; its state is theirs. */
  readonly run: BudgetSums | null
}

/** Groups cut to the months of a period; how a campaign's amount stands is told by its whole run. */
export function budgetRows(groups: readonly BudgetGroup[], { from, until }: Period): BudgetRow[] {
  return groups
    .map((group) => {
      const lines = group.lines.filter(({ month }) => month >= from && month < until)
      const run = group.source === 'campaign' ? sumsIn(group) : null
      return { ...group, ...sumsOf(lines), lines, run }
    })
    .filter(({ lines }) => lines.length > 0)
}

/** A budget that needs somebody: the whole of a campaign (month null), or one month and kind. */
export type BudgetAlarm = BudgetSums & {
  readonly campaignId: string | null
  readonly month: IsoDate | null
  readonly category: string | null
  readonly state: Exclude<BudgetState, 'ok' | 'unplanned'>
}

const isAlarming = (state: BudgetState): state is BudgetAlarm['state'] =>
  state !== 'ok' && state !== 'unplanned'

const sumsIn = ({
  planned,
  plannedToDate,
  committed,
  actual,
  forecast,
}: BudgetSums): BudgetSums => ({
  ...{ planned, plannedToDate, committed, actual, forecast },
})

/** What to say out loud: lines of months that are not over, and campaigns as a whole that still run. */
export function budgetAlarms(groups: readonly BudgetGroup[], today: IsoDate): BudgetAlarm[] {
  return groups.flatMap((group) => {
    const { campaignId, source, lines, state } = group
    const runs = lines.some(({ month }) => !isDone(month, today))
    const isWhole = source === 'campaign' || (source === 'months' && lines.length > 1)
    const whole: BudgetAlarm[] =
      isWhole && runs && isAlarming(state)
        ? [{ campaignId, month: null, category: null, ...sumsIn(group), state }]
        : []
    const single = lines.flatMap((line): BudgetAlarm[] => {
      const { alarms, month, category, state: ofLine } = line
      return alarms && isAlarming(ofLine)
        ? [{ campaignId, month, category, ...sumsIn(line), state: ofLine }]
        : []
    })
    return [...whole, ...single]
  })
}
