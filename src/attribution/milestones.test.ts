import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cents } from '#kernel/money.ts'
import { assertClose, expected, withReference } from '../../test/helpers/attribution-reference.ts'
import { creditCents } from './credit.ts'
import { type Journey, orderTouches, type Touch, UNATTRIBUTED } from './journey.ts'
import { type MilestoneRules, type MilestoneTouches, milestoneTouches } from './milestones.ts'
import { parseModel } from './models.ts'
import { type RuleModel, weigh } from './rule-models.ts'

const RULES: MilestoneRules = { leadCreation: 'first_form', reentry: 'first' }

const MODELS = [
  ['marketo_u', 'milestone_u'],
  ['w_shaped', 'w_shaped'],
  ['full_path', 'full_path'],
] as const
type Theirs = (typeof MODELS)[number][0]

type GivenTouch = { id: string; ts: number; channel: string; form: boolean }

const touch = ({ id, ts, channel, form }: GivenTouch): Touch => ({
  id,
  instant: ts,
  channel,
  session: null,
  isForm: form,
})

type Given = { touches: GivenTouch[]; opp_created_at: number; closed_at: number }

const journeyOf = ({ touches, opp_created_at, closed_at }: Given): Journey => ({
  touches: orderTouches(touches.map(touch), closed_at),
  milestones: { leadCreated: [], opportunityCreated: [opp_created_at] },
  closed: closed_at,
  value: null,
})

const touchesOf = (
  { touches, milestones }: Pick<Journey, 'touches' | 'milestones'>,
  rules: MilestoneRules,
): MilestoneTouches =>
  milestoneTouches(
    {
      ...milestones,
      instants: touches.map(({ instant }) => instant),
      isForm: (index) => touches[index]?.isForm ?? false,
    },
    rules,
  )

function weightsOf(journey: Journey, model: string, rules = RULES): number[] {
  return weigh(parseModel(model) as RuleModel, {
    channels: journey.touches.map(() => 1),
    length: journey.touches.length,
    ages: null,
    milestones: touchesOf(journey, rules),
    isDirect: () => false,
  })
}

const NAMES = { FT: 'first', LC: 'lead', OC: 'opportunity', CW: 'close' } as const

function milestonesByName(journey: Journey): Record<string, string> {
  const touches = touchesOf(journey, RULES)
  const named = Object.entries(NAMES).map(([short, name]) => [
    short,
    touches[name].map((index) => journey.touches[index]?.id).join(),
  ])
  return Object.fromEntries(named.filter(([, id]) => id !== ''))
}

test('accounts: milestones, credit and cents of the reference', withReference, () => {
  type Account = Given & {
    account: string
    amount_cents: number
    milestones: Record<string, string>
    credit: Record<Theirs, Record<string, number>>
    cents: Record<Theirs, Record<string, number>>
  }
  const { accounts } = expected<{ accounts: Account[] }>('accounts')
  assert.equal(accounts.length, 25)
  for (const account of accounts) {
    const journey = journeyOf(account)
    assert.deepEqual(milestonesByName(journey), account.milestones, account.account)
    for (const [theirs, ours] of MODELS) {
      const weights = weightsOf(journey, ours)
      const amount = cents(account.amount_cents)
      const parts = creditCents(amount, weights) ?? []
      const byId = Object.fromEntries(journey.touches.map(({ id }, index) => [id, parts[index]]))
      if (parts.length === 0) byId[UNATTRIBUTED] = amount
      for (const [id, wanted] of Object.entries(account.cents[theirs])) {
        assert.equal(byId[id], wanted, `${account.account} ${theirs} ${id}`)
      }
      assert.equal(
        Object.values(byId).reduce((sum: number, part) => sum + (part ?? 0), 0),
        amount,
      )
      for (const [id, wanted] of Object.entries(account.credit[theirs])) {
        if (id === UNATTRIBUTED) continue
        const index = journey.touches.findIndex((candidate) => candidate.id === id)
        assertClose(weights[index] ?? Number.NaN, wanted, 1e-14, `${account.account} ${id}`)
      }
    }
  }
})

test('published: positions of Marketo Measure, and the credit they mean', withReference, () => {
  type Example = Given & {
    id: string
    published: Record<string, string>
    derived_credit: Record<Theirs, Record<string, [number, string]>>
  }
  const { examples } = expected<{ examples: Example[] }>('published-examples')
  const marketo = examples.find(({ id }) => id === 'marketo-account-positions')
  assert(marketo)
  const journey = journeyOf(marketo)
  assert.deepEqual(milestonesByName(journey), marketo.published)
  for (const [theirs, ours] of MODELS) {
    const weights = weightsOf(journey, ours)
    for (const [index, { id }] of journey.touches.entries()) {
      const wanted = marketo.derived_credit[theirs][id]?.[0] ?? 0
      assertClose(weights[index] ?? Number.NaN, wanted, 1e-15, `${theirs} ${id}`)
    }
  }
})

const touches: Touch[] = [10, 20, 30, 40].map((instant) => ({
  id: `t${instant}`,
  instant,
  channel: 'x',
  session: null,
  isForm: instant === 20,
}))

test('lead creation: the first form, or the last touch before the lead', () => {
  const journey = { touches, milestones: { leadCreated: [35], opportunityCreated: [] } }
  assert.deepEqual(touchesOf(journey, RULES).lead, [1])
  const lastBefore = touchesOf(journey, { ...RULES, leadCreation: 'last_before' })
  assert.deepEqual(lastBefore.lead, [2])
})

// entered at 15 and again at 35: the touches before are 10 and 30
test('a stage entered twice: first, last, or evenly', () => {
  const journey: Journey = {
    touches,
    milestones: { leadCreated: [], opportunityCreated: [35, 15] },
    closed: 40,
    value: null,
  }
  const at = (reentry: MilestoneRules['reentry']) =>
    touchesOf(journey, { ...RULES, reentry }).opportunity
  assert.deepEqual([at('first'), at('last'), at('even')], [[0], [2], [0, 2]])
  // W: first touch 30 and half of opportunity 15 on the first, lead 30, other half 15; no middle touch is left
  // between the first and the third, so 10 go to the three milestones
  const third = 10 / 3
  const weights = weightsOf(journey, 'w_shaped', { ...RULES, reentry: 'even' })
  const wanted = [45 + third * 1.5, 30 + third, 15 + third / 2, 0]
  for (const [index, weight] of weights.entries()) {
    assertClose(weight, (wanted[index] ?? 0) / 100, 1e-15, `touch ${index}`)
  }
})

// first touch 40, lead 20, middle 40 that nobody stands in: 20 more to each, evenly and not in proportion
test('without a middle touch its share goes evenly to the milestones', () => {
  const journey: Journey = {
    touches: touches.slice(0, 2),
    milestones: { leadCreated: [], opportunityCreated: [] },
    closed: 40,
    value: null,
  }
  assert.deepEqual(weightsOf(journey, 'custom:40/20/0/0/40'), [0.6, 0.4])
})

test('a model of milestones that were not reached gives nothing', () => {
  const journey: Journey = {
    touches: touches.map((each) => ({ ...each, isForm: false })),
    milestones: { leadCreated: [], opportunityCreated: [] },
    closed: 40,
    value: null,
  }
  assert.deepEqual(weightsOf(journey, 'custom:0/50/50/0/0'), [])
  assert.equal(creditCents(cents(100), []), null)
})

test('a touch at the very instant a milestone was reached is the one before it', () => {
  const journey = { instants: [100, 200, 300], isForm: () => false }
  const reached = { leadCreated: [200], opportunityCreated: [300] }
  const rules: MilestoneRules = { leadCreation: 'last_before', reentry: 'first' }
  const { lead, opportunity } = milestoneTouches({ ...journey, ...reached }, rules)
  assert.deepEqual([lead, opportunity], [[1], [2]])
})

// 10 first, 30 lead (entered at both touches), 20 of nobody in the middle: 10 more for each of the two milestones.
// The first touch has 20 + 40/2 of 60, the second 40/2.
test('the share of an empty middle goes to milestones, not to the touches that hold them', () => {
  const milestones = { first: [0], lead: [0, 1], opportunity: [], close: [1] }
  const weights = weigh(parseModel('custom:10/30/0/0/20') as RuleModel, {
    ...{ channels: [1, 1], length: 2, ages: null, milestones },
    isDirect: () => false,
  })
  assertClose(weights[0] ?? 0, 2 / 3, 1e-12, 'first touch')
  assertClose(weights[1] ?? 0, 1 / 3, 1e-12, 'second touch')
})
