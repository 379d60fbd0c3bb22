// The last link of the loop: from what has moved to a decision, its check and a changed target.
import { expect, type Page } from '@playwright/test'
import { addDays, firstOfMonth, type IsoDate, monthOf } from '../../src/kernel/period.ts'
import { periodName } from '../../src/kpis/sentence.ts'
import { dayIn } from '../../web/kpis/cockpit-period.ts'
import type { ServerProcess } from '../helpers/server.ts'
import { COMPANY, createRecord, setUp, signIn, spaced, test } from './helpers/app.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'decisions' })
test.describe.configure({ mode: 'serial' })

const TODAY = dayIn(new Date(), COMPANY.time_zone)
const LAST = monthOf(firstOfMonth(TODAY, -1))
const BEFORE = monthOf(firstOfMonth(TODAY, -2))

const german = (day: string) => day.split('-').reverse().join('.')

/** `count` leads on the 15th of a month. */
async function addLeads(page: Page, server: ServerProcess, month: IsoDate, count: number) {
  for (let number = 1; number <= count; number += 1) {
    await createRecord(page, server, 'leads', {
      last_name: `Lead ${month.slice(0, 7)} ${number}`,
      created_on: `${month.slice(0, 8)}15T10:00:00Z`,
    })
  }
}

test.beforeAll(async ({ browser, server }) => {
  const page = await browser.newPage({ baseURL: server.address })
  await setUp(page, server)
  await addLeads(page, server, BEFORE.from, 40)
  await addLeads(page, server, LAST.from, 4)
  await createRecord(page, server, 'targets', {
    ...{ kpi: 'leads', period: 'month', from_date: LAST.from, number: 20 },
  })
  await createRecord(page, server, 'campaigns', {
    ...{ name: 'Herbstmesse', status: 'active', starts_on: addDays(TODAY, -40) },
  })
  await page.close()
})

test('what moved is decided on, checked, and changes a target', async ({ page, server }) => {
  await signIn(page)
  await page.getByRole('button', { name: 'Berichte' }).click()
  await page.getByRole('link', { name: 'Tagesordnung' }).click()
  // 40 to 4 is a fall by 90 %.
  const mover = page.locator('[data-part=movers] li', { hasText: 'Leads von 40 auf 4' })
  await expect(mover).toContainText(spaced('gesunken (−90 %)'))
  await expect(mover).toContainText('Leads: 4 im Zeitraum, 40 davor')
  // 4 of 20 are 20 %.
  await expect(page.locator('[data-part=targets] li', { hasText: 'Leads' })).toContainText(
    spaced('4 statt 20 (20 %)'),
  )
  await expect(page.getByText('1 Kampagne ohne Messvereinbarung')).toBeVisible()
  await expect(page.getByText('Darüber wurde noch nicht gesprochen.')).toBeVisible()
  await takeScreenshots(page, 'agenda')

  await mover.getByRole('button', { name: 'Entscheiden' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Was wird getan?').fill('Anzeigen wieder einschalten')
  await dialog.getByRole('combobox', { name: 'Leads soll' }).click()
  await page.getByRole('option', { name: 'steigen' }).click()
  await dialog.getByLabel('Erwarteter Wert').fill('25')
  await dialog.getByRole('button', { name: 'Festhalten' }).click()
  await expect(dialog.getByText(/braucht einen Tag, an dem sie geprüft wird/)).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Geprüft wird am' }).fill(german(TODAY))
  await dialog.getByRole('textbox', { name: 'Geprüft wird am' }).blur()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Festhalten' }).click()
  const due = page.locator('[data-part=checks] li')
  await expect(due).toContainText('Soll steigen: Leads, erwartet 25.')

  // The figure stays as it was, whatever the records say later.
  await addLeads(page, server, LAST.from, 1)
  await due.getByRole('link', { name: 'Entscheidung öffnen' }).click()
  await expect(
    page.getByRole('heading', { name: 'Anzeigen wieder einschalten', level: 1 }),
  ).toBeVisible()
  const name = `Leads, ${periodName(LAST, 'de')}`
  const kept = page.getByRole('row', { name: new RegExp(name) })
  await expect(kept.getByRole('cell').nth(1)).toHaveText('4')
  await expect(kept.getByRole('cell').nth(2)).toHaveText('5')
  await page.getByRole('button', { name, exact: true }).click()
  await expect(page.getByText('Die Daten haben sich seitdem geändert.')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByText('teilweise eingetreten', { exact: true }).click()
  await page.getByRole('textbox', { name: 'Was daraus wurde' }).fill('Ein Lead mehr.')
  await page.getByRole('button', { name: 'Ergebnis festhalten' }).click()
  await expect(page.getByRole('heading', { name: 'Prüfen' })).toHaveCount(0)

  await page.getByLabel('Neuer Zielwert').fill('75')
  await page.getByRole('button', { name: 'Ziel ändern' }).click()
  const changed = page.getByRole('row', { name: /keines/ })
  await expect(changed.getByRole('cell').last()).toHaveText('75')
  await takeScreenshots(page, 'decision')
  await changed.getByRole('link').click()
  const quarter = Math.ceil(Number(firstOfMonth(TODAY, 1).slice(5, 7)) / 3)
  await expect(
    page.getByLabel(`Ziel Q${quarter} ${firstOfMonth(TODAY, 1).slice(0, 4)}`),
  ).toHaveValue('75')

  await page.goto('/agenda')
  await page.getByRole('button', { name: 'Besprechung festhalten' }).click()
  await dialog.getByRole('combobox', { name: /Erfolgskriterien/ }).click()
  await page.getByRole('option', { name: 'Nein, sie werden angepasst' }).click()
  await dialog.getByLabel('Was sich ändert').fill('MQL statt Leads.')
  await dialog.getByRole('button', { name: 'Festhalten' }).click()
  await expect(page.getByRole('heading', { name: 'Tagesordnung, wie sie war' })).toBeVisible()
  await page.goto('/agenda')
  await expect(page.locator('[data-part=standing]')).toContainText(
    'nein, sie werden angepasst. MQL statt Leads.',
  )
})

test('a campaign without an agreement is marked; with one it is held against it', async ({
  page,
}) => {
  await signIn(page)
  await page.goto('/campaigns')
  await expect(page.getByRole('row', { name: /Herbstmesse/ })).toContainText('fehlt')
  await page.getByRole('link', { name: 'Herbstmesse' }).click()
  await expect(page.getByText(/nicht vereinbart, wie sie gemessen wird/)).toBeVisible()
  await takeScreenshots(page, 'campaign-without-agreement')
  await page.getByRole('link', { name: 'Messvereinbarung treffen' }).click()
  await page.getByLabel('Erfolgskriterien').fill('Mehr Anfragen aus der Region')
  await page.getByRole('combobox', { name: 'Kennzahl' }).click()
  await page.getByRole('option', { name: 'Leads', exact: true }).click()
  await page.getByLabel('Messweg').fill('Links mit UTM, Feld im CRM')
  await page.getByRole('combobox', { name: 'Wie oft' }).click()
  await page.getByRole('option', { name: 'jede Woche' }).click()
  await page.getByLabel('Nach 30 Tagen').fill('5')
  await page.getByLabel('Nach 90 Tagen').fill('20')
  await page.getByLabel('Abbruchregel').fill('Unter 3 Leads nach 35 Tagen')
  await page.getByLabel('Abbruch prüfen an Tag').fill('35')
  await page.getByLabel('Abbruch bei schlechter als').fill('3')
  await page.getByRole('button', { name: /anlegen|Anlegen/ }).click()
  await page.goto('/campaigns')
  await expect(page.getByRole('row', { name: /Herbstmesse/ })).toContainText('vereinbart')
  await page.getByRole('link', { name: 'Herbstmesse' }).click()
  await expect(page.getByText('Heute ist Tag 40.')).toBeVisible()
  await expect(page.getByText('Greift: 0 an Tag 35, Grenze 3.')).toBeVisible()
  await expect(page.getByRole('row', { name: /Tag 30/ })).toContainText('verfehlt')
  await takeScreenshots(page, 'campaign-agreement')
  await page.goto('/agenda')
  await expect(page.locator('[data-part=campaigns]')).toContainText('Die Abbruchregel greift')
  // Day 90 lies 50 days ahead.
  await page.goto(`/report-calendar?period=${addDays(TODAY, 50).slice(0, 7)}`)
  await expect(page.getByRole('row', { name: /Herbstmesse: Tag 90/ })).toContainText(
    german(addDays(TODAY, 50)),
  )
  await page.evaluate(() => localStorage.setItem('regelkreis.language', 'en'))
  await page.goto(`/report-calendar?period=${TODAY.slice(0, 7)}`)
  await expect(page.getByRole('row', { name: /Anzeigen wieder/ })).toContainText('done')
  await takeScreenshots(page, 'report-calendar')
})
