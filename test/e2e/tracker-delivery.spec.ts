// The script on a website: that what it saw arrives, and that it never breaks a page.
import { expect } from '@playwright/test'
import { briefs, call, expectHits, NOTHING, onDevice, settle, test } from './helpers/tracked.ts'
import { FOREIGN_INTAKE_HOST } from './helpers/website.ts'

test('nothing is lost when the page is left', async ({ page, site, intake }) => {
  await page.goto(`${site.origin}/`)
  await expectHits(intake, ['page /'])
  // The page is left before the server answered: all 61 hits go at once, and one request holds 50 at most.
  intake.answerAfter(1_000)
  await page.evaluate(`
    for (let number = 0; number < 60; number++) regelkreis('e' + number)
    history.pushState({}, '', '/kurz')
    location.href = '/leistungen'`)
  await page.waitForURL('**/leistungen')
  await expect.poll(() => intake.hits().length).toBe(63)
  const names = intake.hits().flatMap(({ name }) => name ?? [])
  expect(new Set(names)).toEqual(new Set(Array.from({ length: 60 }, (_, number) => `e${number}`)))
  expect(briefs(intake)).toContain('page /kurz')
})

test('with consent what the server did not take outlives the page', async ({
  page,
  site,
  intake,
}) => {
  site.settings.before = "regelkreis('consent', 'statistics')"
  await page.goto(`${site.origin}/`)
  await expectHits(intake, ['page /'])
  await intake.down()
  await call(page, 'anfrage', { wert: 500 })
  await settle(page)
  expect((await onDevice(page)).storage).toEqual(['rk_q', 'rk_v'])
  await page.goto(`${site.otherOrigin}/`)
  await intake.up()
  await page.goto(`${site.origin}/spaeter`)
  await expect.poll(() => briefs(intake).toSorted()).toEqual(['event /', 'page /', 'page /spaeter'])
  await expect.poll(async () => (await onDevice(page)).storage).toEqual([])
  const visitors = new Set(intake.hits().map(({ visitorId }) => visitorId))
  expect(visitors.size).toBe(1)
})

test('without consent what the server did not take is tried again, from memory', async ({
  page,
  site,
  intake,
}) => {
  intake.refuseWith(429)
  await page.goto(`${site.origin}/`)
  await call(page, 'anfrage')
  await settle(page)
  expect(await onDevice(page)).toEqual(NOTHING)
  intake.refuseWith(503)
  await page.waitForTimeout(1_200)
  expect(intake.hits()).toEqual([])
  intake.refuseWith(null)
  await expectHits(intake, ['page /', 'event /'])
})

test('a refusal is an answer: it is not tried again', async ({ page, site, intake }) => {
  intake.refuseWith(400)
  await page.goto(`${site.origin}/`)
  await settle(page)
  intake.refuseWith(null)
  await call(page, 'danach')
  await expectHits(intake, ['event /'])
  await page.waitForTimeout(1_200)
  await expectHits(intake, ['event /'])
})

test('the intake of another domain: an id in the storage of the site, and no cookie', async ({
  page,
  site,
  intake,
}) => {
  site.settings.base = intake.base(FOREIGN_INTAKE_HOST)
  site.settings.before = "regelkreis('consent', 'statistics')"
  await page.goto(`${site.origin}/`)
  await page.goto(`${site.origin}/preise`)
  await expectHits(intake, ['page /', 'page /preise'])
  const [first, second] = intake.hits()
  expect(second?.visitorId).toBe(first?.visitorId)
  expect(await onDevice(page)).toEqual({ cookies: [], storage: ['rk_v'] })
  await call(page, 'consent', 'none')
  expect(await onDevice(page)).toEqual(NOTHING)
})

test('a strict content security policy: the hosts of the snippet are enough', async ({
  page,
  site,
  intake,
}) => {
  const { origin } = new URL(site.settings.base)
  site.settings.csp = `default-src 'none'; script-src ${origin}; connect-src ${origin}; form-action 'self'; require-trusted-types-for 'script'`
  site.settings.attributes = 'data-consent="statistics"'
  await page.goto(`${site.origin}/`)
  await page.getByRole('button', { name: 'Senden' }).click()
  await page.waitForURL('**/danke?email=&regelkreis_visitor=*')
  await expectHits(intake, ['page /', 'form /', 'page /danke'])

  site.settings.csp = `default-src 'none'; script-src ${origin}`
  await page.goto(`${site.origin}/stumm`)
  await call(page, 'nichts')
  await settle(page)
  await page.goto(`${site.otherOrigin}/`)
  await expectHits(intake, ['page /', 'form /', 'page /danke'])
})

test('storage that is forbidden, and properties that cannot be written', async ({
  page,
  context,
  site,
  intake,
}) => {
  await context.addInitScript(`
    Object.defineProperty(window, 'localStorage', {
      get() { throw new DOMException('no', 'SecurityError') },
    })`)
  site.settings.before = "regelkreis('consent', 'statistics')"
  await page.goto(`${site.origin}/`)
  await page.evaluate(`
    const circle = {}
    circle.self = circle
    regelkreis('kreis', circle)
    regelkreis('danach')`)
  await expectHits(intake, ['page /', 'event /'])
})
