import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose, expected, withReference } from '../../test/helpers/attribution-reference.ts'
import { MODELS, parseModel } from './models.ts'
import { type Path, type RuleModel, weigh } from './rule-models.ts'

const DAY_S = 86_400

const path = (channels: readonly number[], ages: readonly number[] | null = null): Path => ({
  channels,
  length: channels.length,
  ages,
  milestones: null,
  isDirect: (channel) => channel === 0,
})

const ofLength = (length: number): Path => path(Array.from({ length }, (_, index) => index + 1))

const rule = (text: string): RuleModel => parseModel(text) as RuleModel

function assertWeights(actual: readonly number[], wanted: readonly number[], tolerance = 1e-15) {
  assert.equal(actual.length, wanted.length)
  for (const [index, weight] of wanted.entries()) {
    assertClose(actual[index] ?? Number.NaN, weight, tolerance, `touch ${index}`)
  }
}

test('position weights: every case of the reference', withReference, () => {
  type Case = { case: string; weights: number[]; model: string; n: number }
  const names: Readonly<Record<string, string>> = {
    u_shaped_40_20_40: 'position_based',
    j_shaped_20_20_60: 'j_shaped',
    inverse_j_60_20_20: 'inverse_j',
  }
  const { cases } = expected<{ cases: Case[] }>('position-weights')
  assert(cases.length >= 15, `${cases.length} cases`)
  for (const { case: name, weights, model, n } of cases) {
    const known =
      names[model] ?? `custom:${/(\d+)[_/](\d+)[_/](\d+)/.exec(model)?.slice(1).join('/')}`
    const ours = rule(known)
    assert(ours, `no model for ${name}`)
    assertWeights(weigh(ours, ofLength(n)), weights)
  }
})

// AdobeDocs, analytics.en, attribution/models.md (A1): 50 for Paid Search 9 days, Social 6 days, Email and
// Display 0 days before; the page prints J 10, 5, 5, 30 and time decay 6.92, 9.32, 16.88, 16.88.
test('published: Adobe, 50 over four touches', () => {
  const touches = path([1, 2, 3, 4], [9 * DAY_S, 6 * DAY_S, 0, 0])
  const credit = (name: string) => weigh(rule(name), touches).map((weight) => weight * 50)
  assertWeights(credit('j_shaped'), [10, 5, 5, 30])
  assertWeights(credit('linear'), [12.5, 12.5, 12.5, 12.5])
  assertWeights(credit('first'), [50, 0, 0, 0])
  const rounded = credit('time_decay').map((amount) => Math.round(amount * 100) / 100)
  assert.deepEqual(rounded, [6.92, 9.32, 16.88, 16.88])
})

test('published: the examples of the reference', withReference, () => {
  type Example = {
    id: string
    order_value: number
    half_life_days: number
    days_before: number[]
    exact: number[] & { time_decay_7d: Record<string, number> }
    touches: { id: string; days_before: number; channel: string }[]
    published: Record<string, number[] & Record<string, number>> & number[]
  }
  const { examples } = expected<{ examples: Example[] }>('published-examples')
  const example = (id: string): Example => {
    const found = examples.find((candidate) => candidate.id === id)
    assert(found, id)
    return found
  }
  const posthog = example('posthog-time-decay')
  const seconds = posthog.days_before.map((days) => days * DAY_S)
  assertWeights(
    weigh(rule(`time_decay:${posthog.half_life_days}`), path([1, 1, 1], seconds)),
    posthog.exact,
  )
  assertWeights(
    weigh(rule('position_based'), ofLength(4)),
    example('salesforce-u-shape').published.u_shaped_40_20_40 ?? [],
  )

  const b2b = example('b2b-12000')
  const touches = path(
    b2b.touches.map(({ channel }) => (channel === 'Direct' ? 0 : 1)),
    b2b.touches.map((touch) => touch.days_before * DAY_S),
  )
  const names = {
    last_non_direct: 'last_non_direct',
    u_shaped_40_20_40: 'position_based',
    linear: 'linear',
    first: 'first',
    last: 'last',
  }
  for (const [theirs, ours] of Object.entries(names)) {
    const amounts = b2b.touches.map(({ id }) => b2b.published[theirs]?.[id] ?? 0)
    assertWeights(
      weigh(rule(ours), touches).map((weight) => weight * b2b.order_value),
      amounts,
      1e-14,
    )
  }
  const decay = b2b.touches.map(({ id }) => b2b.exact.time_decay_7d[id] ?? 0)
  assertWeights(
    weigh(rule('time_decay'), touches).map((weight) => weight * b2b.order_value),
    decay,
    1e-13,
  )
})

// with two touches the middle drops out; 0/100/0 leaves nothing to renormalise: even
test('position: two touches, and a first and last of nothing', () => {
  assertWeights(weigh(rule('position_based:30/60/10'), ofLength(2)), [0.75, 0.25])
  assertWeights(weigh(rule('custom:0/100/0'), ofLength(2)), [0.5, 0.5])
  assertWeights(weigh(rule('custom:0/0/100'), ofLength(3)), [0, 0, 1])
})

test('last non-direct: the last touch when all are direct', () => {
  assert.deepEqual(weigh({ kind: 'last_non_direct' }, path([1, 0, 2, 0])), [0, 0, 1, 0])
  assert.deepEqual(weigh({ kind: 'last_non_direct' }, path([0, 0])), [0, 1])
})

// A B A: two channels, half each; A's half over its two touches
test('linear by channel: repeats share what their channel gets', () => {
  assert.deepEqual(weigh({ kind: 'linear_unique' }, path([1, 2, 1])), [0.25, 0.5, 0.25])
})

test('time decay: journeys of decades do not vanish', () => {
  const years = 40 * 365 * DAY_S
  assertWeights(weigh(rule('time_decay:1'), path([1, 2], [years + DAY_S, years])), [1 / 3, 2 / 3])
})

test('nothing to give it to: no touches, no weights', () => {
  assert.deepEqual(weigh({ kind: 'linear' }, path([])), [])
})

test('models: words, numbers of their own, and what is none', () => {
  assert.deepEqual(parseModel('position_based'), parseModel('custom:40/20/40'))
  assert.deepEqual(parseModel('markov:3'), { kind: 'markov', order: 3, value: 'removal' })
  assert.deepEqual(parseModel('full_path'), MODELS.full_path.model)
  const none = [
    '',
    'Linear',
    'markov:5',
    'markov:1.5',
    'time_decay:0',
    'custom:0/0/0',
    'custom:1/2',
  ]
  for (const text of [...none, 'position_based:1//1', 'custom:0/0/0/0/1', 'toString', 'last:1'])
    assert.equal(parseModel(text), null, text)
})
