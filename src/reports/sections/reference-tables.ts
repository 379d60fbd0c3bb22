import type { Part } from '../document.ts'
import type { ReportFacts } from '../facts.ts'
import type { Room } from '../room.ts'
import type { Writer } from '../writer.ts'
import { firstOf } from './cut.ts'

/** How each figure of the report is computed; where room is short, those of the first page. */
export function definitionTable(
  facts: ReportFacts,
  write: Writer,
  ids: { readonly shown: readonly string[]; readonly first: readonly string[] },
  { definitions }: Room,
): Part[] {
  const { columns, captions } = write.words
  const told = new Set(ids[definitions])
  const figures = facts.blocks.flatMap(({ figures: all }) => all).filter(({ id }) => told.has(id))
  if (figures.length === 0) return []
  return [
    {
      type: 'table',
      id: 'definitions',
      caption: captions.definitions,
      columns: [
        { id: 'figure', header: columns.figure, type: 'text', width: 1.5 },
        { id: 'formula', header: columns.formula, type: 'text', width: 3.4 },
        { id: 'source', header: columns.source, type: 'text', width: 0.5 },
      ],
      rows: figures.map((figure) => [
        write.say(write.text(figure.name)),
        write.say(write.text(figure.formula)),
        write.say(figure.source),
      ]),
      ...(definitions === 'first' && { footnotes: [write.words.definitionsFirst] }),
    },
  ]
}

/** Tracking changes, the latest first: a figure may have moved because of one. */
export function changesTable(facts: ReportFacts, write: Writer, room: Room): Part[] {
  const { columns, captions, noChanges } = write.words
  const { changes } = facts.trust
  if (changes.length === 0) return [{ type: 'paragraph', text: noChanges }]
  const { rows, remarks } = firstOf(changes, room.changes, write)
  return [
    {
      type: 'table',
      id: 'tracking-changes',
      caption: captions.changes,
      columns: [
        { id: 'date', header: columns.date, type: 'date', width: 0.8 },
        { id: 'what', header: columns.what, type: 'text', width: 1.5 },
        { id: 'detail', header: '', type: 'text', width: 3.6 },
      ],
      rows: rows.map(({ date, title, detail }) => [
        { value: date, text: write.day(date) },
        write.say(write.text(title)),
        write.say(detail),
      ]),
      cellLines: room.lines,
      footnotes: remarks,
    },
  ]
}
