import type { Part, ReportDocument, Section } from './document.ts'
import { type BlockFacts, figureOf, type Language, type ReportFacts } from './facts.ts'
import { isRunning } from './report-period.ts'
import { ROOMS, type Room } from './room.ts'
import {
  channelChart,
  completenessChart,
  costChart,
  funnelChart,
  trendPart,
  waterfallParts,
} from './sections/charts.ts'
import { decisionParts } from './sections/decision-parts.ts'
import { blockTable, Footnotes, figureTable, tilesOf } from './sections/figures.ts'
import { moverParts } from './sections/mover-parts.ts'
import { changesTable, definitionTable } from './sections/reference-tables.ts'
import { roiTables } from './sections/roi-tables.ts'
import { channelTable, comparisonTable, splitTable } from './sections/split-tables.ts'
import { SPLIT_FIGURES } from './split-figures.ts'
import { fill } from './words.ts'
import { type Writer, writerFor } from './writer.ts'

/** The most important figures of each kind, on its first page and in its mail. */
export const TILES = {
  management: [
    'revenue_won',
    'marketing_cost',
    'marketing_roi',
    'new_customers',
    'cac',
    'pipeline_velocity',
    'leads',
    'attributable_lead_share',
  ],
  activity: ['marketing_cost', 'leads', 'mql', 'sql', 'cpl', 'cost_per_mql', 'ctr', 'consent_rate'],
  success: [
    'revenue_won',
    'won',
    'new_customers',
    'win_rate',
    'average_deal_value',
    'sales_cycle_days',
    'pipeline_value',
    'contribution_margin',
  ],
} as const

const ACTIVITY_FIGURES = [
  'leads',
  'mql',
  'sql',
  'disqualified',
  'visitors',
  'visitor_to_mql',
  'mql_to_sql',
  'time_to_first_contact',
  'cpl',
  'cost_per_mql',
  'cost_per_sql',
  'cpc',
  'cpm',
  'ctr',
]

const block = (facts: ReportFacts, id: BlockFacts['id']): BlockFacts | undefined =>
  facts.blocks.find((one) => one.id === id)

type Of = {
  readonly facts: ReportFacts
  readonly write: Writer
  readonly room: Room
  /** Remarks told so far, where each is told once. */
  readonly notes: Footnotes | undefined
}

function blockSection(
  { facts, write, notes }: Of,
  id: BlockFacts['id'],
  parts: readonly Part[] = [],
): Section[] {
  const found = block(facts, id)
  if (!found) return []
  return [
    {
      id,
      title: write.text(found.name),
      // The first page of the management report has said it.
      ...(facts.kind !== 'management' && { sentence: write.text(found.sentence) }),
      parts: [blockTable(facts, found, write, notes), ...parts],
    },
  ]
}

const section = (
  id: string,
  title: string,
  parts: readonly Part[],
  sentence?: string,
): Section[] => (parts.length === 0 ? [] : [{ id, title, parts, ...(sentence && { sentence }) }])

/** Part of a month beside a whole one looks like a fall: that is said first. */
function runningNote(facts: ReportFacts, write: Writer): Part[] {
  if (!isRunning(facts)) return []
  const text = fill(write.words.running, { made: write.instant(facts.madeAt) })
  return [{ type: 'paragraph', text, tone: 'attention' }]
}

/** Channels are never compared without the warning that stands on them. */
function channelWarning({ channels }: ReportFacts, write: Writer): Part[] {
  if (!channels.warning) return []
  return [{ type: 'paragraph', text: write.text(channels.warning), tone: 'attention' }]
}

function glance({ facts, write }: Of): Section[] {
  const sentences = facts.blocks.map(({ sentence }) => write.text(sentence))
  const tiles = TILES[facts.kind].map((id) => figureOf(facts, id))
  return section('glance', write.words.sections.glance, [
    ...runningNote(facts, write),
    tilesOf(facts, tiles, write),
    ...(facts.kind === 'management' ? [{ type: 'list', items: sentences } as const] : []),
  ])
}

function comparison(of: Of, ids: readonly string[]): Section[] {
  const { sections } = of.write.words
  const title = of.facts.rhythm === 'quarter' ? sections.comparison : sections.comparisonMonth
  return section('comparison', title, comparisonTable(of.facts, of.write, ids))
}

function trust(of: Of): Section[] {
  const { facts, write, room } = of
  return blockSection(of, 'trust', [
    ...completenessChart(facts, write, room),
    ...changesTable(facts, write, room),
  ])
}

function proposals({ facts, write }: Of): Section[] {
  const { words } = write
  if (facts.proposals.length === 0) {
    return section('proposals', words.sections.proposals, [
      { type: 'paragraph', text: words.noProposals },
    ])
  }
  const parts = facts.proposals.flatMap(({ title, grounds }): Part[] => [
    { type: 'heading', text: write.text(title) },
    { type: 'list', items: grounds.map(write.text) },
  ])
  return section('proposals', words.sections.proposals, [
    ...parts,
    { type: 'paragraph', text: words.proposalsNote },
  ])
}

function definitions({ facts, write, room }: Of, ids: readonly string[]): Section[] {
  return section('definitions', write.words.sections.definitions, [
    {
      type: 'paragraph',
      text: fill(write.words.modelNote, { model: write.text(facts.model.name) }),
    },
    ...(facts.model.describes.length === 0
      ? []
      : [{ type: 'list', items: facts.model.describes.map(write.text) } as const]),
    ...definitionTable(facts, write, { shown: ids, first: TILES[facts.kind] }, room),
  ])
}

/** Ids of the figures that sections show. */
const shownIn = (facts: ReportFacts, more: readonly string[] = []): string[] => [
  ...new Set([
    ...TILES[facts.kind],
    ...more,
    ...facts.blocks.flatMap(({ figures }) =>
      figures.filter(({ primary }) => primary).map(({ id }) => id),
    ),
  ]),
]

function management(of: Of): Section[] {
  const { facts, write, room } = of
  const { sections, charts, bars } = write.words
  const revenue = trendPart(
    facts,
    write,
    {
      title: charts.revenue,
      figures: [
        { id: 'revenue_won', name: bars.revenue },
        { id: 'marketing_cost', name: bars.cost },
      ],
    },
    room,
  )
  return [
    ...glance(of),
    ...blockSection(of, 'result', revenue),
    ...section('waterfall', sections.waterfall, waterfallParts(facts, write, room)),
    ...section('roi', sections.roi, roiTables(facts, write)),
    ...blockSection(of, 'efficiency', [{ type: 'paragraph', text: write.words.lossNote }]),
    ...section(
      'channels',
      sections.channels,
      [...channelWarning(facts, write), ...channelTable(facts, write, room)],
      write.text(facts.channels.sentence),
    ),
    ...blockSection(
      of,
      'plannability',
      trendPart(
        facts,
        write,
        {
          title: charts.velocity,
          figures: [{ id: 'pipeline_velocity', name: '' }],
        },
        room,
      ),
    ),
    ...blockSection(of, 'demand', funnelChart(facts, write, room)),
    ...trust(of),
    ...comparison(of, TILES.management),
    ...section('movers', sections.movers, moverParts(facts, write)),
    ...section('decisions', sections.decisions, decisionParts(facts, write, room)),
    ...proposals(of),
    ...definitions(of, shownIn(facts)),
  ]
}

function activity(of: Of): Section[] {
  const { facts, write, room, notes } = of
  const { sections, charts, bars, captions, columns } = write.words
  const figures = ACTIVITY_FIGURES.flatMap((id) => figureOf(facts, id) ?? [])
  const demand = block(facts, 'demand')
  return [
    ...glance(of),
    ...section(
      'activity',
      sections.activity,
      [
        figureTable(facts, write, {
          id: 'activity',
          caption: fill(captions.block, { name: 'Marketing' }),
          ...{ figures, notes },
        }),
        ...trendPart(
          facts,
          write,
          {
            title: charts.leads,
            figures: [
              { id: 'leads', name: bars.leads },
              { id: 'mql', name: bars.mql },
            ],
          },
          room,
        ),
      ],
      demand && write.text(demand.sentence),
    ),
    ...section('costs', sections.costs, costChart(facts, write, room)),
    ...section('channels', sections.channels, [
      ...channelWarning(facts, write),
      ...channelChart(facts, write, room),
      ...channelTable(facts, write, room),
    ]),
    ...section(
      'campaigns',
      sections.campaigns,
      splitTable(
        facts,
        write,
        {
          id: 'campaigns',
          caption: captions.campaigns,
          header: columns.campaign,
          rows: facts.campaigns,
          figures: SPLIT_FIGURES.campaigns,
        },
        room,
      ),
    ),
    ...section(
      'funnel',
      sections.demand,
      funnelChart(facts, write, room),
      write.text(facts.funnel.sentence),
    ),
    ...trust(of),
    ...comparison(of, TILES.activity),
    ...definitions(of, [...TILES.activity, ...ACTIVITY_FIGURES]),
  ]
}

function success(of: Of): Section[] {
  const { facts, write, room } = of
  const { sections, charts, captions, columns } = write.words
  const split = (id: 'products' | 'teams', header: string) =>
    section(
      id,
      sections[id],
      splitTable(
        facts,
        write,
        { id, caption: captions[id], header, rows: facts[id], figures: SPLIT_FIGURES[id] },
        room,
      ),
    )
  return [
    ...glance(of),
    ...blockSection(
      of,
      'result',
      trendPart(
        facts,
        write,
        {
          title: charts.won,
          figures: [{ id: 'won', name: '' }],
        },
        room,
      ),
    ),
    ...blockSection(
      of,
      'plannability',
      trendPart(
        facts,
        write,
        {
          title: charts.velocity,
          figures: [{ id: 'pipeline_velocity', name: '' }],
        },
        room,
      ),
    ),
    ...blockSection(of, 'demand', funnelChart(facts, write, room)),
    ...split('products', columns.product),
    ...split('teams', columns.team),
    ...comparison(of, TILES.success),
    ...section('movers', sections.movers, moverParts(facts, write)),
    ...definitions(of, shownIn(facts)),
  ]
}

const SECTIONS = { management, activity, success } as const

/** The report in one language: the same facts give the same document, whatever day it is. */
export function reportDocument(
  facts: ReportFacts,
  language: Language,
  room: Room = ROOMS[0],
): ReportDocument {
  const write = writerFor(facts, language)
  const { words } = write
  const notes = room.notes === 'once' ? new Footnotes() : undefined
  return {
    language,
    title: words.titles[facts.kind],
    company: facts.company.name,
    periodName: write.period(facts.period),
    subtitle: fill(words.subtitle, {
      before: write.period(facts.before),
      year: write.period(facts.yearBefore),
      made: write.instant(facts.madeAt),
    }),
    madeAt: facts.madeAt,
    sections: SECTIONS[facts.kind]({ facts, write, room, notes }),
    isCompact: room.isCompact,
    words: { page: words.page, of: words.of },
  }
}
