import { SETTINGS } from '#company/settings.ts'
import type { Text } from '#kernel/record.ts'
import { kpiById } from '#kpis/registry.ts'
import type { Unit } from '#kpis/unit.ts'
import type { ProposalChoice } from '#planning/plan-shapes.ts'
import {
  type Answers,
  type Known,
  type Proposal,
  propose,
  REVENUE_TARGET,
} from '#planning/proposal.ts'
import type { EditorSettings } from '../records/form-state.ts'
import { inputOf, valueOfInput } from './plan-inputs.ts'

/** What the person changed: texts by row, and rows that are left out. */
export type ProposalEdits = {
  readonly typed: Readonly<Record<string, string>>
  readonly left: readonly string[]
}

export type ProposalRow = {
  readonly id: string
  readonly name: Text
  readonly unit: Unit
  readonly input: string
  /** null: nothing there. undefined: no number, or not above 0. */
  readonly value: number | null | undefined
  readonly reason: Text
  readonly taken: boolean
}

type Given = {
  readonly answers: Answers
  readonly known: Known
  readonly edits: ProposalEdits
  readonly editor: EditorSettings
  readonly revenueReason: Text
}

const positive = (value: number | null | undefined) =>
  typeof value === 'number' && value <= 0 ? undefined : value

const named = (id: string): { name: Text; unit: Unit } => {
  const kpi = kpiById(id)
  const setting = SETTINGS.find(({ field }) => field.id === id)?.field
  const label = setting?.label ?? { de: id, en: id }
  return {
    // The unit stands in the input.
    name: kpi?.name ?? {
      de: label.de.replace(/ in (Tagen|Wochen)$/, ''),
      en: label.en.replace(/ in (days|weeks)$/, ''),
    },
    unit: kpi?.unit ?? 'count',
  }
}

/** The rows of the proposal as they stand: what is proposed, and on top what was typed. */
export function proposalRows({ answers, known, edits, editor, revenueReason }: Given): {
  readonly targets: readonly ProposalRow[]
  readonly settings: readonly ProposalRow[]
  readonly missing: Proposal['missing']
} {
  const row = (id: string, proposed: number | null, reason: Text): ProposalRow => {
    const { name, unit } = named(id)
    const input = edits.typed[id] ?? inputOf(proposed, unit, editor)
    const value = positive(valueOfInput(input, unit, editor))
    return { id, name, unit, input, value, reason, taken: !edits.left.includes(id) }
  }
  const revenue = row(REVENUE_TARGET, known.revenueCents, revenueReason)
  const wanted = revenue.taken ? (revenue.value ?? null) : null
  const { targets, settings, missing } = propose(answers, known, wanted)
  return {
    targets: [revenue, ...targets.map(({ kpi, value, reason }) => row(kpi, value, reason))],
    settings: settings.map(({ setting, value, reason }) => row(setting, value, reason)),
    missing,
  }
}

type Rows = ReturnType<typeof proposalRows>

/** Rows that are taken but hold no number. */
export const wrongRows = ({ targets, settings }: Rows): readonly string[] =>
  [...targets, ...settings]
    .filter(({ taken, value }) => taken && value === undefined)
    .map(({ id }) => id)

/** What is sent: rows that are taken and hold a value. Settings are whole numbers. */
export function choiceOf(
  { targets, settings }: Rows,
  answers: Answers,
  year: number,
): ProposalChoice {
  const chosen = (rows: readonly ProposalRow[]) =>
    rows.flatMap(({ id, value, taken }) =>
      taken && typeof value === 'number' ? [{ id, value }] : [],
    )
  return {
    year,
    answers,
    targets: chosen(targets).map(({ id, value }) => ({ kpi: id, value })),
    settings: Object.fromEntries(
      chosen(settings).map(({ id, value }) => [id, Math.max(Math.round(value), 1)]),
    ),
  }
}
