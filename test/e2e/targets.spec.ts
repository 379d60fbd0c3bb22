// The first ten minutes (three questions, proposals, targets in the cockpit) and a year planned at once.
import { expect, type Page } from '@playwright/test'
import { daysOf, isoDate, monthOf } from '../../src/kernel/period.ts'
import { yearOf } from '../../src/kpis/targets.ts'
import type { ServerProcess } from '../helpers/server.ts'
import {
  ADMINISTRATOR,
  COMPANY,
  createRecord,
  signIn,
  spaced,
  stageIds,
  test,
} from './helpers/app.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'targets' })
test.describe.configure({ mode: 'serial' })

/** The day on the company's clock; the program plans the year it lies in. */
const TODAY = isoDate(
  new Intl.DateTimeFormat('en-CA', { timeZone: COMPANY.time_zone, dateStyle: 'short' }).format(
    new Date(),
  ),
)
const YEAR = TODAY.slice(0, 4)
const MONTH_DAYS = daysOf(monthOf(TODAY))
const german = (value: number, digits = 0) =>
  value.toLocaleString('de-DE', { minimumFractionDigits: digits, maximumFractionDigits: digits })

test('after the set-up three questions lead to proposals, each with its reason', async ({
  page,
  server,
}) => {
  await page.goto(server.setupLink ?? '')
  await page.getByLabel('Ihr Name').fill(ADMINISTRATOR.name)
  await page.getByLabel('E-Mail').fill(ADMINISTRATOR.email)
  await page.getByLabel(/^Passwort/).fill(ADMINISTRATOR.password)
  await page.getByLabel('Name des Unternehmens').fill(COMPANY.company_name)
  await page.getByRole('button', { name: 'Konto anlegen und beginnen' }).click()

  await expect(page.getByRole('heading', { name: 'Erste Schritte' })).toBeVisible()
  await page.getByRole('button', { name: 'Vorschläge ansehen' }).click()
  await expect(page.getByText('Bitte einen Betrag über 0 eingeben.')).toBeVisible()
  await page.getByRole('combobox', { name: 'In welcher Branche arbeiten Sie?' }).click()
  await page.getByRole('option', { name: 'Maschinen- und Anlagenbau' }).click()
  await page.getByLabel('Was ist ein Auftrag üblicherweise wert?').fill('25.000')
  await page.getByLabel('Wie lange dauert es').fill('3')
  await takeScreenshots(page, 'first-steps-questions')
  await page.getByRole('button', { name: 'Vorschläge ansehen' }).click()

  await expect(page.getByRole('heading', { name: `Ziele ${YEAR}` })).toBeVisible()
  // One and a half of 90 days are 135; the next step is 180. Twelve months for machines.
  await expect(page.getByLabel('Rückblick der Attribution: Wert')).toHaveValue('180')
  await expect(page.getByLabel('ROI-Zeitraum für Bekanntheit: Wert')).toHaveValue('365')
  await expect(page.getByText('Mitte des üblichen Bereichs von 20 % bis 40 %.')).toBeVisible()
  await expect(page.getByText(/Noch nicht vorgeschlagen: Kundengewinnungskosten/)).toBeVisible()
})

test('proposals are changed, left out and taken; the cockpit shows them', async ({
  page,
  server,
}) => {
  await signIn(page)
  await page.goto('/first-steps')
  await page.getByRole('combobox', { name: 'In welcher Branche arbeiten Sie?' }).click()
  await page.getByRole('option', { name: 'Maschinen- und Anlagenbau' }).click()
  await page.getByLabel('Was ist ein Auftrag üblicherweise wert?').fill('25.000')
  await page.getByLabel('Wie lange dauert es').fill('3')
  await page.getByRole('button', { name: 'Vorschläge ansehen' }).click()
  // 10,000 EUR for every day of the year.
  const revenue = 10_000 * daysOf(yearOf(TODAY))
  await page.getByLabel('Umsatz aus Abschlüssen: Wert').fill(german(revenue))
  await expect(page.getByLabel('Abschlüsse: Wert', { exact: true })).toHaveValue(
    german(Math.ceil(revenue / 25_000)),
  )
  await page.getByLabel('MQL → SQL: Wert').fill('35')
  await page.getByLabel('CLV : CAC übernehmen').uncheck()
  await takeScreenshots(page, 'first-steps-proposal')
  await page.getByRole('button', { name: 'Übernehmen', exact: true }).click()
  await expect(page.getByText('Womit möchten Sie anfangen?')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Zum Import' })).toBeVisible()
  await takeScreenshots(page, 'first-steps-begin')

  await enterDeal(page, server)
  await page.goto(`/cockpit?period=${TODAY.slice(0, 7)}`)
  const result = page.locator('[data-block=result]').locator('[data-target=revenue_won]')
  await expect(result).toContainText(spaced(`Ziel ${german(10_000 * MONTH_DAYS)} € (anteilig)`))
  // 100,000 EUR won of 10,000 EUR a day
  await expect(result).toContainText(
    spaced(`erreicht ${german((100 / (10 * MONTH_DAYS)) * 100, 1)} %`),
  )
  await expect(page.locator('[data-target=mql_to_sql]')).toContainText(spaced('Ziel 35,0 %'))
  await takeScreenshots(page, 'cockpit-targets')

  await page.locator('[data-target=revenue_won]').click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('Bis heute erwartet', { exact: true })).toBeVisible()
  await expectAccessible(page)
  await drawer.getByRole('link', { name: 'Ziel ansehen und ändern' }).click()
  await expect(page.getByLabel(`Ziel Jahr ${YEAR}`)).toHaveValue(german(revenue, 2))
})

/** One deal of 100,000 EUR won a minute ago, after thirty days. */
async function enterDeal(page: Page, server: ServerProcess) {
  const { won } = await stageIds(page)
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  await createRecord(page, server, 'opportunities', {
    name: 'Presse 1',
    amount: 10_000_000,
    stage_id: won,
    opened_at: ago(30 * 24 * 60),
    closed_at: ago(1),
  })
}

test('a year is planned at once; what contradicts is said, not refused', async ({ page }) => {
  await signIn(page)
  await page.getByRole('button', { name: 'Planung' }).click()
  await page.getByRole('link', { name: 'Ziele', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Ziele', exact: true })).toBeVisible()
  const figure = page.getByRole('combobox', { name: 'Kennzahl' })
  await figure.click()
  await figure.fill('Leads')
  await page.getByRole('option', { name: 'Leads', exact: true }).click()
  await expect(page.getByRole('heading', { name: `Plan ${YEAR}: Leads` })).toBeVisible()

  await page.getByLabel('Wert für das Jahr').fill('1.205')
  await page.getByRole('button', { name: 'Auf die Monate verteilen' }).click()
  // 1,205 / 12 = 100.4: the five left go to the first five months.
  await expect(page.getByLabel(`Ziel Mai ${YEAR}`)).toHaveValue('101')
  await expect(page.getByLabel(`Ziel Juni ${YEAR}`)).toHaveValue('100')
  // 101 + 101 + 101
  await expect(page.getByLabel(`Ziel Q1 ${YEAR}`)).toHaveAttribute('placeholder', '303')
  await page.getByLabel(`Ziel Q1 ${YEAR}`).fill('500')
  await expect(page.getByText('Summe der Monate: 303')).toBeVisible()
  await expect(page.getByText(/Ein Ziel passt nicht zu seinen Teilen/)).toBeVisible()
  await takeScreenshots(page, 'targets-plan')

  await page.reload()
  await expect(page.getByLabel(`Ziel Q1 ${YEAR}`), 'what is typed survives').toHaveValue('500')
  await page.getByRole('button', { name: 'Plan speichern' }).click()
  await expect(page.getByText('Plan gespeichert.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Plan speichern' })).toBeDisabled()
  const overview = page.locator('section', {
    has: page.getByRole('heading', { name: `Geplant für ${YEAR}` }),
  })
  await expect(overview.getByText(/12 Monate, 1 Quartal, Jahr/)).toBeVisible()
})

test('a rate has one value for the whole year, and a channel a plan of its own', async ({
  page,
}) => {
  await signIn(page)
  await page.goto(`/planning/targets?kpi=sql_to_opportunity&year=${YEAR}&channel=email`)
  await expect(page.getByText('eine Auswahl (1 Filter)')).toBeVisible()
  await expect(page.getByLabel(`Ziel Jahr ${YEAR}`)).toHaveValue('')
  await page.getByLabel('Ein Wert für alle').fill('45')
  await page.getByRole('button', { name: 'Überall einsetzen' }).click()
  await page.getByRole('button', { name: 'Plan speichern' }).click()
  await expect(page.getByText('Plan gespeichert.')).toBeVisible()
  await page.getByRole('link', { name: 'Alle Ziele als Liste' }).click()
  await expect(page.getByRole('heading', { name: 'Ziele', exact: true })).toBeVisible()
  await takeScreenshots(page, 'targets-list')
})

test('English: the same screens', async ({ page }) => {
  await signIn(page)
  await page.evaluate(() => localStorage.setItem('regelkreis.language', 'en'))
  await page.goto(`/planning/targets?kpi=cac&year=${YEAR}`)
  await expect(page.getByText('Less is better: above the target is bad.')).toBeVisible()
  await page.goto('/first-steps')
  await expect(page.getByText('Which industry are you in?')).toBeVisible()
  await expectAccessible(page)
  await page.evaluate(() => localStorage.setItem('regelkreis.language', 'de'))
})
