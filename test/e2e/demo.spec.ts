// The demo company as a new administrator meets it: load, look at the published figures, remove.
import { expect, type Page } from '@playwright/test'
import { countOf, setUp, signIn, spaced, test } from './helpers/app.ts'
import { expectAccessible, expectNoOverflow, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'demo' })
test.describe.configure({ mode: 'serial', timeout: 480_000 })

const LOADING_MS = 150_000

const banner = (page: Page) => page.getByRole('region', { name: 'Demodaten' })
const block = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })

test('the empty cockpit offers the demo company and fills with it', async ({ page, server }) => {
  await setUp(page, server, { company_name: '', currency: 'EUR', time_zone: 'Europe/Berlin' })
  await signIn(page)
  await page.goto('/cockpit')
  await page.getByRole('button', { name: 'Demofirma laden' }).click()
  await expect(page.getByText('Die Demofirma wird geladen')).toBeVisible()
  await expect(banner(page)).toBeVisible({ timeout: LOADING_MS })
  await expect(banner(page)).toContainText('Technik GmbH ist erfunden')
  await expect(page.getByRole('banner')).toContainText('Technik GmbH')
  await expect(block(page, 'Ergebnis')).toContainText('Umsatz aus Abschlüssen', { timeout: 60_000 })
  await takeScreenshots(page, 'demo-cockpit')
})

test('the published funnel month, and why velocity has three values', async ({ page }) => {
  await signIn(page)
  await banner(page)
    .getByRole('link', { name: /Trichter des Leitfadens/ })
    .click()
  await expect(block(page, 'Ergebnis')).toContainText(spaced('750.000 €'), { timeout: 60_000 })
  await expect(block(page, 'Planbarkeit')).toContainText(spaced('25.000 €'))
  const velocity = block(page, 'Pipeline-Geschwindigkeit')
  const row = (name: string) => velocity.getByRole('row', { name: new RegExp(`^${name}`) })
  await expect(row('mittlerer offener Bestand')).toContainText(/360.*25\.000.*750\.000/)
  await expect(row('angelegt je Monat')).toContainText(/120.*8\.333.*250\.000/)
  await expect(row('tatsächlich gewonnen')).toContainText(/25\.000.*750\.000/)
  await expect(velocity).toContainText('im Mittel 90 Tage offen')
  const funnel = block(page, 'Trichter')
  await funnel.getByText('Als Tabelle').click()
  for (const count of ['30.000', '1.000', '300', '120', '30']) {
    await expect(funnel.getByRole('cell', { name: count, exact: true }).first()).toBeVisible()
  }
  await takeScreenshots(page, 'demo-funnel')
})

test('the published year of social media, and what holds in the demo company', async ({ page }) => {
  await signIn(page)
  await banner(page)
    .getByRole('link', { name: /Social Media im ersten Jahr/ })
    .click()
  await expect(block(page, 'Ergebnis')).toContainText(spaced('420.000 €'), { timeout: 60_000 })
  await expect(block(page, 'Ergebnis')).toContainText(spaced('120.000 €'))
  await banner(page).getByRole('button', { name: 'Warum so?' }).click()
  const why = page.getByRole('dialog')
  await expect(why).toContainText('In ein gewöhnliches Jahr passen beide nicht')
  await expectAccessible(page)
  await why.getByRole('button', { name: 'Schließen', exact: true }).last().click()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoOverflow(page)
})

test('removing it leaves an empty company', async ({ page }) => {
  await signIn(page)
  await banner(page).getByRole('button', { name: 'Demodaten entfernen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Demodaten entfernen' }).click()
  await expect(page.getByRole('button', { name: 'Demofirma laden' })).toBeVisible({
    timeout: LOADING_MS,
  })
  await expect(banner(page)).toHaveCount(0)
  for (const path of ['leads', 'opportunities', 'costs', 'campaigns', 'users']) {
    expect(await countOf(page, path), path).toBe(path === 'users' ? 1 : 0)
  }
})
