import { toldDrivers } from '#decisions/movers.ts'
import type { Cell, Line, Part } from '../document.ts'
import type { MoverFacts, ReportFacts } from '../facts.ts'
import { figureLink } from '../links.ts'
import { fill } from '../words.ts'
import type { Writer } from '../writer.ts'

/** What moved most, from where to where, the numbers behind it, and how many records stand behind those. */
export function moverParts(facts: ReportFacts, write: Writer): Part[] {
  const { words } = write
  const { movers } = facts
  if (!movers) return [{ type: 'paragraph', text: words.moversWait }]
  if (movers.length === 0) return [{ type: 'paragraph', text: words.noMovers }]
  return [
    {
      type: 'table',
      id: 'movers',
      caption: words.captions.movers,
      columns: [
        { id: 'figure', header: words.columns.figure, type: 'text', width: 1.6 },
        { id: 'before', header: write.shortPeriod(facts.before), type: 'mixed', width: 0.95 },
        { id: 'now', header: write.shortPeriod(facts.period), type: 'mixed', width: 0.95 },
        { id: 'change', header: words.columns.change, type: 'mixed', width: 1.1 },
        { id: 'numbers', header: words.columns.numbers, type: 'text', width: 3.4 },
      ],
      rows: movers.map((mover) => {
        const tone = mover.good === null ? 'neutral' : mover.good ? 'good' : 'bad'
        const word = mover.good === null ? '' : mover.good ? words.better : words.worse
        const size = mover.relative === null ? '' : write.percent(mover.relative)
        const name = write.text(mover.name)
        const link = figureLink(facts, facts.period, mover)
        return [
          { ...write.say(name), lines: [{ text: name, ...link }] },
          write.cell(mover.before, mover.unit),
          write.cell(mover.now, mover.unit),
          { value: mover.difference, text: `${size} ${word}`.trim(), unit: mover.unit, tone },
          numbersOf(mover, facts, write),
        ]
      }),
    },
  ]
}

/** "Leads −12 %: 44 Datensätze, davor 50", a line for each number; each leads to its records. */
function numbersOf({ kpi, drivers }: MoverFacts, facts: ReportFacts, write: Writer): Cell {
  const { words } = write
  const lines = toldDrivers(drivers).map(({ fact, name, relative, records }): Line => {
    const moved = relative === null ? words.isNew : write.percent(relative)
    const said = `${write.text(name)} ${moved}`
    if (!records) return { text: said }
    const behind = fill(records.now === 1 ? words.record : words.records, {
      now: write.value(records.now, 'count'),
      before: write.value(records.before, 'count'),
    })
    return { text: `${said}: ${behind}`, ...figureLink(facts, facts.period, { kpi, fact }) }
  })
  const text = lines.map((line) => line.text).join('; ')
  return { value: text, text, ...(lines.length > 0 && { lines }) }
}
