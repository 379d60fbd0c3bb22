import { choice, field, text } from '#kernel/fields.ts'
import { ratio } from '#kernel/ratio.ts'
import type { RecordKind, RuleResult, Text, Values } from '#kernel/record.ts'
import { type Interval, proportionDifference, wilson } from '#kpis/interval.ts'
import { type UpliftKind, upliftCents, upliftedRate } from './uplift.ts'

const certainty = text('Wie genau', 'How exact')
const origin = text('Herkunft', 'Origin')

/** An uplift that a study or a test of one's own states. Money that is expected, never booked, and in no sum. */
export const statedUpliftKind: RecordKind = {
  id: 'stated_uplift',
  path: 'stated-uplifts',
  label: text('Uplift-Angabe', 'Stated uplift'),
  plural: text('Uplift-Angaben', 'Stated uplifts'),
  table: 'roi.stated_uplift',
  area: 'returns',
  fields: [
    field.text('name', 'Bezeichnung', 'Name', {
      required: true,
      inList: true,
      aliases: ['bezeichnung', 'titel', 'title'],
    }),
    field.date('stated_on', 'Gilt für', 'Counts on', {
      required: true,
      inList: true,
      help: text(
        'Der Uplift steht neben jedem ROI, in dessen Zeitraum dieser Tag liegt.',
        'The uplift stands beside every ROI whose period holds this day.',
      ),
      aliases: ['datum', 'date', 'tag'],
    }),
    field.integer('cases', 'Fälle mit Kontakt', 'Cases with contact', {
      required: true,
      inList: true,
      help: text('Zum Beispiel die Leads, die uns kannten.', 'For example the leads that knew us.'),
      aliases: ['fälle', 'anzahl', 'leads', 'n'],
    }),
    field.rate('base_rate', 'Grundquote', 'Base rate', {
      required: true,
      inList: true,
      help: text(
        'Der Anteil, der auch ohne Kontakt Erfolg hat.',
        'The share that succeeds without contact, too.',
      ),
      aliases: ['grundquote', 'basisrate', 'base'],
    }),
    field.rate('uplift', 'Uplift', 'Uplift', {
      required: true,
      inList: true,
      aliases: ['steigerung', 'lift'],
    }),
    field.choice(
      'uplift_kind',
      'Der Uplift ist angegeben',
      'The uplift is stated',
      [
        choice('relative', 'relativ zur Grundquote', 'relative to the base rate'),
        choice('points', 'in Prozentpunkten', 'in percentage points'),
      ],
      {
        required: true,
        help: text(
          'Von 10 % auf 14,5 % sind 45 % relativ oder 4,5 Prozentpunkte.',
          'From 10% to 14.5% is 45% relative, or 4.5 percentage points.',
        ),
        aliases: ['art', 'kind', 'einheit'],
      },
    ),
    field.money('value', 'Wert eines Erfolgs', 'Value of a success', {
      required: true,
      inList: true,
      aliases: ['wert', 'clv', 'value'],
    }),
    field.integer('comparison_cases', 'Fälle ohne Kontakt', 'Cases without contact', {
      section: certainty,
      help: text(
        'Auf so vielen Fällen beruht die Grundquote. Leer: Sie gilt als genau bekannt.',
        'The base rate rests on so many cases. Empty: it is taken as exact.',
      ),
      aliases: ['vergleichsfälle', 'comparison cases'],
    }),
    field.rate('uplift_low', 'Uplift mindestens', 'Uplift at least', {
      section: certainty,
      help: text(
        'Untere Grenze, wenn die Quelle einen Bereich nennt. Leer: aus der Zahl der Fälle berechnet.',
        'Lower bound where the source gives a range. Empty: calculated from the number of cases.',
      ),
      aliases: ['untere grenze', 'low'],
    }),
    field.rate('uplift_high', 'Uplift höchstens', 'Uplift at most', {
      section: certainty,
      aliases: ['obere grenze', 'high'],
    }),
    field.text('source', 'Angegeben von', 'Stated by', {
      section: origin,
      help: text('Studie, Test oder Anbieter.', 'Study, test or provider.'),
      aliases: ['quelle', 'source', 'studie'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      inList: true,
      section: origin,
      aliases: ['kanal'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: origin,
      aliases: ['kampagne'],
    }),
    field.longtext('notes', 'Notizen', 'Notes', { section: text('Notizen', 'Notes') }),
  ],
  title: ['name'],
  search: ['name', 'source'],
  sort: '-stated_on',
}

export const upliftRuleTexts: Readonly<Record<string, Text>> = {
  'roi.cases_expected': text('Bitte mindestens 1 angeben.', 'Please give at least 1.'),
  'roi.share_expected': text(
    'Bitte einen Anteil von 0 % bis 100 % angeben.',
    'Please give a share of 0% to 100%.',
  ),
  'roi.negative_value': text('Der Wert darf nicht negativ sein.', 'The value cannot be negative.'),
  'roi.uplift_beyond_all': text(
    'Grundquote und Uplift ergeben zusammen weniger als 0 % oder mehr als 100 %. Ist der Uplift relativ oder in Punkten gemeint?',
    'Base rate and uplift make less than 0% or more than 100%. Is the uplift relative or in points?',
  ),
  'roi.bounds_incomplete': text(
    'Bitte beide Grenzen angeben oder keine.',
    'Please give both bounds or none.',
  ),
  'roi.bounds_beside_uplift': text(
    'Der Uplift liegt nicht zwischen seinen Grenzen.',
    'The uplift is not between its bounds.',
  ),
}

const invalid = (field: string, rule: string): RuleResult => ({
  field,
  rule: `roi.${rule}`,
  severity: 'invalid',
})
const isNumber = (value: unknown): value is number => typeof value === 'number'

/** Beyond what a rate can be, `upliftedRate` would cut it off. Rates have six decimals. */
const isShare = (rate: number): boolean => rate > -1e-7 && rate < 1 + 1e-7

const uncutRate = (base: number, uplift: number, kind: unknown): number =>
  kind === 'relative' ? base * (1 + uplift) : base + uplift

export function checkStatedUplift(_before: Values | null, stated: Values): RuleResult[] {
  const { cases, comparison_cases, base_rate: base, uplift, value } = stated
  const { uplift_kind: kind, uplift_low: low, uplift_high: high } = stated
  const problems: RuleResult[] = []
  if (isNumber(cases) && cases < 1) problems.push(invalid('cases', 'cases_expected'))
  if (isNumber(comparison_cases) && comparison_cases < 1) {
    problems.push(invalid('comparison_cases', 'cases_expected'))
  }
  if (isNumber(value) && value < 0) problems.push(invalid('value', 'negative_value'))
  if (isNumber(base) && !isShare(base)) return [...problems, invalid('base_rate', 'share_expected')]
  const bounds = { uplift, uplift_low: low, uplift_high: high }
  for (const [field, given] of Object.entries(bounds)) {
    if (isNumber(base) && isNumber(given) && !isShare(uncutRate(base, given, kind))) {
      problems.push(invalid(field, 'uplift_beyond_all'))
    }
  }
  if (isNumber(low) !== isNumber(high)) {
    problems.push(invalid(isNumber(low) ? 'uplift_high' : 'uplift_low', 'bounds_incomplete'))
  }
  if (isNumber(low) && isNumber(high) && isNumber(uplift) && (uplift < low || uplift > high)) {
    problems.push(invalid('uplift', 'bounds_beside_uplift'))
  }
  return problems
}

/** Where an interval comes from: the source, two groups (Newcombe, S02), or the cases with contact alone (S01). */
export type UpliftBasis = 'stated' | 'groups' | 'cases'

export type StatedUplift = {
  readonly cases: number
  readonly baseRate: number
  readonly uplift: number
  readonly kind: UpliftKind
  readonly valueCents: number
  readonly comparisonCases: number | null
  readonly bounds: { readonly low: number; readonly high: number } | null
}

type Range = { readonly low: number; readonly high: number }

export type UpliftWorth = {
  /** The rate with the uplift, and what it adds. */
  readonly rate: number
  readonly points: number
  readonly relative: number | null
  readonly cents: number
  /** 95 % interval of the difference in points; that of the source where it gives one. */
  readonly interval: Range | null
  readonly centsInterval: Range | null
  readonly basis: UpliftBasis
  /** False where the interval covers no difference at all. */
  readonly isClear: boolean
}

function intervalOf(
  stated: StatedUplift,
  rate: number,
): { range: Range | null; basis: UpliftBasis } {
  const { cases, baseRate, kind, bounds, comparisonCases } = stated
  const above = (found: Interval | null, base: number): Range | null =>
    found && { low: found.low - base, high: found.high - base }
  if (bounds) {
    const added = (uplift: number) => upliftedRate(baseRate, uplift, kind) - baseRate
    return { range: { low: added(bounds.low), high: added(bounds.high) }, basis: 'stated' }
  }
  const exposed = { successes: Math.max(0, rate) * cases, trials: cases }
  if (comparisonCases === null) {
    return { range: above(wilson(exposed.successes, cases), baseRate), basis: 'cases' }
  }
  const others = { successes: baseRate * comparisonCases, trials: comparisonCases }
  return { range: above(proportionDifference(exposed, others), 0), basis: 'groups' }
}

/** What a stated uplift is worth (G1): cases × what it adds to the base rate × value of a success, with its interval. */
export function worthOf(stated: StatedUplift): UpliftWorth {
  const { cases, baseRate, uplift, kind, valueCents } = stated
  const rate = upliftedRate(baseRate, uplift, kind)
  const { range, basis } = intervalOf(stated, rate)
  const worth = (points: number) => Math.round(cases * points * valueCents) + 0
  return {
    rate,
    points: rate - baseRate,
    relative: ratio(rate - baseRate, baseRate),
    cents: upliftCents({ cases, baseRate, uplift, kind, valueCents }),
    interval: range,
    centsInterval: range && { low: worth(range.low), high: worth(range.high) },
    basis,
    isClear: range !== null && (range.low > 0 || range.high < 0),
  }
}
