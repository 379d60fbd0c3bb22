// Returns of worked-examples.json that people enter or visitors make, built up from records and read through the API.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import type { RoiAnswer, RoiRecordsAnswer } from '../src/roi/answer-shapes.ts'
import type { RecruitingAnswer, UpliftsAnswer } from '../src/roi/beside-shapes.ts'
import { ask } from './helpers/app.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

// biome-ignore lint/suspicious/noExplicitAny: each case has numbers of its own
const CASES: Record<string, any> = JSON.parse(
  readFileSync(new URL('examples/roi.json', import.meta.url), 'utf8'),
).cases
const MARCH = 'from=2026-03-01&until=2026-04-01'

async function start() {
  const program = await wholeProgram()
  const user = { name: 'Ada Admin', email: 'ada@example.com', role: 'administrator' } as const
  const password = 'ein langes passwort'
  await createUser(program.db, user, await passwordHash(password), NOW)
  const body = { email: user.email, password }
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', { body })
  const call = async <Answer>(
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    sent?: object,
  ): Promise<Answer> => {
    const answer = await ask(program, method, url, { cookie, ...(sent ? { body: sent } : {}) })
    assert(answer.status < 300, `${method} ${url}: ${JSON.stringify(answer.body)}`)
    return answer.body as Answer
  }
  type Written = { record: { id: string; version: number; key: string }; action: string }
  return {
    program,
    status: async (url: string, sent: object) =>
      (await ask(program, 'POST', url, { cookie, body: sent })).status,
    create: (path: string, sent: object) => call<Written>('POST', `/api/${path}`, sent),
    patch: (path: string, sent: object) => call<Written>('PATCH', `/api/${path}`, sent),
    undo: (path: string, action: string) => call('POST', `/api/${path}/actions/${action}/undo`),
    read: <Answer>(url: string) => call<Answer>('GET', url),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

const partOf = ({ parts }: RoiAnswer, kind: string) => parts.find((part) => part.kind === kind)

test('G1-uplift: entered, seen beside the ROI and in none, changed, undone', async () => {
  const { given, expected } = CASES['G1-uplift']
  await using site = await start()
  const uplifts = () => site.read<UpliftsAnswer>(`/api/roi/uplifts?${MARCH}`)
  assert.deepEqual((await uplifts()).items, [])
  const before = await site.read<RoiAnswer>(`/api/roi?${MARCH}`)
  const { record } = await site.create('stated-uplifts', {
    ...{ name: 'Studie 2025', stated_on: '2026-03-31', channel: 'organic_social' },
    ...{ cases: given.leads, base_rate: given.baseRate, uplift: given.relativeUplift },
    ...{ uplift_kind: 'relative', value: given.value * 100 },
  })
  const [item] = (await uplifts()).items
  assert.equal(item?.cents, expected.euros * 100)
  assert.equal((await uplifts()).certainty, 'expected')
  assert((item?.centsInterval?.low ?? 0) < 0, 'with 100 leads the interval covers nothing')
  assert.equal(item?.isClear, false)
  // in no sum of the ROI, least of all in the strict one
  assert.deepEqual(await site.read<RoiAnswer>(`/api/roi?${MARCH}`), before)
  const other = await site.read<UpliftsAnswer>(`/api/roi/uplifts?${MARCH}&channel=email`)
  assert.deepEqual(other.items, [])

  // as points 45 % would lift 10 % to 55 %: 100 x 0.45 x 15,000 = 675,000
  const changed = await site.patch(`stated-uplifts/${record.id}`, {
    version: record.version,
    changes: { uplift_kind: 'points' },
  })
  assert.equal((await uplifts()).items[0]?.cents, 67_500_000)
  await site.undo('stated-uplifts', changed.action)
  assert.equal((await uplifts()).items[0]?.cents, expected.euros * 100)
  const impossible = { name: 'x', stated_on: '2026-03-01', cases: 10, value: 100 }
  const rates = { base_rate: 0.7, uplift: 0.31, uplift_kind: 'points' }
  assert.equal(await site.status('/api/stated-uplifts', { ...impossible, ...rates }), 422)
})

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const key = () => randomBytes(16).toString('base64url')

/** A visitor out of a newsletter who reaches a goal; each one is somebody else. */
async function reach(
  program: Awaited<ReturnType<typeof start>>['program'],
  site: string,
  goal: string,
  times = 1,
) {
  const [v, s] = [key(), NOW.getTime()]
  const u = 'https://www.pumpen.example/?utm_source=newsletter&utm_medium=email'
  const events = Array.from({ length: times }, () => ({ n: 'event', u, e: goal }))
  const b = [{ n: 'page', u }, ...events].map((hit, place) => ({
    ...{ k: site, m: key(), t: s - 60_000 + place * 1_000, c: 1, v, r: '', w: 1280, l: 'de-DE' },
    ...{ x: '1', ...hit },
  }))
  const answer = await program.app.inject({
    method: 'POST',
    url: '/t',
    headers: { 'content-type': 'text/plain', 'user-agent': AGENT, 'accept-language': 'de-DE' },
    payload: JSON.stringify({ s, b }),
  })
  assert(answer.statusCode < 300, answer.body)
}

test('G1-conversion-values: goals that visitors reach, by the values the program begins with', async () => {
  const { given, expected } = CASES['G1-conversion-values']
  await using site = await start()
  const website = { name: 'Pumpen', domains: ['pumpen.example'], before_consent: 'cookieless' }
  const { record } = await site.create('websites', website)
  await site.patch('settings', { changes: { lead_value_method: 'goal_values' } })
  for (const [goal, count] of Object.entries<number>(given.counts)) {
    // the first visitor does it twice and counts once: `contact_and_goal`
    for (let n = 0; n < count; n++) await reach(site.program, record.key, goal, n === 0 ? 2 : 1)
  }
  const roi = await site.read<RoiAnswer>(`/api/roi?${MARCH}`)
  const part = partOf(roi, 'lead_value')
  assert.equal(part?.cents, expected.conversionValue * 100)
  assert.equal(part?.certainty, 'expected')
  assert.equal(roi.leadValue.leads, 10 + 4 + 2)
  assert.equal(roi.strict.returnCents, 0)
  const records = await site.read<RoiRecordsAnswer>(part?.recordsUrl ?? '')
  assert.equal(records.sumCents, expected.conversionValue * 100)
  assert.equal(
    records.items.reduce((sum, { cents }) => sum + (cents ?? 0), 0),
    expected.conversionValue * 100,
  )
  // nobody of them is a lead: there is no page to open
  assert.deepEqual(
    records.items.filter(({ hasPage }) => hasPage),
    [],
  )
})

test('G1-recruiting: hires of channels of marketing × saving per hire, by channel', async () => {
  const { given, expected } = CASES['G1-recruiting']
  await using site = await start()
  await site.patch('settings', { changes: { saving_per_hire: given.savingPerHire * 100 } })
  const hire = (values: object) => site.create('hires', { hired_on: '2026-03-15', ...values })
  for (let n = 0; n < given.hiresViaSocial; n++) {
    await hire({ position: `Stelle ${n}`, channel: n < 5 ? 'organic_social' : 'employee_social' })
  }
  // nobody knows where from, and a day too late
  await hire({ position: 'Lager' })
  await site.create('hires', { hired_on: '2026-04-01', channel: 'organic_social' })
  for (const channel of ['organic_social', 'organic_social', 'email']) {
    await site.create('job-applications', { applied_on: '2026-03-02', channel })
  }
  const roi = await site.read<RoiAnswer>(`/api/roi?${MARCH}`)
  assert.equal(partOf(roi, 'recruiting')?.cents, expected.recruitingSavings * 100)
  const { rows, savingPerHireCents } = await site.read<RecruitingAnswer>(
    `/api/roi/recruiting?${MARCH}`,
  )
  assert.equal(savingPerHireCents, 350_000)
  // 5 x 3,500 and 3 x 3,500
  assert.deepEqual(
    rows.map(({ channel, applications, hires, savingCents }) => [
      channel,
      applications,
      hires,
      savingCents,
    ]),
    [
      ['organic_social', 2, 5, 1_750_000],
      ['employee_social', 0, 3, 1_050_000],
      ['email', 1, 0, null],
    ],
  )
})
