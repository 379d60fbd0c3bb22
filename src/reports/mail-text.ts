import { titleOf } from './document.ts'
import {
  type BlockFacts,
  figureOf,
  type Language,
  type ReportFacts,
  type ReportKind,
} from './facts.ts'
import { TILES } from './report-document.ts'
import { isRunning } from './report-period.ts'
import { tileOf } from './sections/figures.ts'
import { fill } from './words.ts'
import { writerFor } from './writer.ts'

/** What the PDF of each kind says, its mail says too, and nothing else. */
const BLOCKS = {
  management: ['result', 'efficiency', 'plannability', 'demand', 'trust'],
  activity: ['demand', 'trust'],
  success: ['result', 'plannability', 'demand'],
} as const satisfies Readonly<Record<ReportKind, readonly BlockFacts['id'][]>>

const SHOWN = 3

/** Subject and one page of plain text that says the most important: what stands in the mail. */
export function summaryText(
  facts: ReportFacts,
  language: Language,
  url?: string,
): { readonly subject: string; readonly text: string } {
  const write = writerFor(facts, language)
  const { mail, titles } = write.words
  const title = titles[facts.kind]
  const period = write.period(facts.period)
  const tiles: readonly string[] = TILES[facts.kind]
  const figures = tiles.flatMap((id) => {
    const figure = figureOf(facts, id)
    if (!figure) return []
    const { label, value, change, target } = tileOf(facts, figure, write)
    return [`- ${label}: ${value} (${change}${target === null ? '' : `; ${target}`})`]
  })
  const part = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [[heading, ...lines].join('\n')]
  const blocks: readonly string[] = BLOCKS[facts.kind]
  const isManagement = facts.kind === 'management'
  const movers = facts.kind === 'activity' ? [] : (facts.movers ?? [])
  const proposals = isManagement ? facts.proposals : []
  const due = isManagement ? (facts.decisions?.due ?? []) : []
  const paragraphs = [
    mail.greeting,
    fill(mail.intro, { title, period }),
    ...(isRunning(facts) ? [fill(write.words.running, { made: write.instant(facts.madeAt) })] : []),
    ...part(mail.figures, figures),
    ...part(
      mail.sentences,
      facts.blocks
        .filter(({ id }) => blocks.includes(id))
        .map(({ sentence }) => `- ${write.text(sentence)}`),
    ),
    ...part(
      mail.movers,
      movers.slice(0, SHOWN).map(({ sentence }) => `- ${write.text(sentence)}`),
    ),
    ...part(
      mail.proposals,
      proposals
        .slice(0, SHOWN)
        .map((one) => `- ${write.text(one.title)}: ${one.grounds.map(write.text).join(' ')}`),
    ),
    ...part(
      mail.due,
      due.slice(0, SHOWN).map((one) => `- ${one.title}`),
    ),
    ...(url ? [fill(mail.open, { url })] : []),
    mail.end,
  ]
  return {
    subject: titleOf({ title, periodName: period, company: facts.company.name }),
    text: `${paragraphs.join('\n\n')}\n`,
  }
}
