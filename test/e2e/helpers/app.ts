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
