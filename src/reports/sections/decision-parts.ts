import type { Cell, Line, Part } from '../document.ts'
import type { DecisionFacts, ReportFacts } from '../facts.ts'
import { decisionLink } from '../links.ts'
import type { Room } from '../room.ts'
import { fill } from '../words.ts'
import type { Writer } from '../writer.ts'
import { firstOf } from './cut.ts'

type DecisionColumn = {
  readonly id: string
  readonly header: string
  readonly type: 'text' | 'date'
  readonly width: number
  readonly cell: (decision: DecisionFacts) => Cell
}

/** Decisions taken, what became of earlier ones, what is due, and what is proposed. */
export function decisionParts(facts: ReportFacts, write: Writer, room: Room): Part[] {
  const { words } = write
  const { columns, captions } = words
  const { decisions } = facts
  if (!decisions) return [{ type: 'paragraph', text: words.noDecisions }]
  const day = (date: DecisionFacts['dueOn']): Cell => ({
    value: date,
    text: date === null ? '' : write.day(date),
  })
  const said = (text: string | null) => write.say(text ?? '')
  const title: DecisionColumn = {
    id: 'decision',
    header: columns.decision,
    type: 'text',
    width: 2.3,
    cell: (one) => titleCell(one, facts, write),
  }
  const by: DecisionColumn = {
    id: 'by',
    header: columns.by,
    type: 'text',
    width: 1.1,
    cell: (one) => said(one.by),
  }
  const decided: DecisionColumn = {
    id: 'decided',
    header: columns.decided,
    type: 'date',
    width: 1,
    cell: (one) => day(one.decidedOn),
  }
  const due: DecisionColumn = {
    id: 'due',
    header: columns.due,
    type: 'date',
    width: 1,
    cell: (one) => day(one.dueOn),
  }
  const check: DecisionColumn = {
    id: 'check',
    header: columns.check,
    type: 'date',
    width: 1,
    cell: (one) => day(one.checkOn),
  }
  const expected: DecisionColumn = {
    id: 'expected',
    header: columns.expected,
    type: 'text',
    width: 1.8,
    cell: (one) => said(one.expected && write.text(one.expected)),
  }
  const outcome: DecisionColumn = {
    id: 'outcome',
    header: columns.outcome,
    type: 'text',
    width: 2.4,
    cell: (one) => said(one.outcome && write.text(one.outcome)),
  }
  const owner: DecisionColumn = {
    id: 'owner',
    header: columns.owner,
    type: 'text',
    width: 1.1,
    cell: (one) => said(one.owner),
  }
  const grounds: DecisionColumn = {
    id: 'grounds',
    header: columns.grounds,
    type: 'text',
    width: 2.8,
    cell: (one) => said(one.grounds),
  }
  const table = (
    id: string,
    caption: string,
    all: readonly DecisionFacts[],
    shown: readonly DecisionColumn[],
  ): Part[] => {
    const { rows, remarks } = firstOf(all, room.decisions, write)
    if (rows.length === 0) return []
    return [
      {
        type: 'table',
        id,
        caption,
        columns: shown,
        rows: rows.map((one) => shown.map(({ cell }) => cell(one))),
        cellLines: room.lines,
        footnotes: remarks,
      },
    ]
  }
  const parts = [
    ...table('decisions-taken', captions.taken, decisions.taken, [
      title,
      by,
      decided,
      due,
      check,
      expected,
    ]),
    ...table('decisions-checked', captions.checked, decisions.checked, [title, decided, outcome]),
    ...table('decisions-due', captions.due, decisions.due, [title, by, check, expected]),
    ...table('decisions-overdue', captions.overdue, decisions.overdue, [title, owner, due]),
    ...table('decisions-proposed', captions.proposed, decisions.proposed, [
      title,
      grounds,
      expected,
    ]),
  ]
  return parts.length === 0 ? [{ type: 'paragraph', text: words.noDecisions }] : parts
}

/** What was decided, and below it the figures it rests on. */
function titleCell({ id, title, figures }: DecisionFacts, facts: ReportFacts, write: Writer): Cell {
  const basis = figures.map(write.text).join('; ')
  const lines: Line[] = [
    { text: title, ...decisionLink(facts, id) },
    ...(basis === '' ? [] : [{ text: fill(write.words.restsOn, { basis }), isAside: true }]),
  ]
  return { value: title, text: lines.map(({ text }) => text).join(' '), lines }
}
