import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getDocumentProxy } from 'unpdf'
import { fullFacts } from '../../../test/helpers/full-report-facts.ts'
import { reportFacts } from '../../../test/helpers/report-facts.ts'
import { LANGUAGES, REPORT_KINDS, type ReportFacts, RHYTHMS } from '../facts.ts'
import { reportDocument } from '../report-document.ts'
import { EVERYTHING, PAGES_MAX } from '../room.ts'
import { reportPdf } from './pdf.ts'
import { renderReport } from './render.ts'

type Node = { role?: string; type?: string; alt?: string; lang?: string; children?: Node[] }

/** PDF.js reads what pdfkit has written: two programs that know nothing of each other. */
async function read(bytes: Buffer) {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, (_, index) => document.getPage(index + 1)),
  )
  const texts = await Promise.all(
    pages.map(async (page) => {
      const { items } = await page.getTextContent()
      return items.map((item) => ('str' in item ? item.str : '')).join(' ')
    }),
  )
  const trees = (await Promise.all(pages.map((page) => page.getStructTree()))) as (Node | null)[]
  const nodes: Node[] = []
  const walk = (node: Node | null) => {
    if (!node) return
    nodes.push(node)
    for (const child of node.children ?? []) walk(child)
  }
  for (const tree of trees) walk(tree)
  const { info, metadata } = await document.getMetadata()
  return {
    text: texts.join('\n').replaceAll('\u00a0', ' '),
    nodes,
    pages: document.numPages,
    links: (await Promise.all(pages.map((page) => page.getAnnotations()))).flat() as {
      subtype: string
      url?: string
      contentsObj?: { str: string }
    }[],
    info: info as Record<string, unknown>,
    mark: await document.getMarkInfo(),
    metadata,
  }
}

const pdfOf = async (facts: ReportFacts, language: 'de' | 'en' = 'de') =>
  (await renderReport(facts, language, 'pdf')).bytes
const pdf = () => pdfOf(reportFacts())

test('pdf: the text can be taken out, umlauts and euros included', async () => {
  const { text, info } = await read(await pdf())
  for (const expected of [
    'Managementbericht Oktober 2026',
    'Prüf & Söhne GmbH',
    '123.456 €',
    '−',
    'Seite 1 von',
  ]) {
    assert(text.includes(expected), `${expected} is missing in: ${text.slice(0, 400)}`)
  }
  assert.equal(info.Title, 'Managementbericht Oktober 2026 · Prüf & Söhne GmbH')
  assert.equal(info.Language, 'de')
})

test('pdf: the structure tree has headings, tables with header cells, and alternative texts', async () => {
  const { nodes, mark } = await read(await pdf())
  const count = (role: string) => nodes.filter((node) => node.role === role).length
  assert.deepEqual(mark?.Marked, true)
  assert.equal(count('H1'), 1)
  assert(count('H2') >= 8, `${count('H2')} headings`)
  assert(count('Table') >= 4, `${count('Table')} tables`)
  // Each column of the table of a block and each of its rows has a header cell.
  assert(count('TH') >= 12 && count('TD') >= 30, `${count('TH')} TH, ${count('TD')} TD`)
  const figures = nodes.filter((node) => node.role === 'Figure')
  assert(figures.length >= 3, `${figures.length} figures`)
  for (const { alt } of figures) assert((alt ?? '').length > 40, `alt: ${alt}`)
  assert(count('L') >= 1 && count('LI') >= 1)
})

test('pdf: fonts are embedded, and the same facts give the same bytes', async () => {
  const [one, two] = await Promise.all([pdf(), pdf()])
  assert(one.equals(two))
  const text = one.toString('latin1')
  assert(text.includes('/FontFile2') || text.includes('/FontFile3'), 'an embedded font program')
  assert(!/\/BaseFont \/Helvetica/.test(text), 'no font that the reader must bring')
})

test('pdf: a note of pages is cut, and its row stays on one page', async () => {
  const decision = {
    ...{ id: '1', title: 'Messe', decidedOn: null, by: null, dueOn: null, checkOn: null },
    ...{ expected: null, owner: null, grounds: null, figures: [] },
  }
  const told = (words: string) =>
    reportFacts({
      decisions: {
        ...{ taken: [], due: [], proposed: [], overdue: [] },
        checked: [{ ...decision, outcome: { de: words, en: words } }],
      },
    })
  const pages = async (words: string) => (await read(await pdfOf(told(words)))).pages
  // 10,000 letters are some 200 lines: three pages, were they not cut after about 16.
  const [short, long] = [await pages('kurz'), await pages('lange Notiz '.repeat(833))]
  assert(long <= short + 1, `${short} and ${long} pages`)
})

test('pdf: a long table repeats its header and tells a screen reader once', async () => {
  const facts = reportFacts()
  const [row] = facts.channels.rows
  assert(row)
  const rows = Array.from({ length: 90 }, (_, index) => ({ ...row, key: `c${index}` }))
  const long = { ...facts, channels: { ...facts.channels, rows } }
  const drawn = await reportPdf(reportDocument(long, 'de', EVERYTHING))
  const { pages, text, nodes } = await read(drawn?.bytes ?? Buffer.alloc(0))
  const short = await read(await pdf())
  assert(pages > short.pages)
  const seen = (all: string) => [...all.matchAll(/\bKanal\b/g)].length
  // In the caption, in the header, and in the remark on whose cost it is.
  assert.equal(seen(short.text), 3)
  assert(seen(text) >= 5, 'the header is seen on every page')
  const heads = (all: Node[]) => all.filter(({ role }) => role === 'THead').length
  assert(heads(nodes) <= heads(short.nodes) + 2)
})

test('pdf: a link is one for eyes, hands and screen readers', async () => {
  const facts = fullFacts('management', 'month')
  const { links, nodes } = await read(await pdfOf(facts))
  const found = links.filter(({ subtype }) => subtype === 'Link')
  const roles = nodes.filter(({ role }) => role === 'Link')
  assert(found.length > 10, `${found.length} links`)
  assert.equal(roles.length, found.length, 'each has its place in the structure tree')
  const placed = nodes.filter(({ type }) => type === 'object')
  assert.equal(placed.length, found.length, 'and what is pressed belongs to what is read')
  for (const { url, contentsObj } of found) {
    assert.match(url ?? '', /^https:\/\/regelkreis\.example\.com\/(cockpit\?|decisions\/)/)
    assert((contentsObj?.str ?? '').length > 3, 'and says where it leads')
  }
  const none = await read(await pdfOf({ ...facts, address: null }))
  assert.equal(none.links.length, 0)
})

for (const kind of REPORT_KINDS) {
  for (const rhythm of RHYTHMS) {
    test(`pdf: ${kind} of a ${rhythm}, however much there is to tell, keeps to six pages`, async () => {
      for (const language of LANGUAGES) {
        const { pages, text } = await read(await pdfOf(fullFacts(kind, rhythm), language))
        assert(pages >= 4 && pages <= PAGES_MAX, `${language}: ${pages} pages`)
        // What was left out is said.
        const cut = language === 'de' ? /Gezeigt sind die ersten/ : /are shown\./
        assert.match(text, cut)
      }
    })
  }
}
