// What a person steers about an import: stopping it, one file for two kinds, mappings kept under a name.
import { expect } from '@playwright/test'
import { countOf, setUp, signIn, test } from './helpers/app.ts'
import { commit, dryRun, mapColumn, saved, upload } from './helpers/imports.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'import-control' })
test.describe.configure({ mode: 'serial' })

const MANY = 15_000

function manyLeads(): string {
  const lines = ['Vorname,Nachname,Firma,E-Mail,Erstellt am']
  for (let index = 1; index <= MANY; index++)
    lines.push(`Ute,Ast ${index},Ast ${index} GmbH,ute@ast-${index}.de,2026-03-14`)
  return lines.join('\n')
}

test('a run is cancelled in the middle: nothing is written, and the screen says so', async ({
  page,
  server,
}) => {
  await setUp(page, server)
  await signIn(page)
  await upload(page, [{ name: 'viele-leads.csv', text: manyLeads() }])
  await dryRun(page, 'Alle 15.000 Zeilen lassen sich übernehmen.')
  await page.getByRole('button', { name: 'Weiter zum Übernehmen' }).click()
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByText('Übernahme: Zeilen werden verarbeitet')).toBeVisible()
  await page.getByRole('button', { name: 'Abbrechen' }).click()
  await expect(
    page.getByText('Der Import wurde abgebrochen. Es wurde nichts geschrieben.'),
  ).toBeVisible({ timeout: 30_000 })
  await takeScreenshots(page, 'import-cancelled')
  expect(await countOf(page, 'leads')).toBe(0)
  expect(await countOf(page, 'accounts')).toBe(0)
  await page.goto('/imports')
  await expect(page.getByRole('row').filter({ hasText: 'viele-leads.csv' })).toContainText(
    'Abgebrochen',
  )
})

const CAMPAIGNS = `Kampagne;Start;Ende;Ausgaben
Frühjahrsmesse Köln;01.03.2026;31.03.2026;4.000,00
Webinar Pumpen;01.04.2026;30.04.2026;1.250,50`

test('one file feeds campaigns and their costs', async ({ page }) => {
  await signIn(page)
  await upload(page, [{ name: 'kampagnen-kosten.csv', text: CAMPAIGNS }])
  await page.getByRole('button', { name: 'Weiter zur Zuordnung' }).click()
  await page.getByRole('button', { name: 'Zweite Art aus dieser Datei' }).click()
  await page.getByRole('combobox', { name: 'Zweite Art aus dieser Datei' }).click()
  await page.getByRole('option', { name: 'Kampagnen', exact: true }).click()
  const campaigns = page.locator('section', {
    has: page.getByRole('heading', { name: 'Teil 2: Kampagnen' }),
  })
  await mapColumn(page, 'Kampagne', ['Name'], campaigns)
  await mapColumn(page, 'Start', ['Beginn'], campaigns)
  await mapColumn(page, 'Ende', ['Letzter Tag'], campaigns)
  await saved(page)
  await dryRun(page, 'Alle 4 Zeilen lassen sich übernehmen.')
  await commit(page)
  expect(await countOf(page, 'campaigns')).toBe(2)

  await page.goto('/costs')
  const fair = page.getByRole('row').filter({ hasText: 'Frühjahrsmesse Köln' })
  await expect(fair).toContainText(/4\.000,00\s€/)
  await page.goto('/campaigns')
  await page.getByRole('link', { name: 'Frühjahrsmesse Köln' }).click()
  await expect(page.getByText('31.03.2026')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Kosten' })).toBeVisible()
})

test('a mapping is saved, proposed again, renamed and deleted', async ({ page }) => {
  await signIn(page)
  await upload(page, [{ name: 'kampagnen-april.csv', text: CAMPAIGNS }])
  await page.getByRole('button', { name: 'Weiter zur Zuordnung' }).click()
  await page.getByRole('button', { name: 'Zuordnung speichern' }).click()
  await page.getByLabel('Name der Zuordnung').fill('Kampagnenliste')
  await page.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByText('Zuordnung „Kampagnenliste“ gespeichert.')).toBeVisible()

  await page.goto('/imports')
  await page.getByRole('button', { name: '„Kampagnenliste“ umbenennen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name der Zuordnung').fill('Kampagnen mit Kosten')
  await dialog.getByRole('button', { name: 'Umbenennen' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Kampagnenliste')).toHaveCount(0)

  await upload(page, [{ name: 'kampagnen-mai.csv', text: CAMPAIGNS }])
  await page.getByRole('button', { name: 'Weiter zur Zuordnung' }).click()
  await page.getByRole('combobox', { name: 'Vorschlag' }).click()
  await expect(page.getByRole('option', { name: 'Kampagnen mit Kosten' })).toBeVisible()

  await page.goto('/imports')
  await page.getByRole('button', { name: '„Kampagnen mit Kosten“ löschen' }).click()
  await dialog.getByRole('button', { name: 'Löschen', exact: true }).click()
  await expect(page.getByText('Kampagnen mit Kosten')).toHaveCount(0)
})
