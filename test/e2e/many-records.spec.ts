// A working day with lists: search, saved filters, columns, many records at once, undo, merging.
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../helpers/server.ts'
import { createRecord, setUp, signIn, test } from './helpers/app.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'many-records' })
test.describe.configure({ mode: 'serial' })

const ACCOUNTS = [
  { name: 'Müller Pumpentechnik GmbH', city: 'Köln', phone: '0221 100' },
  { name: 'Mueller Pumpentechnik', city: null, industry: 'Maschinenbau' },
  { name: 'Bergische Armaturenwerke AG', city: 'Wuppertal' },
]

const SURNAMES = ['Schäfer', 'Groß', 'Öztürk', 'Weiß', 'Königs', 'Jäger']
const STAGES = ['new', 'contacted', 'mql', 'sql']

async function fill(page: Page, server: ServerProcess): Promise<void> {
  const ids: string[] = []
  for (const account of ACCOUNTS) {
    ids.push(await createRecord(page, server, 'accounts', account))
  }
  await createRecord(page, server, 'contacts', {
    first_name: 'Jürgen',
    last_name: 'Groß',
    account_id: ids[1],
    email: 'j.gross@mueller-pumpen.de',
  })
  for (let index = 0; index < 30; index += 1) {
    await createRecord(page, server, 'leads', {
      first_name: 'Anna',
      last_name: SURNAMES[index % SURNAMES.length],
      company: `Musterwerk ${index}`,
      stage: STAGES[index % STAGES.length],
      score: index % 3 === 0 ? null : index,
      expected_value: index * 100_000,
      source: index === 3 ? 'xing' : null,
      account_id: index === 5 ? ids[1] : null,
    })
  }
}

test('the search finds umlauts either way, by kind, with the keyboard alone', async ({
  page,
  server,
}) => {
  await setUp(page, server)
  await signIn(page)
  await fill(page, server)
  await page.goto('/leads')
  await expect(page.getByText('30 Einträge')).toBeVisible()
  await page.keyboard.press('/')
  const box = page.getByRole('textbox', { name: 'Suchen', exact: true })
  await box.fill('mueller')
  const accounts = page.getByRole('region', { name: 'Unternehmen' })
  await expect(accounts.getByRole('button', { name: /Müller Pumpentechnik GmbH/ })).toBeVisible()
  await expect(accounts.getByRole('button', { name: /^Mueller Pumpentechnik/ })).toBeVisible()
  await box.fill('gross')
  await expect(page.getByRole('region', { name: 'Leads', exact: true })).toContainText('Anna Groß')
  await expect(page.getByRole('region', { name: 'Kontakte' })).toContainText('Jürgen Groß')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('button', { name: /^Jürgen Groß/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Jürgen Groß' })).toBeVisible()
  // Typed and sent off at once: Enter waits for the hits of these letters.
  await page.keyboard.press('/')
  await box.fill('bergische')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /^Bergische/ })).toBeVisible()
  await page.keyboard.press('/')
  await box.fill('mueller')
  await expect(accounts.getByRole('button', { name: /^Mueller Pumpentechnik/ })).toBeVisible()
  await takeScreenshots(page, 'search')
})

test('a list is saved with its columns, becomes the default and opens with it', async ({
  page,
}) => {
  await signIn(page)
  await page.goto('/leads?stage=mql&sort=-score')
  await page.getByRole('button', { name: 'Spalten' }).click()
  await page.getByRole('checkbox', { name: 'Erwarteter Wert' }).check()
  await page.getByRole('button', { name: 'Erwarteter Wert weiter nach links' }).click()
  await expect(page).toHaveURL(/columns=[^&]*expected_value/)
  await takeScreenshots(page, 'lists-columns')
  await page.getByRole('heading', { level: 1 }).click()
  await page.getByRole('button', { name: 'Gespeicherte Filter' }).click()
  await page.getByRole('menuitem', { name: 'Diese Ansicht speichern' }).click()
  await page.getByLabel('Name').fill('Heiße MQL')
  await page.getByLabel('Mit allen teilen').check()
  await page.getByLabel('Liste damit öffnen').check()
  await takeScreenshots(page, 'lists-save-filter')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('button', { name: 'Heiße MQL' })).toBeVisible()

  await page.goto('/leads')
  await expect(page).toHaveURL(/stage=mql/)
  await expect(page.getByRole('columnheader', { name: 'Erwarteter Wert' })).toBeVisible()
  await page.getByRole('button', { name: 'Punkte', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Heiße MQL.*geändert/ })).toBeVisible()
  await page.getByRole('button', { name: 'Filter zurücksetzen' }).click()
  await expect(page.getByText('30 Einträge')).toBeVisible()
  await page.getByRole('button', { name: 'Gespeicherte Filter' }).click()
  await takeScreenshots(page, 'lists-saved-filters')
  await expectAccessible(page)
  await page.getByRole('menuitem', { name: /Heiße MQL/ }).click()
  await expect(page).toHaveURL(/stage=mql/)
  await page.getByRole('button', { name: 'Heiße MQL' }).click()
  await page.getByRole('menuitem', { name: /bearbeiten/ }).click()
  await page.getByRole('button', { name: 'Filter löschen' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.goto('/leads')
  await expect(page.getByText('30 Einträge')).toBeVisible()
})

test('the file has the columns of the list in their order', async ({ page }) => {
  await signIn(page)
  await page.goto('/leads?stage=mql&sort=company&columns=expected_value,company')
  await page.getByRole('button', { name: 'Exportieren' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Angezeigte Spalten als CSV' }).click(),
  ])
  const lines = (await readFile(await file.path(), 'utf8'))
    .split('\r\n')
    .filter((line) => line !== '')
  expect(lines[0]).toBe('\ufeffId;Vorname;Nachname;E-Mail;Erwarteter Wert;Firma')
  expect(lines).toHaveLength(8) // every fourth of 30 leads is an MQL: 2, 6, ... 26
  expect(lines[1]).toMatch(/;10000;Musterwerk 10$/)
})

test('many leads are changed at once after a preview, and back with one click', async ({
  page,
}) => {
  await signIn(page)
  await page.goto('/leads?sort=company')
  await page.getByRole('link', { name: /Anna/ }).first().focus()
  await page.keyboard.press('x')
  await expect(page.getByText('1 Eintrag ausgewählt')).toBeVisible()
  const boxes = page.getByRole('checkbox', { name: /^Auswählen: / })
  await boxes.nth(3).click({ modifiers: ['Shift'] })
  await expect(page.getByText('4 Einträge ausgewählt')).toBeVisible()
  await takeScreenshots(page, 'lists-selected')
  await page.getByRole('checkbox', { name: 'Alle geladenen Zeilen auswählen' }).check()
  await expect(page.getByText('30 Einträge ausgewählt')).toBeVisible()
  await page
    .getByRole('region', { name: 'Auswahl' })
    .getByRole('button', { name: 'Bearbeiten' })
    .click()
  const dialog = page.getByRole('dialog', { name: '30 Einträge bearbeiten' })
  await dialog.getByRole('combobox', { name: 'Welches Feld wollen Sie setzen?' }).click()
  await page.getByRole('option', { name: 'Branche' }).click()
  await dialog.getByLabel('Branche', { exact: true }).fill('Maschinenbau')
  await dialog.getByRole('button', { name: 'Vorschau' }).click()
  await expect(dialog.getByText('30 von 30 Einträgen ändern sich.')).toBeVisible()
  await dialog.getByRole('button', { name: '30 Einträge ändern' }).click()
  await expect(page.getByText('30 Einträge sind geändert.')).toBeVisible()
  await page.goto('/leads?q=musterwerk&columns=industry')
  await expect(page.getByRole('cell', { name: 'Maschinenbau' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Letzte Änderungen' }).click()
  const drawer = page.getByRole('dialog', { name: 'Letzte Änderungen' })
  await expect(drawer.getByText('Gemeinsam geändert: 30 Leads')).toBeVisible()
  await takeScreenshots(page, 'lists-recent-changes')
  await drawer.getByRole('button', { name: 'Rückgängig' }).first().click()
  await expect(drawer.getByText(/zurückgenommen von Anna Schäfer/)).toBeVisible()
  await drawer.getByRole('button', { name: 'Schließen' }).click()
  await expect(page.getByRole('cell', { name: 'Maschinenbau' })).toHaveCount(0)
})

test('what a rule refuses is told before anything is written', async ({ page }) => {
  await signIn(page)
  await page.goto('/leads?sort=company')
  await page.getByRole('checkbox', { name: 'Alle geladenen Zeilen auswählen' }).check()
  await page
    .getByRole('region', { name: 'Auswahl' })
    .getByRole('button', { name: 'Bearbeiten' })
    .click()
  const dialog = page.getByRole('dialog', { name: '30 Einträge bearbeiten' })
  await dialog.getByRole('combobox', { name: 'Welches Feld wollen Sie setzen?' }).click()
  await page.getByRole('option', { name: 'Quelle (wie angegeben)' }).click()
  await dialog.getByLabel('Quelle (wie angegeben)', { exact: true }).fill('Messe Köln')
  await dialog.getByRole('button', { name: 'Vorschau' }).click()
  await expect(dialog.getByText('30 Einträge werden abgelehnt')).toBeVisible()
  await expect(dialog.getByText(/gibt einen Grund an/).first()).toBeVisible()
  await takeScreenshots(page, 'lists-bulk-refused')
  await dialog.getByLabel('Grund', { exact: true }).fill('Nachgetragen von der Messeliste')
  await dialog.getByRole('button', { name: 'Vorschau' }).click()
  await expect(dialog.getByText('30 von 30 Einträgen ändern sich.')).toBeVisible()
  await dialog.getByRole('button', { name: '30 Einträge ändern' }).click()
  await expect(page.getByText('30 Einträge sind geändert.')).toBeVisible()
  await page.getByRole('link', { name: /Anna/ }).first().click()
  await expect(page.getByText('Grund: Nachgetragen von der Messeliste').first()).toBeVisible()
})

test('a deleted record comes back under its address', async ({ page }) => {
  await signIn(page)
  await page.goto('/accounts')
  await page.getByRole('link', { name: 'Bergische Armaturenwerke AG' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /Bergische/ })).toBeVisible()
  const address = page.url()
  await page.getByRole('button', { name: 'Löschen', exact: true }).click()
  await page.getByRole('button', { name: 'Eintrag löschen' }).click()
  await expect(page.getByText('Bergische Armaturenwerke AG ist gelöscht.')).toBeVisible()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page).toHaveURL(address)
  await expect(page.getByRole('heading', { level: 1, name: /Bergische/ })).toBeVisible()
})

test('two accounts that are one are merged, and parted again', async ({ page }) => {
  await signIn(page)
  await page.goto('/accounts')
  await page.getByRole('link', { name: 'Müller Pumpentechnik GmbH' }).click()
  await page.getByRole('button', { name: 'Zusammenführen' }).click()
  const dialog = page.getByRole('dialog', { name: /zusammenführen/ })
  await dialog.getByRole('combobox', { name: /Welcher Eintrag/ }).fill('mueller')
  await page.getByRole('option', { name: 'Mueller Pumpentechnik', exact: true }).click()
  await expect(dialog.getByText('Es wechseln: 1 Kontakt, 1 Lead.')).toBeVisible()
  await expect(dialog.getByRole('radio', { name: 'Branche: Maschinenbau' })).toBeChecked()
  await expect(dialog.getByRole('radio', { name: 'Name: Müller Pumpentechnik GmbH' })).toBeChecked()
  await takeScreenshots(page, 'lists-merge')
  await dialog.getByRole('button', { name: 'Jetzt zusammenführen' }).click()
  await expect(page.getByText('Mueller Pumpentechnik ist aufgegangen.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Jürgen Groß' })).toBeVisible()
  await expect(page.getByText('Zusammengeführt').first()).toBeVisible()
  await takeScreenshots(page, 'lists-merged')
  await page.getByRole('button', { name: 'Rückgängig' }).last().click()
  await expect(page.getByText('Die Änderung ist zurückgenommen.')).toBeVisible()
  await page.goto('/accounts')
  await expect(page.getByRole('link', { name: 'Mueller Pumpentechnik', exact: true })).toBeVisible()
})

test('the keys of lists stand in the overview', async ({ page }) => {
  await signIn(page)
  await page.goto('/leads')
  await expect(page.getByText('30 Einträge')).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /Anna/ })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByText('Markierte Zeile auswählen')).toBeVisible()
  await expectAccessible(page)
})
