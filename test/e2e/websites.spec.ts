// Measuring begins: a website with its script and test page, links with QR codes and out of a table, goals.
import { expect, type Page } from '@playwright/test'
import { createRecord, setUp, signIn, test } from './helpers/app.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'websites' })
test.describe.configure({ mode: 'serial' })

const panel = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })

test.beforeAll(async ({ browser, server }) => {
  const page = await browser.newPage({ baseURL: server.address })
  await setUp(page, server)
  await page.close()
})

test.beforeEach(async ({ page }) => {
  await signIn(page)
})

test('Website: anlegen, Skript einbauen, eigene Besuche ausnehmen', async ({ page }) => {
  await page.goto('/websites')
  await page.getByRole('link', { name: 'Website anlegen' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Pumpen')
  await page
    .getByRole('combobox', { name: 'Eigene Domains' })
    .or(page.getByLabel('Eigene Domains'))
    .first()
    .fill('https://www.pumpen.example/start')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Pumpen' })).toBeVisible()
  await expect(panel(page, 'Ihr Skript')).toContainText(
    'In den letzten 30 Tagen kam kein Besuch an',
  )

  const code = panel(page, 'Skript einbauen').locator('pre')
  await expect(code).toContainText('/m/s.js" data-site="')
  await page.getByLabel('Scrolltiefe').check()
  await expect(code).toContainText('m.js" data-more="scroll"')
  await page.getByRole('combobox', { name: 'Womit ist die Website gemacht?' }).click()
  await page.getByRole('option', { name: 'WordPress' }).click()
  await expect(code).toContainText('Plugin Name: Regelkreis')

  const own = panel(page, 'Eigene Besuche ausnehmen')
  await expect(own).toContainText('https://pumpen.example/#regelkreis=off')
  await own.getByRole('button', { name: 'Diese Adresse ausschließen' }).click()
  await expect(own).toContainText('Sie steht auf der Liste')
  await own.getByRole('button', { name: 'Wieder zählen' }).click()
  await expect(own.getByRole('button', { name: 'Diese Adresse ausschließen' })).toBeVisible()

  const server = panel(page, 'Ereignisse von Servern')
  await server.getByRole('button', { name: 'Schlüssel anzeigen' }).click()
  const key = server.locator('code').filter({ hasText: /^[0-9a-f]{64}$/ })
  const first = await key.textContent()
  await server.getByRole('button', { name: 'Neuen Schlüssel erzeugen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Neuen Schlüssel erzeugen' }).click()
  await expect(key).not.toHaveText(first ?? '')
  await takeScreenshots(page, 'website')
  await page.goto('/websites')
  await expect(page.getByRole('link', { name: 'Pumpen' })).toBeVisible()
  await takeScreenshots(page, 'websites')
})

test('Testseite: drei Ereignisse kommen an und zählen nirgends', async ({ page }) => {
  await page.goto('/websites')
  await page.getByRole('link', { name: 'Pumpen' }).click()
  const opened = page.waitForEvent('popup')
  await page.getByRole('link', { name: 'Testseite öffnen' }).click()
  const tested = await opened
  const step = (name: string) => tested.locator(`[data-step=${name}]`)
  await expect(step('page')).toHaveAttribute('data-arrived', 'true', { timeout: 15_000 })
  await expect(step('event')).toHaveAttribute('data-arrived', 'false')
  const download = tested.waitForEvent('download')
  await tested.getByRole('link', { name: 'Testdatei herunterladen' }).click()
  await download
  await tested.getByRole('button', { name: 'Ereignis senden' }).click()
  await expect(tested.getByText('Ihr Skript funktioniert')).toBeVisible({ timeout: 15_000 })
  await takeScreenshots(tested, 'website-test')
  await tested.close()
  const script = panel(page, 'Ihr Skript')
  await expect(script).toContainText('Ereignis: website_test')
  await expect(script.getByRole('cell', { name: 'Test', exact: true })).toHaveCount(3)
  // Not one visit: tests are marked, and no figure counts them.
  await expect(script).toContainText('In den letzten 30 Tagen kam kein Besuch an')
})

test('Testseite: wer ausgenommen ist, erfährt warum nichts ankommt', async ({ page }) => {
  await page.goto('/websites')
  await page.getByRole('link', { name: 'Pumpen' }).click()
  const link = page.getByRole('link', { name: 'Testseite öffnen' })
  const address = (await link.getAttribute('href')) ?? ''
  await page.evaluate(() => localStorage.setItem('rk_off', '1'))
  await page.goto(address)
  await expect(page.getByRole('alert')).toContainText('Dieser Browser ist ausgenommen', {
    timeout: 20_000,
  })
  await expectAccessible(page)
})

test('Link: feste Wörter, Vorschau, QR-Code', async ({ page, server }) => {
  await createRecord(page, server, 'campaigns', { name: 'Frühjahrsmesse', channel: 'trade_fair' })
  await page.goto('/links/new')
  await page.getByRole('textbox', { name: 'Ziel' }).fill('https://pumpen.example/angebot')
  await page.getByRole('textbox', { name: 'Name' }).fill('Stand 12')
  await page.getByRole('combobox', { name: 'Kampagne' }).click()
  await page.getByRole('option', { name: 'Frühjahrsmesse' }).click()
  await page.getByRole('combobox', { name: 'Quelle' }).fill('Linked In')
  await page.keyboard.press('Escape')
  const preview = panel(page, 'Vorschau')
  await expect(preview).toContainText(
    'https://pumpen.example/angebot?utm_source=linkedin&utm_campaign=fruehjahrsmesse',
  )
  await expect(preview).toContainText('Es fehlt: Medium')
  await expect(page.getByText('Wird zu „linkedin“')).toBeVisible()
  await page.getByRole('combobox', { name: 'Medium' }).click()
  await page.getByRole('option', { name: 'QR-Code (qr)' }).click()
  await expect(preview).not.toContainText('Es fehlt')
  await expect(preview).toContainText('Ein QR-Code folgt seiner Kampagne.')
  await page.getByRole('textbox', { name: 'Kurzcode' }).fill('stand-12')
  await expect(preview).toContainText(`${server.address}/l/stand-12`)
  const code = preview.getByRole('img', { name: /stand-12/ })
  await expect
    .poll(() =>
      code.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    )
    .toBeGreaterThan(0)
  await takeScreenshots(page, 'link-builder')
  await page.getByRole('button', { name: 'Link anlegen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Stand 12' })).toBeVisible()
  await expect(panel(page, 'Weitergeben')).toContainText('/l/stand-12')
  const sheet = page.waitForEvent('download')
  await page.getByRole('link', { name: 'QR-Code herunterladen: PDF zum Drucken' }).click()
  expect((await sheet).suggestedFilename()).toBe('qr-codes.pdf')
  await page.request.get('/l/stand-12', { maxRedirects: 0 })
  await page.reload()
  await expect(panel(page, 'Aufrufe nach Tagen')).toContainText('In den letzten 90 Tagen')
  await takeScreenshots(page, 'link')
})

test('Links aus einer Tabelle: Fehler je Zeile, dann alle auf einmal', async ({ page }) => {
  await page.goto('/links/bulk')
  const choose = (text: string) =>
    page.locator('input[type=file]').setInputFiles({
      name: 'links.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    })
  const good = 'Rollup;https://pumpen.example/;Frühjahrsmesse;Messe Köln;QR-Code'
  await choose(
    `Name;Ziel;Kampagne;Quelle;Medium;Farbe\r\n${good};rot\r\nFalsch;ftp://x;Gibt es nicht;a;b;\r\n`,
  )
  await expect(page.getByText('Eine Zeile hat einen Fehler')).toBeVisible()
  await expect(page.getByText('Nicht erkannte Spalten werden übergangen: Farbe.')).toBeVisible()
  await expect(page.getByText('Eine Kampagne mit diesem Namen gibt es nicht.')).toBeVisible()
  await expect(page.getByRole('button', { name: '2 Links anlegen' })).toBeDisabled()
  await takeScreenshots(page, 'link-bulk')
  await choose(
    `Name;Ziel;Kampagne;Quelle;Medium\r\n${good}\r\n${good.replace('Rollup', 'Flyer')}\r\n`,
  )
  await expect(page.getByText('2 Zeilen sind in Ordnung.')).toBeVisible()
  await page.getByRole('button', { name: '2 Links anlegen' }).click()
  await expect(page.getByText('2 Links sind angelegt.')).toBeVisible()
  await page.getByRole('link', { name: 'Zur Liste' }).click()
  await expect(page.getByRole('link', { name: 'Flyer' })).toBeVisible()
})

test('Auswertung der Links: Aufrufe, falsche Tags, Kampagnen ohne Link', async ({
  page,
  server,
}) => {
  await createRecord(page, server, 'links', {
    name: 'Ohne Tags',
    target: 'https://pumpen.example/',
  })
  await createRecord(page, server, 'campaigns', { name: 'Vergessen', channel: 'email' })
  await page.goto('/links/report')
  const tags = panel(page, 'Nicht oder falsch getaggt')
  await expect(tags).toContainText('Ohne Tags')
  await expect(tags).toContainText('keine UTM-Parameter')
  await expect(panel(page, 'Kampagnen ohne Link')).toContainText('Vergessen')
  await takeScreenshots(page, 'link-report')
})

test('Ziele: Startwerte, ausprobieren, anlegen', async ({ page }) => {
  await page.goto('/goals')
  await expect(page.getByRole('row', { name: /Demo angefragt/ })).toContainText('500 €')
  await page.getByRole('combobox', { name: 'Erreicht durch' }).click()
  await page.getByRole('option', { name: 'Ereignis' }).click()
  await page.getByRole('textbox', { name: 'Seite, Ereignis oder Formular' }).fill('demo_*')
  await expect(page.getByText('Kein Besuch hätte dieses Ziel erreicht.')).toBeVisible()
  await takeScreenshots(page, 'goals')
  await page.getByRole('link', { name: 'Ziel anlegen' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Danke-Seite')
  await page.getByRole('textbox', { name: 'Seite, Ereignis oder Formular' }).fill('/danke')
  await page.getByRole('textbox', { name: 'Wert' }).fill('80')
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Danke-Seite' })).toBeVisible()
  await expect(panel(page, 'Ausprobieren')).toBeVisible()
  await page.goto('/goals')
  await expect(page.getByRole('row', { name: /Danke-Seite/ })).toContainText('80 €')
})
