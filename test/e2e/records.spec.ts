// The first day of a new administrator: set up, enter records by hand, mend them, find them again.
import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { ADMINISTRATOR, COMPANY, signIn, test } from './helpers/app.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'records' })
test.describe.configure({ mode: 'serial' })

test('the set-up link makes the administrator and opens the program', async ({ page, server }) => {
  await page.goto(server.setupLink ?? '')
  await expect(page.getByRole('heading', { name: 'Regelkreis einrichten' })).toBeVisible()
  await takeScreenshots(page, 'setup')
  await page.getByLabel('Ihr Name').fill(ADMINISTRATOR.name)
  await page.getByLabel('E-Mail').fill(ADMINISTRATOR.email)
  await page.getByLabel(/^Passwort/).fill(ADMINISTRATOR.password)
  await page.getByLabel('Name des Unternehmens').fill(COMPANY.company_name)
  await page.getByRole('combobox', { name: 'Zeitzone' }).click()
  await page.getByRole('combobox', { name: 'Zeitzone' }).fill('Berlin')
  await page.getByRole('option', { name: 'Europe/Berlin' }).click()
  await page.getByRole('button', { name: 'Konto anlegen und beginnen' }).click()
  const menu = page.getByRole('navigation', { name: 'Hauptnavigation' })
  await expect(menu.getByRole('link', { name: 'Leads' })).toBeVisible()
  await expect(page.getByText(COMPANY.company_name)).toBeVisible()
})

test('a wrong password is refused without saying which of the two was wrong', async ({ page }) => {
  await page.goto('/leads')
  await expect(page.getByRole('heading', { name: 'Anmelden' })).toBeVisible()
  await takeScreenshots(page, 'sign-in')
  await page.getByLabel('E-Mail').fill(ADMINISTRATOR.email)
  await page.getByLabel(/^Passwort/).fill('falsches Passwort')
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await expect(page.getByText('E-Mail oder Passwort stimmt nicht.')).toBeVisible()
  await page.getByLabel(/^Passwort/).fill(ADMINISTRATOR.password)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await expect(page).toHaveURL(/\/leads$/)
})

test('an account, a contact of it and a lead are entered by hand', async ({ page }) => {
  await signIn(page)
  await page.goto('/accounts')
  await expect(page.getByText('Noch keine Unternehmen')).toBeVisible()
  await takeScreenshots(page, 'accounts-empty')
  await page.getByRole('link', { name: 'Unternehmen anlegen' }).first().click()
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByText('Bitte prüfen Sie eine Angabe:')).toBeVisible()
  await page.getByLabel(/^Name/).fill('Müller Anlagenbau GmbH & Co. KG')
  await page.getByLabel('Website').fill('www.mueller-anlagenbau.de')
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await expect(
    page.getByRole('heading', { name: 'Müller Anlagenbau GmbH & Co. KG', level: 1 }),
  ).toBeVisible()
  await expect(page.getByText('mueller-anlagenbau.de', { exact: true })).toBeVisible()

  await page.getByRole('link', { name: 'Kontakt: Hinzufügen' }).click()
  await expect(page.getByRole('combobox', { name: 'Unternehmen' })).toHaveValue(/Müller Anlagenbau/)
  await page.getByLabel('Vorname').fill('Jürgen')
  await page.getByLabel('Nachname').fill('Groß')
  await page.getByLabel('E-Mail').fill('j.gross@mueller-anlagenbau.de')
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByRole('heading', { name: 'Jürgen Groß', level: 1 })).toBeVisible()

  await page.getByRole('link', { name: 'Lead: Hinzufügen' }).click()
  await page.getByLabel('Nachname').fill('Groß')
  await page.getByLabel('Firma').fill('Müller Anlagenbau')
  await page.getByLabel('Quelle (wie angegeben)').fill('google')
  await page.getByLabel('Erwarteter Wert').fill('1.234,56')
  await takeScreenshots(page, 'lead-new')
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByRole('heading', { name: 'Groß, Müller Anlagenbau' })).toBeVisible()
  await expect(page.getByText('1.234,56 €')).toBeVisible()
})

const openLead = async (page: import('@playwright/test').Page) => {
  await signIn(page)
  await page.goto('/leads')
  await page.getByRole('link', { name: 'Groß', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Groß, Müller Anlagenbau' })).toBeVisible()
}

test('changing where a lead came from asks for a reason, which stands in the history', async ({
  page,
}) => {
  await openLead(page)
  await page.getByRole('button', { name: 'Bearbeiten' }).click()
  await page.getByLabel('Quelle (wie angegeben)').fill('messe')
  await page.getByRole('button', { name: 'Speichern' }).click()
  const dialog = page.getByRole('dialog', { name: 'Grund der Änderung' })
  await expect(dialog).toContainText('Quelle (wie angegeben)')
  await takeScreenshots(page, 'lead-reason')
  await dialog.getByLabel('Grund').fill('Hat am Messestand unterschrieben')
  await dialog.getByRole('button', { name: 'Mit Grund speichern' }).click()
  await expect(page.getByText('Grund: Hat am Messestand unterschrieben')).toBeVisible()
  await expect(page.getByText(/Quelle \(wie angegeben\): google → messe/)).toBeVisible()
})

test('a stage change is an event of the history; an impossible one is refused at its field', async ({
  page,
}) => {
  await openLead(page)
  await page.getByRole('button', { name: 'Bearbeiten' }).click()
  await page.getByRole('combobox', { name: 'Stufe', exact: true }).click()
  await page.getByRole('option', { name: 'MQL', exact: true }).click()
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByText('Stufe: MQL')).toBeVisible()
  await takeScreenshots(page, 'lead')

  await page.getByRole('button', { name: 'Bearbeiten' }).click()
  await page.getByLabel('Gewonnen am', { exact: true }).fill('01.02.2020')
  await page.getByRole('button', { name: 'Speichern' }).click()
  const rule = 'Eine Stufe kann nicht vor dem Anlegen des Leads erreicht worden sein.'
  await expect(page.getByRole('alert').getByText(rule)).toBeVisible()
  await expect(page.getByLabel('Gewonnen am', { exact: true })).toHaveValue('01.02.2020')
  await takeScreenshots(page, 'lead-refused')
})

test('what was typed survives a reload, and somebody else changing the record', async ({
  page,
  server,
}) => {
  await openLead(page)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  await page.getByRole('button', { name: 'Bearbeiten' }).click()
  await page.getByLabel('Telefon').fill('0221 123456')
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await expect(page.getByLabel('Telefon')).toHaveValue('0221 123456')
  await expect(
    page.getByText('nicht gespeicherten Eingaben wurden wiederhergestellt'),
  ).toBeVisible()

  const shown = await (await page.request.get(`/api/leads/${id}`)).json()
  const other = await page.request.patch(`/api/leads/${id}`, {
    headers: { origin: server.address },
    data: { version: shown.record.version, changes: { industry: 'Maschinenbau' } },
  })
  expect(other.status()).toBe(200)
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByText('Jemand anderes hat diesen Eintrag')).toBeVisible()
  await expect(page.getByText(/Geändert wurde inzwischen: Branche/)).toBeVisible()
  await page.getByRole('button', { name: 'Neuen Stand übernehmen' }).click()
  await expect(page.getByLabel('Branche')).toHaveValue('Maschinenbau')
  await expect(page.getByLabel('Telefon')).toHaveValue('0221 123456')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('link', { name: '0221 123456' })).toBeVisible()
  await page.getByRole('alert').getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByText('Die Änderung ist zurückgenommen.')).toBeVisible()
  await expect(page.getByRole('link', { name: '0221 123456' })).toHaveCount(0)
})

test('filters, order and search stand in the address and survive a reload', async ({ page }) => {
  await signIn(page)
  await page.goto('/leads')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Stufe', exact: true }).click()
  await page.getByRole('combobox', { name: 'Stufe' }).click()
  await page.getByRole('option', { name: 'MQL', exact: true }).click()
  await expect(page).toHaveURL(/stage=mql/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Firma' }).click()
  await expect(page).toHaveURL(/sort=company/)
  await page.getByLabel('Suchen in Leads').fill('müller')
  await expect(page).toHaveURL(/q=m%C3%BCller/)
  await page.reload()
  await expect(page.getByText('1 Eintrag')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Groß', exact: true })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'Firma' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  await takeScreenshots(page, 'leads-filtered')
  await page.getByLabel('Suchen in Leads').fill('gibt es nicht')
  await expect(page.getByText('Keine Treffer')).toBeVisible()
})

test('an account that leads depend on cannot be deleted, and says why', async ({ page }) => {
  await signIn(page)
  await page.goto('/accounts')
  await page.getByRole('link', { name: /Müller Anlagenbau/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: /Müller/ })).toBeVisible()
  await takeScreenshots(page, 'account')
  await page.getByRole('button', { name: 'Löschen', exact: true }).click()
  await page.getByRole('button', { name: 'Eintrag löschen' }).click()
  await expect(page.getByText('Löschen ist nicht möglich')).toBeVisible()
  await expectAccessible(page)
})

test('a list is exported as it is filtered', async ({ page }) => {
  await signIn(page)
  await page.goto('/leads?stage=mql')
  await page.getByRole('button', { name: 'Exportieren' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Alle Felder als CSV' }).click(),
  ])
  const text = await readFile(await file.path(), 'utf8')
  expect(text.trim().split('\n')).toHaveLength(2)
  expect(text).toContain('Müller Anlagenbau')
})

test('keys: g then a letter goes, j and k move, / searches, ? helps', async ({ page }) => {
  await signIn(page)
  await page.goto('/accounts')
  await expect(page.getByRole('heading', { level: 1, name: 'Unternehmen' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(page.getByRole('heading', { level: 1, name: 'Leads' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Groß', exact: true })).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: 'Groß', exact: true })).toBeFocused()
  await page.keyboard.press('/')
  await page.getByRole('textbox', { name: 'Suchen', exact: true }).fill('müller')
  await expect(page.getByRole('button', { name: /Müller Anlagenbau GmbH/ })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Tastenkürzel' })).toBeVisible()
})

test('a forgotten session is renewed over the screen', async ({ page, context }) => {
  await signIn(page)
  await page.goto('/accounts/new')
  await page.getByLabel(/^Name/).fill('Süd-Chemie AG')
  await context.clearCookies()
  await page.getByRole('button', { name: 'Anlegen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sitzung abgelaufen' })
  await dialog.getByLabel(/^Passwort/).fill(ADMINISTRATOR.password)
  await dialog.getByRole('button', { name: 'Anmelden' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByLabel(/^Name/)).toHaveValue('Süd-Chemie AG')
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByRole('heading', { name: 'Süd-Chemie AG' })).toBeVisible()
})

test('an invited viewer sees what the role allows and nothing to write with', async ({
  page,
  browser,
  server,
}) => {
  await signIn(page)
  await page.goto('/users/new')
  await page.getByLabel(/^Name/).fill('Vera Öztürk')
  await page.getByLabel('E-Mail').fill('vera@beispiel.de')
  await page.getByRole('combobox', { name: 'Rolle' }).click()
  await page.getByRole('option', { name: 'Betrachter' }).click()
  await page.getByRole('button', { name: 'Anlegen und Link erzeugen' }).click()
  const link = await page.getByRole('textbox', { name: 'Einmaliger Link' }).inputValue()
  await expectAccessible(page)

  const guest = await browser.newPage({ baseURL: server.address, locale: 'de-DE' })
  await guest.goto(link)
  await expect(guest.getByRole('heading', { name: 'Willkommen, Vera Öztürk' })).toBeVisible()
  await guest.getByLabel(/^Passwort/).fill('noch ein langer Satz')
  await guest.getByRole('button', { name: 'Passwort festlegen und anmelden' }).click()
  const menu = guest.getByRole('navigation', { name: 'Hauptnavigation' })
  await expect(menu.getByRole('link', { name: 'Leads' })).toBeVisible()
  await menu.getByRole('button', { name: 'Einstellungen' }).click()
  await expect(menu.getByRole('link', { name: 'Produkte' })).toBeVisible()
  await expect(menu.getByRole('link', { name: 'Benutzer' })).toHaveCount(0)
  await guest.goto('/leads')
  await expect(guest.getByRole('link', { name: 'Groß', exact: true })).toBeVisible()
  await expect(guest.getByRole('link', { name: 'Lead anlegen' })).toHaveCount(0)
  await guest.goto('/users')
  await expect(guest.getByText('Dafür fehlt Ihnen die Berechtigung.')).toBeVisible()
  await guest.close()
})

test('settings, stages and the board', async ({ page }) => {
  await signIn(page)
  await page.goto('/settings')
  await page.getByLabel('Firmenname').fill('Beispiel Pumpen AG')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('banner').getByText('Beispiel Pumpen AG')).toBeVisible()
  await takeScreenshots(page, 'settings')
  await page.goto('/pipeline')
  await expect(page.getByRole('heading', { level: 1, name: 'Pipeline' })).toBeVisible()
  await takeScreenshots(page, 'pipeline')
})

test('the user menu switches the language and signs out', async ({ page }) => {
  await signIn(page)
  await page.goto('/accounts')
  await page.getByRole('button', { name: /Benutzermenü/ }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Accounts' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('menuitem', { name: 'Deutsch' }).click()
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await expect(page.getByRole('heading', { name: 'Anmelden' })).toBeVisible()
})
