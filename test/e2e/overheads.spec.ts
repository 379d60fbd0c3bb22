// Overheads: own and spread cost, another key tried, applied and taken back; budgets that speak up.
import { expect, type Page } from '@playwright/test'
import { firstOfMonth, isoDate } from '../../src/kernel/period.ts'
import type { ServerProcess } from '../helpers/server.ts'
import { COMPANY, createRecord, setUp, signIn, spaced, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'overheads' })
test.describe.configure({ mode: 'serial' })

const TODAY = isoDate(
  new Intl.DateTimeFormat('en-CA', { timeZone: COMPANY.time_zone, dateStyle: 'short' }).format(
    new Date(),
  ),
)
const THIS_MONTH = firstOfMonth(TODAY)
const LAST_MONTH = firstOfMonth(TODAY, -1)

const cost = (page: Page, server: ServerProcess, values: Record<string, unknown>) =>
  createRecord(page, server, 'costs', { from_date: LAST_MONTH, ...values })

const rowOf = (page: Page, table: string, name: string) =>
  page.getByRole('region', { name: table }).getByRole('row').filter({ hasText: name })

test('overheads are spread by spend; another key is tried, applied and taken back', async ({
  page,
  server,
}) => {
  await setUp(page, server)
  await signIn(page)
  const campaign_id = await createRecord(page, server, 'campaigns', {
    name: 'Frühjahrsaktion',
    channel: 'paid_search',
  })
  await cost(page, server, { category: 'media', amount: 60_000, campaign_id })
  await cost(page, server, { category: 'external', amount: 30_000, channel: 'trade_fair' })
  await cost(page, server, { category: 'technology', amount: 10_000, description: 'CRM' })

  await page.goto('/costs/allocation')
  // 100,00 by 600,00 to 300,00: 66.67 and 33.33
  const fair = rowOf(page, 'Nach Kanal', 'Messe')
  await expect(fair).toContainText(spaced('33,33 €'))
  await expect(rowOf(page, 'Nach Kanal', 'Suche')).toContainText(spaced('66,67 €'))
  await expect(rowOf(page, 'Nach Kanal', 'Kostenbuch gesamt')).toContainText(spaced('1.000,00 €'))
  await expect(rowOf(page, 'Nach Kampagne', 'Frühjahrsaktion')).toContainText(spaced('66,67 €'))
  await takeScreenshots(page, 'overheads')

  await page.getByRole('button', { name: 'Schlüssel ändern' }).click()
  const drawer = page.getByRole('dialog', { name: 'Schlüssel ändern' })
  await drawer.getByRole('combobox', { name: 'Schlüssel' }).click()
  await page.getByRole('option', { name: 'gleichmäßig' }).click()
  await drawer.getByRole('button', { name: 'Ausprobieren' }).click()
  await expect(drawer.getByText('2 Kanäle bekommen einen anderen Betrag.')).toBeVisible()
  await expect(rowOf(page, 'Vorher und nachher', 'Messe')).toContainText(spaced('50,00 €'))
  await takeScreenshots(page, 'overheads-trial')
  await drawer.getByRole('button', { name: 'Übernehmen' }).click()
  await expect(fair).toContainText(spaced('50,00 €'))
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(fair).toContainText(spaced('33,33 €'))
})

test('a budget that is exceeded speaks up on its screen, in the cockpit and at the campaign', async ({
  page,
  server,
}) => {
  await signIn(page)
  const campaign_id = await createRecord(page, server, 'campaigns', { name: 'Messe Hannover' })
  await cost(page, server, {
    ...{ category: 'external', amount: 120_000, campaign_id },
    ...{ from_date: THIS_MONTH, description: 'Standbau' },
  })
  await createRecord(page, server, 'budgets', { month: TODAY, campaign_id, planned: 100_000 })
  const template = await page.request.get('/api/import-templates/budget.csv')
  expect(await template.text()).toContain('Plan (netto)')

  await page.goto('/budgets')
  const row = rowOf(page, 'Nach Kampagne', 'Messe Hannover')
  await expect(row).toContainText(spaced('1.200 €'))
  await expect(row).toContainText('überschritten')
  await takeScreenshots(page, 'budgets')
  await row.getByRole('button', { name: 'Monate von Messe Hannover' }).click()
  await expect(rowOf(page, 'Nach Monat und Kostenart', 'überschritten')).toContainText('alle')
  await takeScreenshots(page, 'budgets-months')

  await page.goto('/cockpit')
  await expect(page.getByText(/^1 Budget braucht Aufmerksamkeit/)).toBeVisible()
  await takeScreenshots(page, 'budgets-cockpit')
  await page.goto('/campaigns')
  await expect(page.getByRole('img', { name: /^Budget überschritten/ })).toBeVisible()
  await page.goto(`/campaigns/${campaign_id}`)
  await expect(rowOf(page, 'Nach Monat und Kostenart', 'überschritten')).toBeVisible()
  await takeScreenshots(page, 'budgets-campaign')
})
