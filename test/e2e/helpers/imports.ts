// The steps of an import as a person takes them.
import { expect, type Locator, type Page } from '@playwright/test'

/** Picks an option of a list that can be searched. */
export async function choose(page: Page, box: Locator, option: string): Promise<void> {
  await box.click()
  await box.fill(option)
  await page.getByRole('option', { name: option, exact: true }).first().click()
}

/** Lets a column feed these fields; `within` is one kind of a file that feeds two. */
export async function mapColumn(
  page: Page,
  column: string,
  fields: readonly string[],
  within: Page | Locator = page,
): Promise<void> {
  const [first = '', ...rest] = fields
  const box = within.getByRole('combobox', { name: `Feld für Spalte ${column}`, exact: true })
  await choose(page, box, first)
  for (const field of rest) {
    await within
      .getByRole('button', { name: `Spalte „${column}“ auch für ein weiteres Feld verwenden` })
      .click()
    const more = within.getByRole('combobox', { name: `Weiteres Feld für Spalte ${column}` })
    await choose(page, more.last(), field)
  }
}

export type Upload = string | { readonly name: string; readonly text: string }

/** Begins an import with these files: paths, or texts made up on the spot. */
export async function upload(page: Page, files: readonly Upload[]): Promise<void> {
  await page.goto('/imports')
  const paths = files.filter((file) => typeof file === 'string')
  const texts = files.filter((file) => typeof file !== 'string')
  const payloads = texts.map(({ name, text }) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  }))
  const input = page.getByLabel('Dateien auswählen')
  await (paths.length > 0 ? input.setInputFiles(paths) : input.setInputFiles(payloads))
}

export const saved = (page: Page): Promise<void> =>
  expect(page.getByText('Gespeichert', { exact: true })).toBeVisible()

/** The dry run, from any step; ends with `verdict` on the screen. */
export async function dryRun(page: Page, verdict: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: /Prüfen/ }).click()
  await page.getByRole('button', { name: 'Probelauf starten' }).click()
  await expect(page.getByText(verdict)).toBeVisible({ timeout: 90_000 })
}

export async function commit(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Weiter zum Übernehmen' }).click()
  await page.getByRole('button', { name: 'Jetzt übernehmen' }).click()
  await expect(page.getByText('Was übernommen wurde, je Datei')).toBeVisible({ timeout: 90_000 })
}
