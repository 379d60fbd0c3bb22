import assert from 'node:assert/strict'
import { test } from 'node:test'
import { period } from '#kernel/period.ts'
import { figureFacts, reportFacts } from '../../test/helpers/report-facts.ts'
import { tablesOf } from './document.ts'
import { reportHtml } from './html.ts'
import { summaryText } from './mail-text.ts'
import { proposalsOf } from './proposals.ts'
import { reportDocument } from './report-document.ts'
import { comparedPeriods, lastWhole, periodKey, periodNamed } from './report-period.ts'
import { workbookOf } from './workbook.ts'

const nbsp = (text: string) => text.replaceAll('\u00a0', ' ')
const cellsOf = (language: 'de' | 'en', id: string) =>
  tablesOf(reportDocument(reportFacts(), language))
    .find((table) => table.id === id)
    ?.rows.map((row) => row.map(({ text }) => nbsp(text)))

test('the table of a block: value, before, change, a year before, target', () => {
  const rows = cellsOf('de', 'result')
  assert.deepEqual(rows?.[0], [
    'revenue_won',
    '123.456 €',
    '100.000 €',
    '+23 % besser',
    '–',
    '150.000 €',
  ])
  assert.deepEqual(rows?.[4], ['win_rate', '25,0 %', '23,1 %', '+1,9 Pkt. (unklar)', '–', ''])
})

test('what is not defined is a dash with its reason, never 0', () => {
  const table = tablesOf(reportDocument(reportFacts(), 'de')).find(({ id }) => id === 'result')
  assert.deepEqual(
    table?.rows[5]?.map(({ text }) => nbsp(text)),
    ['clv ¹', '–', '100.000 €', '–', '–', ''],
  )
  assert.deepEqual(table?.footnotes, ['¹ Nicht definiert: Der Nenner ist 0.'])
})

test('English writes its own numbers', () => {
  const [first] = cellsOf('en', 'result') ?? []
  assert.deepEqual(first, [
    'revenue_won (en)',
    '€123,456',
    '€100,000',
    '+23% better',
    '–',
    '€150,000',
  ])
})

test('waterfall: margin less cost by kind is the result', () => {
  const document = reportDocument(reportFacts(), 'de')
  const section = document.sections.find(({ id }) => id === 'waterfall')
  const [chart, sentence] = section?.parts ?? []
  assert(chart?.type === 'chart' && sentence?.type === 'paragraph')
  // 50,000 margin - 10,000 personnel - 20,000 media = 20,000.
  assert.match(nbsp(chart.chart.alt), /Ergebnis 20\.000 €\.$/)
  assert.match(nbsp(sentence.text), /nach 30\.000 € Marketingkosten bleiben 20\.000 €/)
})

test('a part that is not there leaves a sentence, not a hole', () => {
  const ids = reportDocument(reportFacts({ roi: null, movers: null }), 'de').sections.map(
    ({ id }) => id,
  )
  assert(ids.includes('roi') && ids.includes('movers') && ids.includes('decisions'))
})

test('every kind has its own sections', () => {
  const of = (kind: 'activity' | 'success') =>
    reportDocument(reportFacts({ kind }), 'de').sections.map(({ id }) => id)
  assert(of('activity').includes('costs') && !of('activity').includes('plannability'))
  assert(of('success').includes('result') && !of('success').includes('costs'))
})

test('HTML: what comes from records is text, never markup', () => {
  const html = reportHtml(reportDocument(reportFacts(), 'de'))
  assert(html.includes('Banner &lt;b&gt;neu&lt;/b&gt;'))
  assert(!html.includes('<b>neu'))
  assert(html.includes('Prüf &amp; Söhne GmbH'))
  assert(html.includes('<th scope="col"') && html.includes('<th scope="row"'))
})

test('workbook: money in whole units, rates as fractions, days as days', () => {
  const sheets = workbookOf(reportDocument(reportFacts(), 'de'))
  const result = sheets.find(({ name }) => name === 'Ergebnis im Vergleich')
  assert.deepEqual(result?.rows[0], ['revenue_won', 123456, 100000, 23456, null, 150000])
  assert.equal(result?.rows[4]?.[1], 0.25)
  const changes = sheets.find(({ columns }) => columns[0]?.type === 'date')
  assert.equal(changes?.rows[0]?.[0], '2026-09-06')
})

test('mail: one page with the figures and the proposals', () => {
  const facts = reportFacts()
  const { subject, text } = summaryText(
    { ...facts, proposals: proposalsOf(facts) },
    'de',
    'https://x.example/reports',
  )
  assert.equal(subject, 'Managementbericht Oktober 2026 · Prüf & Söhne GmbH')
  assert.match(
    nbsp(text),
    /- revenue_won: 123\.456 € \(\+23 % zu Sept\. 2026: besser; Ziel 150\.000 €: verfehlt\)/,
  )
  assert(text.includes('https://x.example/reports'))
  assert(text.split('\n').length < 60, 'one page')
})

test('proposals: a missed target, a channel that costs more than it brings; not what nobody can book', () => {
  const facts = reportFacts()
  const found = proposalsOf(facts)
  assert.deepEqual(
    found.map(({ id }) => id),
    ['target:revenue_won', 'channel:display', 'worse:marketing_cost'],
  )
  const display = found[1]
  // 9,000 of 30,000 = 30 %; one won deal is too few for a verdict.
  assert.match(nbsp(display?.grounds[0]?.de ?? ''), /9\.000 € Kosten \(30,0 % des Budgets\)/)
  assert.match(display?.grounds[1]?.de ?? '', /Weniger als 5 Abschlüsse \(1\)/)
  const unassigned = facts.channels.rows.map((row) => ({ ...row, key: '(none)' }))
  const others = proposalsOf({ ...facts, channels: { ...facts.channels, rows: unassigned } })
  assert(!others.some(({ id }) => id.startsWith('channel:')))
})

test('proposals: when few leads are attributable, that comes first', () => {
  const facts = reportFacts()
  const share = figureFacts('attributable_lead_share', { unit: 'rate', value: 0.5, good: null })
  const [block] = facts.blocks
  assert(block)
  const [first] = proposalsOf({
    ...facts,
    blocks: [{ ...block, figures: [share, ...block.figures] }],
  })
  assert.equal(first?.id, 'trust')
})

test('periods are named and found again', () => {
  assert.deepEqual(periodNamed('2026-Q3')?.period, period('2026-07-01', '2026-10-01'))
  assert.deepEqual(periodNamed('2026-02')?.period, period('2026-02-01', '2026-03-01'))
  assert.equal(periodNamed('2026-13'), null)
  assert.equal(periodNamed('Oktober'), null)
  assert.equal(periodKey(period('2026-07-01', '2026-10-01')), '2026-Q3')
  assert.deepEqual(lastWhole('2026-01-01', 'quarter'), period('2025-10-01', '2026-01-01'))
  // A quarter stands beside the four before it: five columns.
  assert.deepEqual(
    comparedPeriods(period('2026-07-01', '2026-10-01')).map(({ from }) => from),
    ['2025-07-01', '2025-10-01', '2026-01-01', '2026-04-01', '2026-07-01'],
  )
})
