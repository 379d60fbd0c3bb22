// The main job through the screen, in German: real files in, mapped by hand, checked, committed, taken back.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { COMPANY, countOf, setUp, signIn, test } from './helpers/app.ts'
import { choose, dryRun, mapColumn, saved, upload } from './helpers/imports.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

const FOLDER = join(import.meta.dirname, '../../../shared/data/olist_funnel')
const LEADS = 'olist_marketing_qualified_leads_dataset.csv'
const DEALS = 'olist_closed_deals_dataset.csv'
const REVENUE = 'olist_seller_revenue.csv'
const FILES = [LEADS, DEALS, REVENUE].map((name) => join(FOLDER, name))
const hasData = FILES.every((file) => existsSync(file))

test.use({ world: 'import' })
test.describe.configure({ mode: 'serial', timeout: 300_000 })

async function addConstant(page: Page, field: string): Promise<Locator> {
  await choose(
    page,
    page.getByRole('combobox', { name: 'Festen Wert für ein Feld hinzufügen' }),
    field,
  )
  return page.getByRole('combobox', { name: field, exact: true })
}

const tab = (page: Page, file: string) =>
  page.getByRole('navigation', { name: 'Datei' }).getByRole('button', { name: file })

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first()

test('an empty list of imports says how it goes', async ({ page, server }) => {
  await setUp(page, server, { ...COMPANY, currency: 'BRL', time_zone: 'UTC' })
  await signIn(page)
  await page.goto('/imports')
  await expect(page.getByRole('heading', { name: 'Import', level: 1 })).toBeVisible()
  await expect(page.getByText('So kommt das erste Ergebnis zustande')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Vorlage Leads als XLSX' })).toBeVisible()
  await takeScreenshots(page, 'imports-empty')
})

test('a template can be downloaded and a file that is no table is refused in words', async ({
  page,
}) => {
  await signIn(page)
  await page.goto('/imports')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Vorlage Leads als CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
  await page.getByLabel('Dateien auswählen').setInputFiles({
    name: 'foto.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0xff]),
  })
  await expect(page.getByText('Binärdatei')).toBeVisible()
})

test('an ambiguous date must be answered, with both readings shown', async ({ page }) => {
  await signIn(page)
  const lines = ['Vorname,Nachname,Firma,E-Mail,Erstellt am']
  for (let day = 1; day <= 12; day++)
    lines.push(`Ute,Ast ${day},Ast GmbH,ute${day}@ast-beispiel.de,${day}/${13 - day}/2026`)
  await upload(page, [{ name: 'leads-datum.csv', text: lines.join('\n') }])
  await expect(page.getByText('Eine Frage muss beantwortet werden')).toBeVisible()
  await expect(page.getByText('→ 12.01.2026').first()).toBeVisible()
  await takeScreenshots(page, 'import-question')
  await page.getByRole('button', { name: /Tag zuerst/ }).click()
  await expect(page.getByText('Eine Frage muss beantwortet werden')).toBeHidden()
})

test('the Olist files are mapped by hand', async ({ page }) => {
  test.skip(!hasData, `no data at ${FOLDER}`)
  await signIn(page)
  await upload(page, FILES)
  await expect(page.getByText('3 Dateien')).toBeVisible()
  await expect(page.getByText('noch nicht zugeordnet')).toBeVisible()
  await takeScreenshots(page, 'import-files')
  await page.getByRole('button', { name: 'Weiter zur Zuordnung' }).click()

  await tab(page, LEADS).click()
  await mapColumn(page, 'mql_id', ['Nummer in der Quelle'])
  await mapColumn(page, 'first_contact_date', [
    'Lead angelegt am',
    'Erstkontakt (eingehend)',
    'MQL am',
  ])
  await mapColumn(page, 'landing_page_id', ['Inhalt'])
  await mapColumn(page, 'origin', ['Quelle (wie angegeben)'])
  await choose(page, await addConstant(page, 'Stufe'), 'MQL')
  await saved(page)
  await expect(page.getByText('Die ersten 50 Zeilen, ohne Probleme')).toBeVisible()
  await takeScreenshots(page, 'import-mapping')

  await tab(page, DEALS).click()
  await choose(page, page.getByRole('combobox', { name: 'Art der Daten' }), 'Verkaufschancen')
  await mapColumn(page, 'mql_id', ['Nummer in der Quelle', 'Lead: Nummer in der Quelle'])
  await mapColumn(page, 'seller_id', ['Unternehmen: Nummer in der Quelle', 'Name'])
  await mapColumn(page, 'won_date', ['Abgeschlossen am'])
  const stage = await addConstant(page, 'Verkaufsstufe: Name')
  await stage.fill('Gewonnen')
  await stage.press('Tab')
  await saved(page)

  await tab(page, REVENUE).click()
  await mapColumn(page, 'seller_id', ['Nummer in der Quelle', 'Unternehmen: Nummer in der Quelle'])
  await mapColumn(page, 'gross_revenue_brl', ['Betrag'])
  await choose(page, page.getByRole('combobox', { name: 'Art', exact: true }), 'Zahlungseingang')
  await choose(
    page,
    page.getByRole('combobox', { name: 'Festen Wert für ein Feld hinzufügen' }),
    'Datum',
  )
  const date = page.getByRole('textbox', { name: 'Datum', exact: true })
  await date.fill('30.11.2018')
  await date.press('Tab')
  await saved(page)

  await page.getByRole('button', { name: 'Zuordnung speichern' }).click()
  await page.getByLabel('Name der Zuordnung').fill('Olist Umsatz')
  await page.getByRole('button', { name: 'Speichern', exact: true }).click()
  await expect(page.getByText('Zuordnung „Olist Umsatz“ gespeichert.')).toBeVisible()

  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Datum', exact: true })).toHaveValue('30.11.2018')
})

const openNewest = async (page: Page) => {
  await signIn(page)
  await page.goto('/imports')
  await page
    .getByRole('link', { name: /^Import vom/ })
    .first()
    .click()
}

test('the dry run says what would happen and writes nothing', async ({ page }) => {
  test.skip(!hasData, `no data at ${FOLDER}`)
  await openNewest(page)
  await dryRun(page, 'Alle 11.937 Zeilen lassen sich übernehmen.')
  for (const [file, rows] of [
    [LEADS, '8.000'],
    [DEALS, '842'],
    [REVENUE, '3.095'],
  ] as const) {
    await expect(
      row(page, file).getByRole('button', { name: new RegExp(`${rows}.*Neu`) }),
    ).toBeVisible()
  }
  await takeScreenshots(page, 'import-check')
  expect(await countOf(page, 'leads')).toBe(0)
})

test('the import is committed and leads to the cockpit of its month', async ({ page }) => {
  test.skip(!hasData, `no data at ${FOLDER}`)
  await openNewest(page)
  await page.getByRole('button', { name: 'Weiter zum Übernehmen' }).click()
  await expect(page.getByText('11.937 Datensätze werden angelegt')).toBeVisible()
  await takeScreenshots(page, 'import-commit')
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByText('Was übernommen wurde, je Datei')).toBeVisible({ timeout: 90_000 })
  await expect(row(page, LEADS)).toContainText('8.000')
  await expect(page.getByRole('link', { name: 'Cockpit für Mai 2018 öffnen' })).toBeVisible()
  await expectAccessible(page)
  await takeScreenshots(page, 'import-result')
  await page.goto('/imports')
  await expect(page.getByText('alles geschrieben')).toBeVisible()
  await expect(page.getByText('Olist Umsatz')).toBeVisible()
  await takeScreenshots(page, 'imports')
})

test('the same files again change nothing', async ({ page }) => {
  test.skip(!hasData, `no data at ${FOLDER}`)
  await signIn(page)
  await upload(page, FILES)
  await expect(page.getByText('So haben Sie eine Datei mit diesen Spalten zuletzt')).toHaveCount(3)
  await dryRun(page, /^Alles ist schon da/)
})

test('a committed import is taken back as a whole', async ({ page }) => {
  test.skip(!hasData, `no data at ${FOLDER}`)
  await signIn(page)
  await page.goto('/imports')
  await page.getByRole('row').filter({ hasText: 'alles geschrieben' }).getByRole('link').click()
  await page.getByRole('button', { name: 'Import zurücknehmen' }).click()
  await page.getByRole('button', { name: 'Zurücknehmen', exact: true }).click()
  await expect(page.getByText('Der Import wurde vollständig zurückgenommen.')).toBeVisible({
    timeout: 90_000,
  })
  expect(await countOf(page, 'leads')).toBe(0)
})
