// node scripts/pictures.ts: makes the pictures of the README again, from the demo company in the real program.
// Needs the built screens (node scripts/setup.mjs) and a Chromium (CHROMIUM_PATH, else /usr/bin/chromium).
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type APIRequestContext, type Browser, chromium } from '@playwright/test'
import { ADMINISTRATOR } from '../test/e2e/helpers/app.ts'
import { testServer } from '../test/helpers/server.ts'

const FOLDER = join(import.meta.dirname, '../docs/pictures')
const LOADING_LIMIT_MS = 300_000
/** Grey bars and turning circles. */
const LOADING = '.mantine-Skeleton-root, .mantine-Loader-root'
const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }

type Picture = {
  readonly name: string
  readonly path: string
  readonly dark?: true
  readonly phone?: true
}

const picturesOf = (month: string): readonly Picture[] => [
  { name: 'cockpit', path: `/cockpit?period=${month}` },
  { name: 'cockpit-dark', path: `/cockpit?period=${month}`, dark: true },
  { name: 'cockpit-phone', path: `/cockpit?period=${month}`, phone: true },
  { name: 'explanation', path: `/cockpit?period=${month}&explain=marketing_roi` },
  { name: 'leads', path: '/leads' },
  { name: 'pipeline', path: '/pipeline' },
]

async function answer(
  request: APIRequestContext,
  method: 'get' | 'post',
  path: string,
  data?: object,
) {
  const response = await request[method](path, data === undefined ? {} : { data })
  if (!response.ok()) throw new Error(`${path}: ${await response.text()}`)
  return response.json()
}

/** Fills the company and returns its last whole month, `yyyy-mm`. */
async function loadDemo(request: APIRequestContext): Promise<string> {
  await answer(request, 'post', '/api/demo')
  const deadline = performance.now() + LOADING_LIMIT_MS
  while (performance.now() < deadline) {
    const { state, error, periods } = await answer(request, 'get', '/api/demo')
    if (state === 'loaded') return periods.last_month.from.slice(0, 7)
    if (state === 'failed') throw new Error(`the demo company was not loaded: ${error}`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('the demo company was not loaded in time')
}

async function take(browser: Browser, baseURL: string, cookies: string, picture: Picture) {
  const context = await browser.newContext({
    baseURL,
    storageState: cookies,
    viewport: picture.phone ? PHONE : WIDE,
    colorScheme: picture.dark ? 'dark' : 'light',
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(picture.path)
  await page.getByRole('main').getByRole('heading').first().waitFor()
  await page.locator(LOADING).first().waitFor({ state: 'detached' })
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(FOLDER, `${picture.name}.png`) })
  await context.close()
  console.log(`docs/pictures/${picture.name}.png`)
}

mkdirSync(FOLDER, { recursive: true })
await using server = await testServer()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const context = await browser.newContext({ baseURL: server.address })
const token = new URL(server.setupLink ?? '').searchParams.get('token')
await answer(context.request, 'post', '/api/setup', { token, ...ADMINISTRATOR })
const month = await loadDemo(context.request)
const cookies = join(server.dataFolder, 'pictures-session.json')
await context.storageState({ path: cookies })
for (const picture of picturesOf(month)) await take(browser, server.address, cookies, picture)
await browser.close()
