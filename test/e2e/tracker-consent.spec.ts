// The script on a website: what it may know and keep, by the consent of the visitor.
import { expect } from '@playwright/test'
import {
  brief,
  briefs,
  call,
  expectHits,
  NOTHING,
  onDevice,
  settle,
  test,
} from './helpers/tracked.ts'
import { OTHER_HOST, SITE_HOST, SITE_KEY } from './helpers/website.ts'

test('without consent everything is counted and nothing is on the device', async ({
  page,
  site,
  intake,
}) => {
  await page.goto(`${site.origin}/?utm_source=newsletter#utm_campaign=mai`)
  await expectHits(intake, ['page /'])
  await call(page, 'demo_request', { product: 'P 200' })
  await page.getByRole('link', { name: 'Leistungen' }).click()
  await expectHits(intake, ['page /', 'event /', 'page /leistungen'])

  const [first, event] = intake.hits()
  expect(first?.address).toBe(`${site.origin}/?utm_source=newsletter#utm_campaign=mai`)
  expect([event?.name, event?.properties]).toEqual(['demo_request', { product: 'P 200' }])
  for (const { consent, visitorId, siteKey } of intake.hits()) {
    expect([consent, visitorId, siteKey]).toEqual(['none', null, SITE_KEY])
  }
  expect(await onDevice(page)).toEqual(NOTHING)
  expect(intake.requests.map(({ cookie }) => cookie).join('')).toBe('')
})

test('a journey over five days is one visitor', async ({ page, context, site, intake }) => {
  site.settings.before = "regelkreis('consent', 'marketing')"
  const day = async (number: number) => {
    const at = Date.parse(`2026-03-0${number}T09:30:00Z`)
    await context.clock.setFixedTime(at)
    intake.setClock(() => at)
    await page.goto('about:blank')
  }
  await day(2)
  await page.goto(`${site.origin}/pumpen?utm_source=linkedin&utm_medium=paid_social&li_fat_id=x1`)
  await expectHits(intake, ['page /pumpen'])
  await day(3)
  await page.goto(`${site.otherOrigin}/?to=/preise`)
  await page.getByRole('link').click()
  await expect.poll(() => intake.hits().length).toBe(2)
  await day(4)
  await page.goto(`${site.origin}/`)
  await expect.poll(() => intake.hits().length).toBe(3)
  await day(5)
  await page.goto(`${site.origin}/app`)
  await page.evaluate("history.pushState({}, '', '/app/auslegung')")
  await expect.poll(() => intake.hits().length).toBe(5)
  await day(6)
  await page.goto(`${site.origin}/kontakt`)
  await page.getByRole('textbox').first().fill('anna@kunde.example')
  await page.getByRole('button', { name: 'Senden' }).click()
  await expect.poll(() => intake.hits().length).toBe(8)

  const day5 = '2026-03-06T09:30:00.000Z'
  const rows = intake
    .hits()
    .map((hit) => [new Date(hit.at).toISOString(), brief(hit), hit.referrer.replace(/:\d+/, '')])
    .toSorted((a, b) => String(a).localeCompare(String(b)))
  expect(rows).toEqual([
    ['2026-03-02T09:30:00.000Z', 'page /pumpen', ''],
    ['2026-03-03T09:30:00.000Z', 'page /preise', `http://${OTHER_HOST}/`],
    ['2026-03-04T09:30:00.000Z', 'page /', ''],
    ['2026-03-05T09:30:00.000Z', 'page /app', ''],
    ['2026-03-05T09:30:00.000Z', 'page /app/auslegung', `http://${SITE_HOST}/app`],
    [day5, 'form /kontakt', ''],
    [day5, 'page /danke', `http://${SITE_HOST}/kontakt`],
    [day5, 'page /kontakt', ''],
  ])
  const visitors = new Set(intake.hits().map(({ visitorId }) => visitorId))
  expect(visitors.size).toBe(1)
  const [visitor] = visitors
  expect(visitor).toMatch(/^[\w-]{22}$/)
  expect(new Set(intake.hits().map(({ consent }) => consent))).toEqual(new Set(['marketing']))
  // The form carried who sent it.
  expect(new URL(page.url()).searchParams.get('regelkreis_visitor')).toBe(visitor)
  // The server's cookie is what lasts: the copy went as soon as it was there.
  const [cookie] = await context.cookies()
  expect([cookie?.name, cookie?.value, cookie?.domain]).toEqual([
    'rk_v',
    visitor,
    '.pumpen.localhost',
  ])
  expect(await onDevice(page)).toEqual({ cookies: ['rk_v'], storage: [] })
})

test('consent that comes late takes the landing with it', async ({ page, site, intake }) => {
  await page.goto(`${site.origin}/?utm_source=messe`)
  await expectHits(intake, ['page /'])
  await page.evaluate("history.pushState({}, '', '/preise')")
  await expectHits(intake, ['page /', 'page /preise'])
  expect(await onDevice(page)).toEqual(NOTHING)
  await call(page, 'consent', 'statistics')
  await call(page, 'consent', 'statistics')
  await expectHits(intake, ['page /', 'page /preise', 'consent /'])
  await settle(page)

  const [landing, , consent] = intake.hits()
  expect(consent).toMatchObject({
    address: landing?.address,
    firstMessageId: landing?.messageId,
    consent: 'statistics',
  })
  expect(consent?.visitorId).toMatch(/^[\w-]{22}$/)
  expect(intake.hits()).toHaveLength(3)
  expect((await onDevice(page)).cookies).toEqual(['rk_v'])
})

test('withdrawal deletes everything at once and tells the server', async ({
  page,
  site,
  intake,
}) => {
  site.settings.attributes = 'data-consent="marketing"'
  await page.goto(`${site.origin}/`)
  await expectHits(intake, ['page /'])
  const visitor = intake.hits()[0]?.visitorId
  await expect.poll(async () => (await onDevice(page)).cookies).toEqual(['rk_v'])
  expect(await call(page, 'visitor')).toBe(visitor)

  // In the same task, before any answer can have come.
  const left = await page.evaluate(`
    regelkreis('consent', 'none');
    [document.cookie, localStorage.length, regelkreis('visitor')]`)
  expect(left).toEqual(['', 0, ''])
  await expectHits(intake, ['page /', 'consent /'])
  expect(intake.hits()[1]).toMatchObject({ consent: 'none', visitorId: visitor })

  await call(page, 'later')
  await expect.poll(() => intake.hits().length).toBe(3)
  expect(intake.hits()[2]).toMatchObject({ consent: 'none', visitorId: null })
  expect(await onDevice(page)).toEqual(NOTHING)

  await call(page, 'consent', 'statistics')
  await expect.poll(() => intake.hits().length).toBe(4)
  expect(intake.hits()[3]?.visitorId).not.toBe(visitor)
})

test('withdrawal on a later page, while the server is down', async ({ page, site, intake }) => {
  site.settings.before = "regelkreis('consent', 'statistics')"
  await page.goto(`${site.origin}/`)
  await expectHits(intake, ['page /'])
  const visitor = intake.hits()[0]?.visitorId
  site.settings.before = "regelkreis('consent', 'none')"
  intake.refuseWith(503)
  await page.goto(`${site.origin}/preise`)
  await expect.poll(() => onDevice(page)).toEqual(NOTHING)
  intake.refuseWith(null)
  await expectHits(intake, ['page /', 'page /preise', 'consent /preise'])
  expect(intake.hits().map((hit) => [hit.consent, hit.visitorId])).toEqual([
    ['statistics', visitor],
    ['none', null],
    ['none', visitor],
  ])
})

test('who somebody is waits for consent to marketing', async ({ page, site, intake }) => {
  site.settings.before = "regelkreis('identify', { email: 'anna@kunde.example' })"
  await page.goto(`${site.origin}/`)
  await call(page, 'consent', 'statistics')
  await expectHits(intake, ['page /', 'consent /'])
  await settle(page)
  expect(intake.requests.map(({ body }) => body).join('')).not.toContain('anna@')
  await call(page, 'consent', 'marketing')
  await expectHits(intake, ['page /', 'consent /', 'consent /', 'identify /'])
  expect(intake.hits()[3]?.properties).toEqual({ email: 'anna@kunde.example' })
})

test('signals of the browser are an objection where the site says so', async ({
  page,
  context,
  site,
  intake,
}) => {
  await context.addInitScript(`
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })
    Object.defineProperty(navigator, 'doNotTrack', { value: '1' })`)
  site.settings.before = "regelkreis('consent', 'marketing')"
  await page.goto(`${site.origin}/`)
  await expectHits(intake, ['page /'])
  await expect.poll(async () => (await onDevice(page)).cookies).toEqual(['rk_v'])
  for (const respect of ['dnt', 'gpc', 'dnt gpc']) {
    site.settings.attributes = `data-respect="${respect}"`
    await page.goto(`${site.origin}/${respect.length}`)
    await settle(page)
    expect(briefs(intake)).toEqual(['page /'])
    // An id from before goes too.
    expect(await onDevice(page)).toEqual(NOTHING)
  }
})

test('own visits are left out by a link, and come back by another', async ({
  page,
  site,
  intake,
}) => {
  site.settings.before = "regelkreis('consent', 'statistics')"
  await page.goto(`${site.origin}/#regelkreis=off`)
  await expectHits(intake, ['page /', 'consent /'])
  expect(intake.hits()[1]?.consent).toBe('none')
  await page.goto(`${site.origin}/preise`)
  await settle(page)
  await expectHits(intake, ['page /', 'consent /'])
  expect(await onDevice(page)).toEqual({ cookies: [], storage: ['rk_o'] })
  await page.goto(`${site.origin}/danke#regelkreis=on`)
  await page.goto(`${site.origin}/preise`)
  await expectHits(intake, ['page /', 'consent /', 'page /preise'])
})

test('the banner of the documentation: asked once, told on every page, withdrawn as easily', async ({
  page,
  site,
  intake,
}) => {
  const banner = page.getByRole('dialog')
  await page.goto(`${site.origin}/banner`)
  await expectHits(intake, ['page /banner'])
  expect(await onDevice(page)).toEqual(NOTHING)
  await banner.getByRole('button', { name: 'Nur Statistik' }).click()
  await expect(banner).toBeHidden()
  await expectHits(intake, ['page /banner', 'consent /banner'])

  await page.goto(`${site.origin}/banner/preise`)
  await expect.poll(() => intake.hits().length).toBe(3)
  await expect(banner).toBeHidden()
  expect(intake.hits()[2]).toMatchObject({ kind: 'page', consent: 'statistics' })

  await page.getByRole('button', { name: 'Einwilligung ändern' }).click()
  await banner.getByRole('button', { name: 'Ablehnen' }).click()
  await expect.poll(() => intake.hits().length).toBe(4)
  expect(intake.hits()[3]).toMatchObject({ kind: 'consent', consent: 'none' })
  // What is left is the decision itself.
  expect(await onDevice(page)).toEqual({ cookies: [], storage: ['einw'] })
  await page.goto(`${site.origin}/banner`)
  await expect(banner).toBeHidden()
})
