import assert from 'node:assert/strict'
import test from 'node:test'
import vm from 'node:vm'
import { type SnippetOptions, snippetsOf, tagManagerSnippet } from './snippets.ts'

const options: SnippetOptions = {
  base: 'https://daten.pumpen.example/m',
  siteKey: 'pumpen-1',
  consent: 'none',
  respect: [],
  more: [],
  hasHashRoutes: false,
}
const everything: SnippetOptions = {
  ...options,
  consent: 'statistics',
  respect: ['dnt', 'gpc'],
  more: ['scroll', 'tcf'],
  hasHashRoutes: true,
}
const codeOf = (id: string, given = options) =>
  snippetsOf(given).find((snippet) => snippet.id === id)?.code ?? ''

test('snippets: a plain page gets one tag', () => {
  assert.equal(
    codeOf('plain'),
    '<script async src="https://daten.pumpen.example/m/s.js" data-site="pumpen-1"></script>',
  )
})

test('snippets: what is asked for stands in attributes, and in a second tag', () => {
  assert.equal(
    codeOf('plain', everything),
    `<script async src="https://daten.pumpen.example/m/s.js" data-site="pumpen-1" data-consent="statistics" data-respect="dnt gpc" data-hash></script>
<script async src="https://daten.pumpen.example/m/m.js" data-more="scroll tcf"></script>`,
  )
})

test('snippets: WordPress prints the same attributes', () => {
  const code = codeOf('wordpress', everything)
  assert.match(code, /^<\?php\n/)
  for (const line of [
    "'src' => 'https://daten.pumpen.example/m/s.js',",
    "'data-site' => 'pumpen-1',",
    "'data-hash' => true,",
    "'data-more' => 'scroll tcf',",
  ]) {
    assert(code.includes(line), line)
  }
})

test('snippets: TYPO3 puts each tag on a line of its own', () => {
  const lines = codeOf('typo3', everything).trim().split('\n')
  const tags = codeOf('plain', everything).split('\n')
  assert.deepEqual(lines, [
    'page.headerData.7120 = TEXT',
    `page.headerData.7120.value = ${tags[0]}`,
    'page.headerData.7121 = TEXT',
    `page.headerData.7121.value = ${tags[1]}`,
  ])
})

test('snippets: the tag of a tag manager makes the very same elements', () => {
  const made: Record<string, unknown>[] = []
  const createElement = () => {
    const element: Record<string, unknown> = {}
    element.setAttribute = (name: string, value: string) => {
      element[name] = value
    }
    return element
  }
  const document = {
    createElement,
    head: {
      appendChild: ({ setAttribute: _, ...element }: Record<string, unknown>) => made.push(element),
    },
  }
  const code = tagManagerSnippet(everything).code.replace(/<\/?script>/g, '')
  vm.runInNewContext(code, { document })
  assert.deepEqual(
    made.map((element) => ({ ...element })),
    [
      {
        async: true,
        src: 'https://daten.pumpen.example/m/s.js',
        'data-site': 'pumpen-1',
        'data-consent': 'statistics',
        'data-respect': 'dnt gpc',
        'data-hash': '',
      },
      { async: true, src: 'https://daten.pumpen.example/m/m.js', 'data-more': 'scroll tcf' },
    ],
  )
  // Google's compiler takes the syntax of 2009 only.
  assert.doesNotMatch(code, /=>|`|\b(let|const|of)\b/)
})

test('snippets: whatever the address holds, it stays inside its quotes', () => {
  const base = `https://x.example/"'><\\/script><script>alert(1)</script>/`
  for (const { id, code } of snippetsOf({ ...options, base })) {
    const scripts = code.match(/<script/g)?.length ?? 0
    assert.equal(scripts, 1, `${id}: ${code}`)
  }
  assert(codeOf('wordpress', { ...options, base: "https://x.example/o'b/" }).includes("o\\'b"))
})

test('snippets: every text is there in both languages', () => {
  for (const { label, where, steps } of snippetsOf(everything)) {
    assert(steps.length >= 3)
    for (const { de, en } of [label, where, ...steps]) assert(de && en)
  }
})
