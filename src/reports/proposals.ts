import type { Text } from '#kernel/record.ts'
import { formatValue } from '#kpis/format.ts'
import type { Unit } from '#kpis/unit.ts'
import type { FigureFacts, ProposalFacts, ReportFacts } from './facts.ts'
import { isRunning } from './report-period.ts'

type Known = Pick<
  ReportFacts,
  'blocks' | 'channels' | 'emptyCostKinds' | 'company' | 'costKinds' | 'madeAt' | 'period'
>

/** A channel below this share of the cost is too small to decide on. */
const SHARE_OF_COST = 0.05
/** Fewer won deals say little about a channel. */
const WON_ENOUGH = 5
/** Rows that nobody can give a budget to. */
const NO_BUDGET = ['(none)', 'direct', 'unknown', 'not_assignable']
const PROPOSALS_MAX = 6

type Say = {
  readonly value: (value: number | null, unit: Unit) => Text
  readonly of: (de: string, en: string) => Text
}

const sayIn = (currency: string): Say => ({
  value: (value, unit) => ({
    de: formatValue(value, unit, currency, 'de'),
    en: formatValue(value, unit, currency, 'en'),
  }),
  of: (de, en) => ({ de, en }),
})

const figures = (facts: Known): FigureFacts[] => facts.blocks.flatMap((block) => block.figures)

/** Channels that cost much and brought less than they cost; held back while channels cannot be compared. */
function losingChannels(facts: Known, say: Say): ProposalFacts[] {
  if (facts.channels.warning) return []
  const whole = facts.channels.total.cost ?? 0
  return facts.channels.rows
    .filter(({ key, values }) => {
      if (NO_BUDGET.includes(key)) return false
      const cost = values.cost ?? 0
      return cost > 0 && cost >= whole * SHARE_OF_COST && (values.revenue ?? 0) < cost
    })
    .toSorted((a, b) => (b.values.cost ?? 0) - (a.values.cost ?? 0))
    .slice(0, 2)
    .map(({ key, name, values }) => {
      const cost = say.value(values.cost ?? null, 'money')
      const revenue = say.value(values.revenue ?? 0, 'money')
      const won = values.won ?? 0
      const share = say.value((values.cost ?? 0) / whole, 'rate')
      return {
        id: `channel:${key}`,
        title: say.of(`Budget von „${name.de}“ überprüfen`, `Review the budget of "${name.en}"`),
        grounds: [
          say.of(
            `${cost.de} Kosten (${share.de} aller Marketingkosten) stehen ${revenue.de} zugeordnetem Umsatz gegenüber.`,
            `${cost.en} cost (${share.en} of all marketing cost) against ${revenue.en} attributed revenue.`,
          ),
          won < WON_ENOUGH
            ? say.of(
                `Weniger als ${WON_ENOUGH} Abschlüsse (${won}): Die Zahlen reichen für ein Urteil nicht aus. Prüfen Sie zuerst einen längeren Zeitraum und andere Modelle.`,
                `Fewer than ${WON_ENOUGH} won deals (${won}): not enough data for a verdict. Look at a longer period and at other models first.`,
              )
            : say.of(
                `${won} Abschlüsse im Zeitraum. Prüfen Sie, ob andere Modelle dasselbe sagen.`,
                `${won} won deals in the period. Check whether other models say the same.`,
              ),
        ],
      }
    })
}

/** Targets missed by more than a tenth. */
const missedTargets = (facts: Known, say: Say): ProposalFacts[] =>
  figures(facts)
    .filter(({ target }) => target?.state === 'bad')
    .map((figure) => {
      const value = say.value(figure.value, figure.unit)
      const target = say.value(figure.target?.value ?? null, figure.unit)
      return {
        id: `target:${figure.id}`,
        title: say.of(
          `Maßnahme für „${figure.name.de}“ festlegen oder das Ziel ändern`,
          `Agree on a measure for "${figure.name.en}", or change the target`,
        ),
        grounds: [
          say.of(
            `Erreicht ${value.de}, geplant ${target.de}.`,
            `Reached ${value.en}, planned ${target.en}.`,
          ),
        ],
      }
    })

/** Figures of the first rank that are clearly worse than in the period before; part of a period is not held against one. */
const clearlyWorse = (facts: Known, say: Say): ProposalFacts[] =>
  (isRunning(facts) ? [] : figures(facts))
    .filter(({ primary, good, target }) => primary && good === false && target?.state !== 'bad')
    .filter(({ before, difference }) => {
      const size = Math.abs(difference ?? 0) / Math.max(1e-9, Math.abs(before ?? 0))
      return size >= 0.1
    })
    .toSorted(
      (a, b) =>
        Math.abs(b.difference ?? 0) / Math.abs(b.before ?? 1) -
        Math.abs(a.difference ?? 0) / Math.abs(a.before ?? 1),
    )
    .slice(0, 2)
    .map((figure) => {
      const value = say.value(figure.value, figure.unit)
      const before = say.value(figure.before, figure.unit)
      return {
        id: `worse:${figure.id}`,
        title: say.of(
          `Ursache für „${figure.name.de}“ klären`,
          `Find the cause of "${figure.name.en}"`,
        ),
        grounds: [
          say.of(
            `${value.de} nach ${before.de} im Zeitraum davor: klar schlechter.`,
            `${value.en} after ${before.en} in the period before: clearly worse.`,
          ),
        ],
      }
    })

/** When channels carry a warning, budgets are not decided on (kpis.md, E). */
function trust(facts: Known, say: Say): ProposalFacts[] {
  const { warning } = facts.channels
  if (!warning) return []
  return [
    {
      id: 'trust',
      title: say.of('Erst die Messung verbessern', 'Improve the measurement first'),
      grounds: [
        warning,
        say.of(
          'Bis dahin wird kein Vorschlag zum Budget eines Kanals gemacht.',
          'Until then no budget of a channel is proposed.',
        ),
      ],
    },
  ]
}

function costs(facts: Known, say: Say): ProposalFacts[] {
  if (facts.emptyCostKinds.length === 0) return []
  const names = facts.costKinds.filter(({ id }) => facts.emptyCostKinds.includes(id))
  return [
    {
      id: 'costs',
      title: say.of('Kosten vervollständigen', 'Complete the cost'),
      grounds: [
        say.of(
          `Ohne Buchung: ${names.map(({ name }) => name.de).join(', ')}. Bis dahin ist jede Rendite zu hoch ausgewiesen.`,
          `Nothing booked: ${names.map(({ name }) => name.en).join(', ')}. Until then every return is stated too high.`,
        ),
      ],
    },
  ]
}

/**
 * What the figures of a period propose to decide, with their grounds; the most basic first: whether the figures bear a
 * decision at all, then missed targets, losing channels, clear changes for the worse. At most six.
 */
export function proposalsOf(facts: Known): ProposalFacts[] {
  const say = sayIn(facts.company.currency)
  return [
    ...trust(facts, say),
    ...costs(facts, say),
    ...missedTargets(facts, say),
    ...losingChannels(facts, say),
    ...clearlyWorse(facts, say),
  ].slice(0, PROPOSALS_MAX)
}
