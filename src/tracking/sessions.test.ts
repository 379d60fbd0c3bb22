import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evidenceOf, NO_SURROUNDINGS } from './evidence.ts'
import {
  type CampaignMark,
  campaignMark,
  NO_CAMPAIGN,
  placeHit,
  type Session,
  type SessionHit,
  sessionRules,
} from './sessions.ts'

const RULES = sessionRules()
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const at = (time: string, day = '2026-03-02'): number => Date.parse(`${day}T${time}:00Z`)

const hit = (time: number, more: Partial<SessionHit> = {}): SessionHit => ({
  at: time,
  campaign: NO_CAMPAIGN,
  isReturn: false,
  isServer: false,
  ...more,
})

const campaign = (search: string): CampaignMark =>
  campaignMark(evidenceOf(`https://a.example/${search}`, '', NO_SURROUNDINGS))

/** The sessions after all hits came in this order, oldest first; no window may ever shrink. */
function sessionsAfter(hits: readonly SessionHit[], rules = RULES): Session[] {
  const sessions = new Map<string, Session>()
  for (const [index, each] of hits.entries()) {
    const placement = placeHit([...sessions.values()], each, rules)
    if (placement.type === 'alone') continue
    if (placement.type === 'starts') {
      const id = `s${index}`
      sessions.set(id, { id, from: placement.from, until: each.at, campaign: placement.campaign })
      continue
    }
    const { session, absorbed } = placement
    for (const id of [session.id, ...absorbed]) {
      const before = sessions.get(id)
      assert(before && session.from <= before.from && session.until >= before.until, 'shrank')
    }
    for (const id of absorbed) sessions.delete(id)
    sessions.set(session.id, session)
  }
  return [...sessions.values()].toSorted((a, b) => a.from - b.from)
}

const windows = (sessions: readonly Session[]) => sessions.map(({ from, until }) => [from, until])

const count = (...times: number[]) => sessionsAfter(times.map((time) => hit(time))).length

test('session: 10:58 and 11:02 are one, 14:05 and 14:55 are two', () => {
  assert.equal(count(at('10:58'), at('11:02')), 1)
  assert.equal(count(at('14:05'), at('14:55')), 2)
})

test('session: 30 minutes are no pause yet, a millisecond more is', () => {
  assert.equal(count(0, 30 * MINUTE), 1)
  assert.equal(count(0, 30 * MINUTE + 1), 2)
})

test('session: midnight does not split, in no time zone', () => {
  assert.equal(count(at('23:50'), at('00:10', '2026-03-03')), 1)
  assert.equal(count(at('22:50'), at('23:10')), 1)
})

test('session: nobody stays longer than 24 hours', () => {
  const everyQuarter = Array.from({ length: 4 * 25 + 1 }, (_, index) => index * 15 * MINUTE)
  assert.deepEqual(windows(sessionsAfter(everyQuarter.map((time) => hit(time)))), [
    [0, 24 * HOUR],
    [24 * HOUR + 15 * MINUTE, 25 * HOUR],
  ])
})

test('session: the pause can be set from 5 to 480 minutes', () => {
  assert.deepEqual(
    [1, 5, 45, 480, 9999].map((minutes) => sessionRules(minutes).idleMs / MINUTE),
    [5, 5, 45, 480, 480],
  )
  assert.equal(sessionsAfter([hit(at('14:05')), hit(at('14:55'))], sessionRules(60)).length, 1)
})

const spring = campaign('?utm_source=linkedin&utm_medium=cpc&utm_campaign=spring')
const summer = campaign('?utm_source=linkedin&utm_medium=cpc&utm_campaign=summer')

test('session: a new campaign begins one, the same campaign again does not', () => {
  const again = campaign('?utm_campaign=SPRING&utm_medium=cpc&utm_source=LinkedIn')
  const at0 = hit(0, { campaign: spring })
  assert.equal(sessionsAfter([at0, hit(MINUTE, { campaign: again })]).length, 1)
  assert.equal(sessionsAfter([at0, hit(MINUTE, { campaign: summer })]).length, 2)
  assert.equal(sessionsAfter([hit(0), hit(MINUTE, { campaign: spring })]).length, 2)
})

test('session: a new click begins one, a reload of the landing page does not', () => {
  const click = (id: string) => hit(Number(id) * MINUTE, { campaign: campaign(`?gclid=${id}`) })
  const reload = hit(3 * MINUTE, { campaign: campaign('?gclid=2') })
  assert.deepEqual(
    windows(sessionsAfter([click('1'), click('2'), reload])).map(([, until = 0]) => until / MINUTE),
    [1, 3],
  )
})

test('session: after a campaign, pages without one belong to it', () => {
  const hits = [hit(0), hit(MINUTE, { campaign: spring }), hit(2 * MINUTE), hit(20 * MINUTE)]
  assert.deepEqual(windows(sessionsAfter(hits)), [
    [0, 0],
    [MINUTE, 20 * MINUTE],
  ])
})

test('session: a return from a payment goes on with the visit, however long it took', () => {
  const [only, ...others] = sessionsAfter([
    hit(0, { campaign: spring }),
    hit(50 * MINUTE, { isReturn: true }),
    hit(55 * MINUTE),
  ])
  assert.equal(others.length, 0)
  assert.deepEqual(only?.campaign, spring)
  assert.equal(sessionsAfter([hit(0), hit(25 * HOUR, { isReturn: true })]).length, 2)
})

test('session: what a server sends belongs to an open one, prolongs none and begins none', () => {
  const server = (time: number) => hit(time, { isServer: true })
  assert.deepEqual(placeHit([], server(0), RULES), { type: 'alone' })
  const [open] = sessionsAfter([hit(0)])
  assert(open)
  assert.deepEqual(placeHit([open], server(10 * MINUTE), RULES), {
    type: 'joins',
    session: open,
    isLanding: false,
    absorbed: [],
  })
  assert.deepEqual(placeHit([open], server(31 * MINUTE), RULES), { type: 'alone' })
})

test('session: a landing that comes in after its events is their landing', () => {
  const landing = hit(0, { campaign: spring })
  const [open] = sessionsAfter([hit(5000)])
  assert(open)
  const placement = placeHit([open], landing, RULES)
  assert(placement.type === 'joins' && placement.isLanding)
  assert.deepEqual(placement.session.campaign, spring)
})

test('session: a late page in the gap makes two visits one', () => {
  const early = [hit(0), hit(50 * MINUTE)]
  assert.equal(sessionsAfter(early).length, 2)
  assert.deepEqual(windows(sessionsAfter([...early, hit(25 * MINUTE)])), [[0, 50 * MINUTE]])
})

test('session: a late page in the gap does not take away the next campaign', () => {
  const hits = [hit(0), hit(50 * MINUTE, { campaign: spring }), hit(25 * MINUTE)]
  assert.deepEqual(windows(sessionsAfter(hits)), [
    [0, 25 * MINUTE],
    [50 * MINUTE, 50 * MINUTE],
  ])
})

/** By its definition: hits in order, cut where the pause is longer. */
function cutAtPauses(times: readonly number[]): number[][] {
  const result: number[][] = []
  let last: number[] | undefined
  for (const time of times.toSorted((a, b) => a - b)) {
    if (last && time - (last[1] ?? 0) <= RULES.idleMs) last[1] = time
    else {
      last = [time, time]
      result.push(last)
    }
  }
  return result
}

const anyTimes = fc.array(fc.integer({ min: 0, max: 23 * 60 }), { minLength: 1, maxLength: 30 })

test('session: without campaigns every order of arrival leads to the same sessions', () => {
  fc.assert(
    fc.property(anyTimes, (minutes) => {
      const times = minutes.map((minute) => minute * MINUTE)
      assert.deepEqual(windows(sessionsAfter(times.map((time) => hit(time)))), cutAtPauses(times))
    }),
    { numRuns: 500 },
  )
})

const marks = [NO_CAMPAIGN, NO_CAMPAIGN, spring, summer, campaign('?gclid=1')]
const anyHits = fc.uniqueArray(
  fc.record({ minute: fc.integer({ min: 0, max: 240 }), mark: fc.nat({ max: marks.length - 1 }) }),
  { minLength: 1, maxLength: 25, selector: ({ minute }) => minute },
)
const toHit = ({ minute, mark }: { minute: number; mark: number }) =>
  hit(minute * MINUTE, { campaign: marks[mark] ?? NO_CAMPAIGN })

test('session: in order of time, one begins at every pause and at every new campaign', () => {
  fc.assert(
    fc.property(anyHits, (given) => {
      const hits = given.toSorted((a, b) => a.minute - b.minute).map(toHit)
      let starts = 0
      let previous: SessionHit | null = null
      let current = NO_CAMPAIGN
      for (const each of hits) {
        const { utm, clickIds } = each.campaign
        const isNew =
          (utm !== null && utm !== current.utm) ||
          clickIds.some((id) => !current.clickIds.includes(id))
        if (previous === null || each.at - previous.at > RULES.idleMs || isNew) {
          starts += 1
          current = each.campaign
        }
        previous = each
      }
      assert.equal(sessionsAfter(hits).length, starts)
    }),
    { numRuns: 500 },
  )
})

test('session: in any order, every hit lies in a session and none is longer than a day', () => {
  fc.assert(
    fc.property(anyHits, (given) => {
      const hits = given.map(toHit)
      const sessions = sessionsAfter(hits)
      for (const each of hits) {
        assert(sessions.some(({ from, until }) => from <= each.at && each.at <= until))
      }
      assert(sessions.every(({ from, until }) => until - from <= RULES.longestMs))
    }),
  )
})
