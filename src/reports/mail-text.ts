import { figureOf, type Language, type ReportFacts } from './facts.ts'
import { tileOf } from './sections/figures.ts'
import { fill } from './words.ts'
import { writerFor } from './writer.ts'

const FIGURES = [
  'revenue_won',
  'won',
  'new_customers',
  'marketing_cost',
  'marketing_roi',
  'cac',
  'leads',
  'pipeline_velocity',
  'attributable_lead_share',
]

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
  const figures = FIGURES.flatMap((id) => {
    const figure = figureOf(facts, id)
    if (!figure) return []
    const { label, value, change, target } = tileOf(facts, figure, write)
    return [`- ${label}: ${value} (${change}${target === null ? '' : `; ${target}`})`]
  })
  const part = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [[heading, ...lines].join('\n')]
  const paragraphs = [
    mail.greeting,
    fill(mail.intro, { title, period }),
    ...part(mail.figures, figures),
    ...part(
      mail.sentences,
      facts.blocks.map(({ sentence }) => `- ${write.text(sentence)}`),
    ),
    ...part(
      mail.movers,
      (facts.movers ?? []).slice(0, SHOWN).map(({ sentence }) => `- ${write.text(sentence)}`),
    ),
    ...part(
      mail.proposals,
      facts.proposals
        .slice(0, SHOWN)
        .map((one) => `- ${write.text(one.title)}: ${one.grounds.map(write.text).join(' ')}`),
    ),
    ...part(
      mail.due,
      (facts.decisions?.due ?? []).slice(0, SHOWN).map((one) => `- ${one.title}`),
    ),
    ...(url ? [fill(mail.open, { url })] : []),
    mail.end,
  ]
  return {
    subject: `${title} ${period} · ${facts.company.name}`,
    text: `${paragraphs.join('\n\n')}\n`,
  }
}
