// People: a colleague is added and signs in, a second factor, sessions, the audit trail, the logo.
import { readFile } from 'node:fs/promises'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { codeOfStep, fromBase32, stepAt } from '../../src/access/io/totp.ts'
import { ADMINISTRATOR, setUp, signIn, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'people' })
test.describe.configure({ mode: 'serial' })

const VIKTOR = {
  name: 'Viktor Vertrieb',
  email: 'viktor.vertrieb@beispiel.de',
  password: 'Viktors langer Satz',
}

/** What the app on Viktor's phone holds. */
let phoneKey = ''
let recoveryCodes: string[] = []
let usedStep = 0

/** The next code that was not used yet: each counts once. */
async function nextCode(page: Page): Promise<string> {
  while (stepAt(Date.now()) + 1 <= usedStep) await page.waitForTimeout(500)
  usedStep = Math.max(usedStep + 1, stepAt(Date.now()))
  return codeOfStep(fromBase32(phoneKey), usedStep)
}

const passwordStep = async (page: Page) => {
  await page.goto('/sign-in')
  await page.getByLabel('E-Mail').fill(VIKTOR.email)
  await page.getByLabel(/^Passwort/).fill(VIKTOR.password)
  await page.getByRole('button', { name: 'Anmelden' }).click()
}

const signedIn = (page: Page) => page.getByRole('navigation', { name: 'Hauptnavigation' }).waitFor()

test('an administrator adds a colleague and gets a one-time link; the colleague chooses a password and has the role', async ({
  page,
  server,
  browser,
  baseURL,
}) => {
  await setUp(page, server)
  await page.goto('/users')
  await page.getByRole('link', { name: 'Benutzer anlegen' }).first().click()
  await page.getByLabel(/^Name/).fill(VIKTOR.name)
  await page.getByRole('combobox', { name: 'Rolle' }).click()
  await page.getByRole('option', { name: 'Vertrieb' }).click()
  await page.getByRole('button', { name: 'Anlegen und Link erzeugen' }).click()
  await expect(
    page.getByText('Für die Einladung wird eine E-Mail-Adresse gebraucht.').first(),
  ).toBeVisible()
  await page.getByLabel('E-Mail').fill(VIKTOR.email)
  await takeScreenshots(page, 'user-new')
  await page.getByRole('button', { name: 'Anlegen und Link erzeugen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Einladungslink' })
  const link = await dialog.getByLabel('Einmaliger Link').inputValue()
  await takeScreenshots(page, 'user-link')
  await dialog.getByRole('button', { name: 'Schließen', exact: true }).last().click()
  await expect(page.getByRole('heading', { name: VIKTOR.name, level: 1 })).toBeVisible()

  const other = await browser.newContext({ baseURL, locale: 'de-DE' })
  const theirs = await other.newPage()
  await theirs.goto(link)
  await expect(theirs.getByRole('heading', { name: `Willkommen, ${VIKTOR.name}` })).toBeVisible()
  await theirs.getByLabel(/^Passwort/).fill(VIKTOR.password)
  await theirs.getByRole('button', { name: 'Passwort festlegen und anmelden' }).click()
  await signedIn(theirs)
  await expect(theirs.getByRole('link', { name: 'Leads' })).toBeVisible()
  await theirs.goto('/users')
  await expect(theirs.getByText('Dafür fehlt Ihnen die Berechtigung.')).toBeVisible()
  await other.close()

  await page.goto('/users')
  const row = page.getByRole('row', { name: new RegExp(VIKTOR.name) })
  await expect(row).toContainText('Vertrieb')
  await expect(row).toContainText('Aktiv')
  await takeScreenshots(page, 'users')
})

test('a second factor: QR code, first code, recovery codes; then the password alone is not enough', async ({
  page,
}) => {
  await passwordStep(page)
  await signedIn(page)
  await page.getByRole('button', { name: `Benutzermenü von ${VIKTOR.name}` }).click()
  await page.getByRole('menuitem', { name: 'Anmeldung und Sicherheit' }).click()
  await expect(page.getByText('Diese Sitzung')).toBeVisible()
  await takeScreenshots(page, 'security')
  await page.getByRole('button', { name: 'Zwei-Faktor einrichten' }).click()
  const dialog = page.getByRole('dialog', { name: 'Zwei-Faktor einrichten' })
  await dialog.getByLabel('Ihr Passwort').fill('falsches Passwort')
  await dialog.getByRole('button', { name: 'Weiter' }).click()
  await expect(dialog.getByText('Das Passwort stimmt nicht.')).toBeVisible()
  await dialog.getByLabel('Ihr Passwort').fill(VIKTOR.password)
  await dialog.getByRole('button', { name: 'Weiter' }).click()
  await expect(dialog.getByAltText('QR-Code für die Authentifizierungs-App')).toBeVisible()
  phoneKey = (await dialog.locator('pre').innerText()).replaceAll(/\s/g, '')
  expect(phoneKey).toMatch(/^[A-Z2-7]{32}$/)
  await takeScreenshots(page, 'two-factor-key')
  await dialog.getByLabel('Code, den die App jetzt anzeigt').fill('000000')
  await dialog.getByRole('button', { name: 'Bestätigen' }).click()
  await expect(dialog.getByText('Dieser Code gilt nicht')).toBeVisible()
  await dialog.getByLabel('Code, den die App jetzt anzeigt').fill(await nextCode(page))
  await dialog.getByRole('button', { name: 'Bestätigen' }).click()
  const list = dialog.getByRole('list', { name: 'Wiederherstellungscodes' })
  await expect(list.getByRole('listitem')).toHaveCount(10)
  recoveryCodes = await list.getByRole('listitem').allInnerTexts()
  await takeScreenshots(page, 'two-factor-recovery')
  await dialog.getByLabel('Ich habe die Codes sicher abgelegt.').check()
  await dialog.getByRole('button', { name: 'Fertig' }).click()
  await expect(page.getByText('Noch 10 Wiederherstellungscodes.')).toBeVisible()

  await page.getByRole('button', { name: `Benutzermenü von ${VIKTOR.name}` }).click()
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await passwordStep(page)
  await expect(page.getByLabel('Code aus der App')).toBeVisible()
  await takeScreenshots(page, 'sign-in-code')
  await page.getByLabel('Code aus der App').fill('000000')
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await expect(page.getByText('Dieser Code gilt nicht')).toBeVisible()
  await page.getByLabel('Code aus der App').fill(await nextCode(page))
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await signedIn(page)
})

test('a recovery code opens once, and turning the second factor off needs password and code', async ({
  page,
}) => {
  const useRecoveryCode = async (code: string) => {
    await passwordStep(page)
    await page.getByRole('button', { name: /Wiederherstellungscode verwenden/ }).click()
    await page.getByLabel('Wiederherstellungscode').fill(code)
    await page.getByRole('button', { name: 'Anmelden' }).click()
  }
  const [one = '', two = ''] = recoveryCodes
  await useRecoveryCode(one.toUpperCase())
  await signedIn(page)
  await page.goto('/account/security')
  await expect(page.getByText('Noch 9 Wiederherstellungscodes.')).toBeVisible()
  await page.context().clearCookies()
  await useRecoveryCode(one)
  await expect(page.getByText('Dieser Code gilt nicht')).toBeVisible()
  await page.getByLabel('Wiederherstellungscode').fill(two)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await signedIn(page)

  await page.goto('/account/security')
  await page.getByRole('button', { name: 'Zwei-Faktor ausschalten' }).click()
  const dialog = page.getByRole('dialog', { name: 'Zwei-Faktor ausschalten' })
  await dialog.getByLabel('Ihr Passwort').fill(VIKTOR.password)
  await dialog.getByLabel(/^Code aus der App oder/).fill(recoveryCodes[2] ?? '')
  await takeScreenshots(page, 'two-factor-off')
  await dialog.getByRole('button', { name: 'Ausschalten', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Zwei-Faktor einrichten' })).toBeVisible()
})

test('a role that needs a second factor leads there and nowhere else; afterwards the program opens', async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page)
  await page.goto('/two-factor-roles')
  await page.getByLabel('Vertrieb').check()
  await takeScreenshots(page, 'two-factor-roles')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByText('Die Zwei-Faktor-Pflicht ist gespeichert.')).toBeVisible()

  const other = await browser.newContext({ baseURL, locale: 'de-DE', reducedMotion: 'reduce' })
  const theirs = await other.newPage()
  await passwordStep(theirs)
  await expect(theirs.getByRole('heading', { name: 'Zwei-Faktor einrichten' })).toBeVisible()
  await theirs.goto('/leads')
  await expect(theirs.getByRole('heading', { name: 'Zwei-Faktor einrichten' })).toBeVisible()
  await takeScreenshots(theirs, 'two-factor-gate')
  await theirs.getByLabel('Ihr Passwort').fill(VIKTOR.password)
  await theirs.getByRole('button', { name: 'Weiter' }).click()
  phoneKey = (await theirs.locator('pre').innerText()).replaceAll(/\s/g, '')
  usedStep = 0
  await theirs.getByLabel('Code, den die App jetzt anzeigt').fill(await nextCode(theirs))
  await theirs.getByRole('button', { name: 'Bestätigen' }).click()
  await theirs.getByLabel('Ich habe die Codes sicher abgelegt.').check()
  await theirs.getByRole('button', { name: 'Fertig' }).click()
  await signedIn(theirs)
  await other.close()
})

const openUser = async (page: Page, name: string) => {
  await page.goto('/users')
  await page.getByRole('link', { name, exact: true }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

test('locking somebody ends the session at once; a lost second factor is reset; the last administrator stays', async ({
  page,
  browser,
  baseURL,
}) => {
  await signIn(page)
  const other: BrowserContext = await browser.newContext({ baseURL, locale: 'de-DE' })
  const theirs = await other.newPage()
  await passwordStep(theirs)
  await theirs.getByLabel('Code aus der App').fill(await nextCode(theirs))
  await theirs.getByRole('button', { name: 'Anmelden' }).click()
  await signedIn(theirs)

  await openUser(page, VIKTOR.name)
  await expect(page.getByRole('heading', { name: 'Sitzungen' })).toBeVisible()
  await expect(page.getByText('Chrome auf Linux').first()).toBeVisible()
  await takeScreenshots(page, 'user')
  await page.getByRole('button', { name: 'Sperren' }).click()
  const dialog = page.getByRole('dialog', { name: `${VIKTOR.name} sperren?` })
  await dialog.getByRole('button', { name: 'Sperren' }).click()
  await expect(page.getByText('Gesperrt; alle Sitzungen sind beendet.')).toBeVisible()
  await theirs.goto('/leads')
  await expect(theirs.getByRole('heading', { name: 'Anmelden' })).toBeVisible()
  await other.close()

  await page.getByRole('button', { name: 'Entsperren' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Entsperren' }).click()
  await expect(page.getByText('Entsperrt.')).toBeVisible()
  await page.getByRole('button', { name: 'Zwei-Faktor zurücksetzen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Zwei-Faktor zurücksetzen' }).click()
  await expect(page.getByText('Zwei-Faktor ist zurückgesetzt.')).toBeVisible()

  await openUser(page, ADMINISTRATOR.name)
  await page.getByRole('button', { name: 'Sperren' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sperren' }).click()
  await expect(
    page.getByText('Das ist der letzte Benutzer mit der Rolle Administration'),
  ).toBeVisible()
  await page.keyboard.press('Escape')
})

test('the audit trail: filtered by action and text in the address, opened with before and after, exported', async ({
  page,
}) => {
  await signIn(page)
  await page.goto('/audit')
  await expect(page.getByRole('row', { name: /Anmeldung abgewiesen/ }).first()).toBeVisible()
  await takeScreenshots(page, 'audit')
  await page.getByRole('combobox', { name: 'Aktion' }).click()
  await page.getByRole('option', { name: 'Geändert', exact: true }).click()
  await expect(page).toHaveURL(/action=update/)
  await page.getByLabel('Suchen', { exact: true }).last().fill('sales')
  await expect(page).toHaveURL(/q=sales/)
  const row = page.getByRole('row', { name: /Rollen mit Zwei-Faktor-Pflicht: – → Vertrieb/ })
  await expect(row).toBeVisible()
  await row.getByRole('link').click()
  const event = page.getByRole('dialog', { name: /^Eintrag/ })
  await expect(event.getByRole('cell', { name: 'Rollen mit Zwei-Faktor-Pflicht' })).toBeVisible()
  await expect(event).toContainText('Vorher')
  await takeScreenshots(page, 'audit-event')
  await page.reload()
  await expect(page.getByRole('dialog', { name: /^Eintrag/ })).toContainText(ADMINISTRATOR.name)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Exportieren' }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'CSV' }).click()
  const file = await (await waiting).path()
  const lines = (await readFile(file, 'utf8')).split('\r\n')
  expect(lines[0]).toBe('\ufeffNr.;Zeitpunkt;Wer;Aktion;Art;Datensatz;Änderungen;Grund;Id')
  expect(lines[1]).toContain(
    `${ADMINISTRATOR.name};Geändert;Einstellung;;Rollen mit Zwei-Faktor-Pflicht: – → Vertrieb;`,
  )
  expect(lines).toHaveLength(3)
})

test('the logo of the company stands in the header and on the sign-in page', async ({ page }) => {
  await signIn(page)
  await page.goto('/settings')
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 160, height: 40 } })
  const choose = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Bild auswählen' }).click()
  await (await choose).setFiles({ name: 'logo.png', mimeType: 'image/png', buffer: picture })
  const banner = page.getByRole('banner')
  await expect(banner.getByRole('img', { name: 'Beispiel Pumpen GmbH' })).toBeVisible()
  await takeScreenshots(page, 'settings-logo')
  await page.context().clearCookies()
  await page.goto('/sign-in')
  const logo = page.getByRole('img', { name: 'Beispiel Pumpen GmbH' })
  await expect(logo).toBeVisible()
  expect(
    await logo.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
  ).toBe(160)
  await takeScreenshots(page, 'sign-in-logo')
})
