import type { Cell, Part, Table } from '../document.ts'
import type { ReportFacts } from '../facts.ts'
import type { Writer } from '../writer.ts'

/** The returns by kind, then the three ways to look at them: the strict one first. */
export function roiTables(facts: ReportFacts, write: Writer): Part[] {
  const { roi } = facts
  const { words } = write
  if (!roi) return [{ type: 'paragraph', text: words.roiMissing }]
  const view = (name: string, one: typeof roi.strict): Cell[] => [
    write.say(name),
    write.cell(one.returnCents, 'money'),
    write.cell(roi.costCents, 'money'),
    write.cell(one.roi, 'ratio'),
    write.say(
      one.kinds
        .map((kind) => roi.parts.find((part) => part.kind === kind))
        .map((part) => (part ? write.text(part.name) : ''))
        .filter((name) => name !== '')
        .join(', '),
    ),
  ]
  const views: Table = {
    type: 'table',
    id: 'roi',
    caption: words.captions.roiViews,
    columns: [
      { id: 'view', header: words.columns.view, type: 'text', width: 1.7 },
      { id: 'return', header: words.columns.return, type: 'money' },
      { id: 'cost', header: words.columns.cost, type: 'money' },
      { id: 'roi', header: words.columns.roi, type: 'ratio' },
      { id: 'contains', header: words.columns.contains, type: 'text', width: 2.4 },
    ],
    rows: [
      view(words.strict, roi.strict),
      view(words.allKinds, roi.all),
      view(words.fullOverlap, roi.fullOverlap),
    ],
  }
  const parts: Table = {
    type: 'table',
    id: 'returns',
    caption: words.captions.roi,
    columns: [
      { id: 'kind', header: words.columns.kind, type: 'text', width: 2 },
      { id: 'certainty', header: words.columns.certainty, type: 'text', width: 1.1 },
      { id: 'count', header: words.columns.cases, type: 'count', width: 0.7 },
      { id: 'amount', header: words.columns.amount, type: 'money', width: 1.1 },
      { id: 'counted', header: words.columns.counted, type: 'money', width: 1.1 },
      { id: 'without', header: words.columns.withoutKind, type: 'ratio', width: 1.1 },
    ],
    rows: roi.parts.map((part) => [
      write.say(write.text(part.name)),
      write.say(write.text(part.certainty)),
      write.cell(part.count, 'count'),
      write.cell(part.cents, 'money'),
      write.cell(part.countedCents, 'money'),
      write.cell(part.without, 'ratio'),
    ]),
  }
  return [
    views,
    ...(parts.rows.length > 0 ? [parts] : []),
    ...roi.warnings.map(
      (warning): Part => ({ type: 'paragraph', text: write.text(warning), tone: 'attention' }),
    ),
  ]
}
