// The real program behind a browser: one server with an empty database per file.
import { test as base, type Page } from '@playwright/test'
import { type ServerProcess, testServer } from '../../helpers/server.ts'

export const ADMINISTRATOR = {
  name: 'Anna Schäfer',
  email: 'anna.schaefer@beispiel.de',
  password: 'Ein langer Satz als Passwort',
}

export const COMPANY = {
  company_name: 'Beispiel Pumpen GmbH',
  currency: 'EUR',
  time_zone: 'Europe/Berlin',
}

/**
 * `server` starts with the first test of a file and is shared by its tests. Playwright gives files the same
 * worker, and so the same server, unless their `world` differs: every file names its own.
 */
export const test = base.extend<{ baseURL: string }, { world: string; server: ServerProcess }>({
  world: ['', { option: true, scope: 'worker' }],
  server: [
    async ({ world }, use) => {
      if (world === '') throw new Error('a browser test names its world: test.use({ world: ... })')
      const server = await testServer()
      await use(server)
      await server[Symbol.asyncDispose]()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ server }, use) => use(server.address),
})

/** Makes the administrator through the API, for tests that are not about the first start. */
export async function setUp(page: Page, server: ServerProcess, company = COMPANY): Promise<void> {
  const token = new URL(server.setupLink ?? '').searchParams.get('token')
  const response = await page.request.post('/api/setup', {
    headers: { origin: server.address },
    data: { token, ...ADMINISTRATOR, ...company },
  })
  if (!response.ok()) throw new Error(`set-up failed: ${await response.text()}`)
}

/** Signs in through the form. */
export async function signIn(page: Page, { email, password } = ADMINISTRATOR): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-Mail').fill(email)
  await page.getByLabel(/^Passwort/).fill(password)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).waitFor()
}

type Values = Record<string, unknown>

/** Creates a record through the API and returns its id. */
export async function createRecord(
  page: Page,
  server: ServerProcess,
  path: string,
  values: Values,
): Promise<string> {
  const response = await page.request.post(`/api/${path}`, {
    headers: { origin: server.address },
    data: values,
  })
  if (!response.ok()) throw new Error(`${path}: ${await response.text()}`)
  const { record } = (await response.json()) as { record: { id: string } }
  return record.id
}

/** How many records of a kind there are. */
export async function countOf(page: Page, path: string): Promise<number> {
  const response = await page.request.get(`/api/${path}?limit=1`)
  return ((await response.json()) as { count: number }).count
}

/** The ids of the first open, won and lost stage of the pipeline. */
export async function stageIds(page: Page) {
  const response = await page.request.get('/api/opportunity-stages?limit=50&sort=position')
  const { items } = (await response.json()) as { items: { id: string; outcome: string }[] }
  const idOf = (outcome: string) => items.find((stage) => stage.outcome === outcome)?.id ?? ''
  return { open: idOf('open'), won: idOf('won'), lost: idOf('lost') }
}

/** Intl writes no-break spaces; people read spaces. */
export const spaced = (text: string): RegExp =>
  new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s'))
