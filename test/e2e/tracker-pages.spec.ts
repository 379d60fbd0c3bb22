// The script on a website: what counts as a page, a click, a form.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { briefs, call, expectHits, settle, test, watchFor } from './helpers/tracked.ts'
import { SITE_KEY } from './helpers/website.ts'

test('an application of one page: every page once', async ({ page, site, intake }) => {
  await page.goto(`${site.origin}/a`)
  await expectHits(intake, ['page /a'])
  const expected = ['page /a']
  const step = async (act: string, ...more: string[]) => {
    await page.evaluate(act)
    await settle(page)
    expected.push(...more)
    expect(briefs(intake)).toEqual(expected)
  }
  await step("history.pushState({}, '', '/b')", 'page /b')
  await step("history.pushState({ again: true }, '', '/b')")
  await step("history.replaceState({}, '', '/c')", 'page /c')
  await step("history.replaceState({}, '', '/c?filter=klein')")
  await step("history.pushState({}, '', '/c?seite=2')", 'page /c')
  await step("location.hash = '#technik'")
  await step('history.go(-2)', 'page /c')
  await step('history.back()', 'page /b')
  await step(
    "history.pushState({}, '', '/weiche'); history.replaceState({}, '', '/ziel')",
    'page /ziel',
  )
  await step("history.pushState({}, '', '/d'); regelkreis('gleich')", 'page /d', 'event /d')
  const referrers = intake.hits().map(({ referrer }) => referrer.replace(site.origin, ''))
  expect(referrers).toEqual([
    '',
    '/a',
    '/b',
    '/c?filter=klein',
    '/c?seite=2',
    '/c?filter=klein',
    '/b',
    '/ziel',
    '/ziel',
  ])
})

test('an application that keeps its pages behind a #', async ({ page, site, intake }) => {
  site.settings.attributes = 'data-hash'
  await page.goto(`${site.origin}/#/start`)
  await page.evaluate("location.hash = '#/produkte'")
  await expect
    .poll(() => intake.hits().map(({ address }) => address.replace(site.origin, '')))
    .toEqual(['/#/start', '/#/produkte'])
})

test('a fragment that is no evidence stays in the browser', async ({ page, site, intake }) => {
  await page.goto(`${site.origin}/#access_token=geheim`)
  await expectHits(intake, ['page /'])
  expect(intake.requests[0]?.body).not.toContain('geheim')
})

test('clicks that lead away are seen and not held up', async ({ page, context, site, intake }) => {
  await page.goto(`${site.origin}/`)
  await expectHits(intake, ['page /'])
  const download = page.waitForEvent('download')
  await page.getByText('Katalog').click()
  await (await download).cancel()
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: 'Partner' }).click({ button: 'middle' })
  await (await opened).close()
  await page.getByRole('link', { name: 'Partner' }).click({ button: 'right' })
  await page.evaluate(`document.querySelector('a[href^="tel:"]')
    .addEventListener('click', (event) => event.preventDefault())`)
  await page.getByRole('link', { name: 'Anrufen' }).click()
  await page.getByRole('link', { name: 'Partner' }).click()
  await page.waitForURL(`${site.otherOrigin}/`)
  await expectHits(intake, ['page /', 'file /', 'out /', 'out /', 'out /'])
  expect(intake.hits().map(({ target }) => target)).toEqual([
    null,
    `${site.origin}/katalog.pdf`,
    `${site.otherOrigin}/`,
    'tel:+49301234567',
    `${site.otherOrigin}/`,
  ])
})

test('forms: only those that ask for it, with the visitor only when there is one', async ({
  page,
  site,
  intake,
}) => {
  await page.goto(`${site.origin}/`)
  await page.getByRole('button', { name: 'Suchen' }).click()
  await page.waitForURL('**/suche?q=')
  await page.getByRole('button', { name: 'Senden' }).click()
  await page.waitForURL('**/danke?email=')
  await expectHits(intake, ['page /', 'page /suche', 'form /suche', 'page /danke'])
  expect(intake.hits()[2]?.name).toBe('demo')
  await call(page, 'consent', 'statistics')
  await page.getByRole('button', { name: 'Senden' }).click()
  await page.waitForURL('**/danke?email=&regelkreis_visitor=*')
  const visitor = new URL(page.url()).searchParams.get('regelkreis_visitor')
  await expect.poll(() => intake.hits().some(({ visitorId }) => visitorId === visitor)).toBe(true)
})

test('two copies of the script count once; one global is all there is', async ({
  page,
  site,
  intake,
}) => {
  const { base } = site.settings
  site.settings.head = `<script async src="${base}s.js?2" data-site="${SITE_KEY}"></script>
<script>window.before = Object.keys(window)</script>`
  await page.goto(`${site.origin}/`)
  await page.evaluate("history.pushState({}, '', '/b')")
  await expectHits(intake, ['page /', 'page /b'])
  await settle(page)
  expect(briefs(intake)).toEqual(['page /', 'page /b'])
  const added = await page.evaluate(
    "Object.keys(window).filter((key) => key !== 'before' && !before.includes(key))",
  )
  expect(added).toEqual(['regelkreis'])
})

test('the second script: how far, how long, and the signal of a TCF banner', async ({
  page,
  site,
  intake,
}) => {
  site.settings.more = 'scroll engage tcf'
  site.settings.head = `<script>
    const listeners = []
    window.__tcfapi = (command, version, callback) => listeners.push(callback)
    window.decide = (purposes, eventStatus) => listeners.forEach((callback) => callback({
      eventStatus, purpose: { consents: Object.fromEntries(purposes.map((purpose) => [purpose, true])) },
    }, true))
  </script>`
  await page.goto(`${site.origin}/`)
  await expectHits(intake, ['page /'])
  const decide = (purposes: number[], status: string) =>
    page.evaluate(`decide(${JSON.stringify(purposes)}, ${JSON.stringify(status)})`)
  await page.waitForFunction("'regelkreis' in window")
  await page.mouse.move(10, 10)
  await decide([1, 3, 4, 7, 8], 'cmpuishown')
  await page.waitForTimeout(1_500)
  await page.mouse.wheel(0, 9_999)
  await page.waitForTimeout(700)
  await page.evaluate("history.pushState({}, '', '/b')")
  await expectHits(intake, ['page /', 'page /b', 'engage /'])
  const { properties, consent } = intake.hits()[2] ?? {}
  expect(consent).toBe('none')
  expect(properties?.scroll).toBe(100)
  expect(Number(properties?.seconds)).toBeGreaterThanOrEqual(1)
  expect(Number(properties?.seconds)).toBeLessThanOrEqual(4)

  const states: string[] = []
  for (const purposes of [
    [1, 7, 8],
    [1, 3, 4, 7, 8],
    [7, 8],
  ]) {
    await decide(purposes, 'useractioncomplete')
    await expect
      .poll(() => intake.hits().filter(({ kind }) => kind === 'consent').length)
      .toBe(states.length + 1)
    states.push(intake.hits().findLast(({ kind }) => kind === 'consent')?.consent ?? '')
  }
  expect(states).toEqual(['statistics', 'marketing', 'none'])
})

test('a page that is made ahead counts when it is shown', async ({
  launchOptions,
  playwright,
  site,
  intake,
}) => {
  // A browser that is watched makes no pages ahead: this one runs alone and reports to the site.
  site.settings.head = `<script type="speculationrules">
    {"prerender": [{"urls": ["/leistungen"], "eagerness": "immediate"}]}</script>
  <script>
    const isAhead = document.prerendering
    if (isAhead) fetch('/bericht?ahead')
    document.addEventListener('prerenderingchange', () => fetch('/bericht?shown'))
    if (location.pathname === '/') setTimeout(() => { location.href = '/leistungen' }, 4000)
  </script>`
  const profile = mkdtempSync(join(tmpdir(), 'regelkreis-browser-'))
  const program = launchOptions.executablePath ?? playwright.chromium.executablePath()
  const args = ['--headless=new', '--disable-gpu', '--no-first-run', `--user-data-dir=${profile}`]
  const browser = spawn(program, [...args, ...(launchOptions.args ?? []), `${site.origin}/`])
  try {
    await expect.poll(() => site.visited).toContain('/bericht?ahead')
    expect(site.visited).not.toContain('/bericht?shown')
    await expect.poll(() => intake.hits().length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(briefs(intake)).toEqual(['page /'])
    await expect.poll(() => site.visited).toContain('/bericht?shown')
    await expectHits(intake, ['page /', 'page /leistungen'])
    expect(intake.hits()[1]?.referrer).toBe(`${site.origin}/`)
  } finally {
    browser.kill('SIGKILL')
    await once(browser, 'close')
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
})

test('a page out of the back/forward cache is a page view', async ({
  playwright,
  launchOptions,
  site,
  intake,
}) => {
  // Playwright turns the cache off.
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
  try {
    const context = await browser.newContext()
    const problems = watchFor(context)
    const page = await context.newPage()
    site.settings.head = `<script>addEventListener('pageshow', ({ persisted }) => { if (persisted) document.title = 'zurück' })</script>`
    await page.goto(`${site.origin}/`)
    await expectHits(intake, ['page /'])
    await page.getByRole('link', { name: 'Partner' }).click()
    await page.waitForURL(`${site.otherOrigin}/`)
    await page.evaluate('history.back()')
    await expect.poll(() => page.title()).toBe('zurück')
    await expectHits(intake, ['page /', 'out /', 'page /'])
    // Come back from there: no new visit from elsewhere.
    expect(intake.hits()[2]?.referrer).toBe(`${site.origin}/`)
    expect(problems()).toEqual([])
  } finally {
    await browser.close()
  }
})
