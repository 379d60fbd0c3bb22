import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { setUp, signIn, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'safety' })

test('die Administration sieht auf der Startseite, wie es um die Sicherung steht', async ({
  page,
  server,
}) => {
  await setUp(page, server)
  await signIn(page)
  await page.goto('/')
  const notice = page.getByRole('complementary', { name: 'Sicherung' })
  await expect(notice).toContainText('Noch keine Sicherung')
  await expect(notice).toContainText(/nächste: \d{2}\.\d{2}\.\d{4}, 02:30/)
  await notice.getByRole('link', { name: 'Sicherung' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sicherung' })).toBeVisible()
})

test('jetzt sichern: Fortschritt, Ergebnis, Größe; der Zustand der Installation steht darunter', async ({
  page,
}) => {
  await signIn(page)
  await page.goto('/safety')
  const doctor = page.locator('section', {
    has: page.getByRole('heading', { name: 'Zustand der Installation' }),
  })
  await expect(doctor.getByText('Noch keine; die Installation ist neu')).toBeVisible()
  await expect(doctor.getByText(/PostgreSQL 18\.\d+ \(eingebaut\)/)).toBeVisible()
  await page.getByRole('button', { name: 'Jetzt sichern' }).click()
  const list = page.getByRole('region', { name: 'Tabelle Sicherungen' })
  await expect(list.getByText('in Ordnung')).toBeVisible()
  await expect(list.getByText('Anna Schäfer')).toBeVisible()
  await expect(list.getByText(/^regelkreis-.*Z\.backup$/)).toBeVisible()
  await doctor.getByRole('button', { name: 'Erneut prüfen' }).click()
  await expect(doctor.getByText(/^Letzte Sicherung: gerade eben$/)).toBeVisible()
  await takeScreenshots(page, 'safety')
})

test('der Zeitplan lässt sich ändern; eine unmögliche Uhrzeit wird erklärt', async ({ page }) => {
  await signIn(page)
  await page.goto('/safety')
  const time = page.getByLabel('Uhrzeit')
  await time.fill('25:00')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByText('Bitte eine Uhrzeit angeben, zum Beispiel 02:30.')).toBeVisible()
  await time.fill('04:15')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByText('Einstellungen gespeichert.')).toBeVisible()
  await expect(page.getByText(/\d{2}\.\d{2}\.\d{4}, 04:15/)).toBeVisible()
})

test('eine fehlgeschlagene Sicherung sagt, warum, auch auf der Startseite', async ({
  page,
  server,
}) => {
  const folder = join(server.dataFolder, 'backups')
  rmSync(folder, { recursive: true, force: true })
  writeFileSync(folder, 'Hier war einmal ein Ordner.')
  await signIn(page)
  await page.goto('/safety')
  await expect(page.getByText('Datei fehlt')).toHaveCount(2)
  await page.getByRole('button', { name: 'Jetzt sichern' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'ist fehlgeschlagen' })
  await expect(alert).toContainText('Wo der Ordner sein soll, liegt eine Datei.')
  await takeScreenshots(page, 'safety-failed')
  await page.goto('/cockpit')
  const notice = page.getByRole('complementary', { name: 'Sicherung' })
  await expect(notice).toContainText('Die letzte Sicherung ist fehlgeschlagen')
})
