import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EDGE_KINDS, type Edge, groupWithin, isShared, rangesOf } from './identity.ts'

const HOUR = 3_600_000
const edge = (id: string, kind: Edge['kind'], hour: number, person: string): Edge => ({
  id,
  kind,
  at: hour * HOUR,
  visitFrom: (hour - 0.5) * HOUR,
  person,
})
const shown = (edges: readonly Edge[]) =>
  rangesOf(edges).map(({ edgeId, person, from, until }) => [
    edgeId,
    person,
    from / HOUR,
    until / HOUR,
  ])

test('one person: everything, also from before', () => {
  const edges = [edge('1', 'form', 10, 'Erika'), edge('2', 'login', 30, 'Erika')]
  assert.deepEqual(shown(edges), [['1', 'Erika', -Infinity, Infinity]])
  assert.deepEqual(rangesOf([]), [])
})

test('a shared device is split with the visit in which the next person is known', () => {
  const edges = [
    edge('1', 'login', 10, 'Erika'),
    edge('2', 'login', 20, 'Max'),
    edge('3', 'login', 40, 'Erika'),
  ]
  // visits begin half an hour before the login
  assert.deepEqual(shown(edges), [
    ['1', 'Erika', -Infinity, 19.5],
    ['2', 'Max', 19.5, 39.5],
    ['3', 'Erika', 39.5, Infinity],
  ])
  assert.equal(isShared(rangesOf(edges)), true)
  assert.equal(isShared(rangesOf(edges.slice(0, 1))), false)
})

test('two people in one visit: from the instant of the second', () => {
  const first = edge('1', 'form', 10, 'Erika')
  const second = { ...edge('2', 'form', 10.25, 'Max'), visitFrom: first.visitFrom }
  assert.deepEqual(shown([first, second]), [
    ['1', 'Erika', -Infinity, 10.25],
    ['2', 'Max', 10.25, Infinity],
  ])
})

test('a mail that was passed on does not make its reader the one it was sent to', () => {
  const passedOn = edge('1', 'mail_link', 10, 'Erika')
  assert.deepEqual(shown([passedOn]), [['1', 'Erika', -Infinity, Infinity]])
  const form = edge('2', 'form', 20, 'Max')
  assert.deepEqual(shown([passedOn, form]), [['2', 'Max', -Infinity, Infinity]])
  // the link says the same as a form: then it is as good as that
  const own = edge('3', 'form', 30, 'Erika')
  assert.deepEqual(shown([passedOn, form, own]), [
    ['1', 'Erika', -Infinity, 19.5],
    ['2', 'Max', 19.5, 29.5],
    ['3', 'Erika', 29.5, Infinity],
  ])
})

test('a company counts where no person is known, and for the stretch it was named in', () => {
  const alpha = edge('1', 'group', 10, 'Alpha')
  const beta = edge('2', 'group', 40, 'Beta')
  assert.deepEqual(shown([alpha, beta]), [
    ['1', 'Alpha', -Infinity, 39.5],
    ['2', 'Beta', 39.5, Infinity],
  ])
  const person = edge('3', 'identify', 20, 'Erika')
  assert.deepEqual(shown([alpha, beta, person]), [['3', 'Erika', -Infinity, Infinity]])
  const until = (hour: number) => ({ from: -Infinity, until: hour * HOUR })
  assert.equal(groupWithin([alpha, beta, person], until(30))?.person, 'Alpha')
  assert.equal(groupWithin([alpha, beta, person], until(50))?.person, 'Beta')
  assert.equal(groupWithin([person], until(50)), undefined)
})

const edgesOf = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...EDGE_KINDS),
      hour: fc.integer({ min: 0, max: 500 }),
      length: fc.option(fc.integer({ min: 0, max: 30 }), { nil: null }),
      person: fc.constantFrom('Erika', 'Max', 'Ada'),
    }),
    { maxLength: 12 },
  )
  .map((given) =>
    given.map(
      ({ kind, hour, length, person }, index): Edge => ({
        id: String(index).padStart(2, '0'),
        kind,
        at: hour * HOUR + index,
        visitFrom: length === null ? null : (hour * 60 - length) * 60_000,
        person,
      }),
    ),
  )

test('the order in which edges come in makes no difference', () => {
  fc.assert(
    fc.property(edgesOf, fc.integer(), (edges, seed) => {
      const shuffled = edges.toSorted(
        (a, b) => ((Number(a.id) * 7 + seed) % 13) - ((Number(b.id) * 7 + seed) % 13),
      )
      assert.deepEqual(rangesOf(shuffled), rangesOf(edges))
    }),
  )
})

test('stretches have no gap, no overlap, and hold who said so in them', () => {
  fc.assert(
    fc.property(edgesOf, (edges) => {
      const ranges = rangesOf(edges)
      if (edges.length === 0) return
      assert.equal(ranges[0]?.from, -Infinity)
      assert.equal(ranges.at(-1)?.until, Infinity)
      for (const [index, range] of ranges.entries()) {
        assert.equal(range.until, ranges[index + 1]?.from ?? Infinity)
        assert.notEqual(range.person, ranges[index + 1]?.person)
      }
      for (const { kind, at, person } of edges) {
        if (kind === 'group' || kind === 'mail_link') continue
        const range = ranges.find(({ from, until }) => at >= from && at < until)
        assert.equal(range?.person, person)
      }
    }),
  )
})

test('two contacts that become one have what both had', () => {
  fc.assert(
    fc.property(edgesOf, (edges) => {
      const merged = edges.map((one) => (one.person === 'Max' ? { ...one, person: 'Erika' } : one))
      const heldBy = (ranges: ReturnType<typeof rangesOf>, at: number) =>
        ranges.find(({ from, until }) => at >= from && at < until)?.person
      for (const { at, kind } of edges) {
        if (kind === 'group' || kind === 'mail_link') continue
        const before = heldBy(rangesOf(edges), at)
        assert.equal(heldBy(rangesOf(merged), at), before === 'Max' ? 'Erika' : before)
      }
    }),
  )
})
