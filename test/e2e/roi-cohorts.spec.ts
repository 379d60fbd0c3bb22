// What the spend of each month has brought, and what channels cost and brought by every model: read on the screen.
import { expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../helpers/server.ts'
import { createRecord, setUp, signIn, spaced, stageIds, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'roi-cohorts' })
test.describe.configure({ mode: 'serial' })

const YEAR = 'from=2025-01-01&last=2025-12-31'

/**
 * Paid search costs 1,000 EUR in each month of 2025. In each of them two deals begin with a click on an ad: one is won
 * in the month after for 600 EUR, one two months later for 1,000 EUR. Half of it is margin. The second one was also
 * there directly.
 */
async function createWorld(page: Page, server: ServerProcess): Promise<void> {
  const { won } = await stageIds(page)
  const day = (month: number, date: string) =>
    `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${date}`
  for (let month = 0; month < 12; month += 1) {
    await createRecord(page, server, 'costs', {
      ...{ category: 'media', amount: 100_000, channel: 'paid_search' },
      ...{ from_date: day(month, '01'), until_date: day(month + 1, '01') },
    })
    for (const [name, amount, later] of [
      ['Pumpe', 60_000, 1],
      ['Anlage', 100_000, 2],
    ] as const) {
      const account_id = await createRecord(page, server, 'accounts', { name: `${name} ${month}` })
      const touch = (date: string, channel: string) =>
        createRecord(page, server, 'touchpoints', {
          ...{ occurred_at: `${day(month, date)}T09:00:00Z`, channel, account_id },
        })
      await touch('05', 'paid_search')
      if (name === 'Anlage') await touch('20', 'direct')
      await createRecord(page, server, 'opportunities', {
        ...{ name: `${name} ${month}`, amount, variable_cost: amount / 2, account_id },
        ...{ stage_id: won, opened_at: `${day(month, '21')}T09:00:00Z` },
        closed_at: `${day(month + later, '10')}T09:00:00Z`,
      })
    }
  }
}

test('cohorts: what a month has brought, down to its deals and its cost', async ({
  page,
  server,
}) => {
  await setUp(page, server)
  await signIn(page)
  await createWorld(page, server)
  await page.goto(`/roi/cohorts?${YEAR}&worth=revenue`)
  // Position-based with two touches: half of the 1,000 is direct. 600 + 500 a month, of 1,000.
  const january = page.locator('tr[data-month="2025-01-01"]')
  await expect(january).toContainText(spaced('1.100 €'))
  await expect(january.getByRole('button', { name: /, 1 Monat danach/ })).toHaveText(spaced('60 %'))
  await expect(january.getByRole('button', { name: /, 2 Monate danach/ })).toHaveText(
    spaced('110 %'),
  )
  await expect(january).toContainText('2 Mon.')
  await expect(page.locator('[data-sentence]')).toContainText(spaced('13.200 €'))
  await takeScreenshots(page, 'roi-cohorts')
  await january.getByRole('button', { name: /, 2 Monate danach/ }).click()
  // 110 % are both deals; the month alone is the second of them
  await expect(page.locator('[data-deals]')).toContainText(
    spaced('2 Abschlüsse, zusammen 1.100,00 €'),
  )
  await page.getByText('Nur in diesem Monat').click()
  await expect(page.locator('[data-deals]')).toContainText(spaced('1 Abschluss, zusammen 500,00 €'))
  await expect(page.getByRole('link', { name: 'Anlage 0' })).toBeVisible()
  await page.goBack()
  await january.getByRole('button', { name: /Kosten Januar 2025/ }).click()
  await expect(page.locator('[data-value]')).toContainText(spaced('1.000'))
  await page.goto(`/roi/cohorts?${YEAR}&worth=margin&cohort=2025-03-01`)
  // 550 of margin for 1,000
  await expect(page.getByText(/März 2025: Die Kosten von/)).toContainText('nicht gedeckt')
})

test('channels: the range over all models, and why revenue is no return', async ({ page }) => {
  await signIn(page)
  await page.goto(`/roi/channels?${YEAR}`)
  const search = page.locator('tr[data-key="paid_search"]')
  // Won in 2025: 11 of 600 and 10 of 1,000. Margin: first touch 3,300 + 5,000 for 12,000, last touch 3,300.
  await expect(search).toContainText(spaced('-73 % – -31 %'))
  await expect(search).toContainText('robust: deckt die Kosten nicht')
  // (6,600 + 5,000) / 12,000 of revenue, half of it margin
  await expect(page.locator('[data-ads]')).toContainText(spaced('nur 0,48 € Deckungsbeitrag'))
  await takeScreenshots(page, 'roi-channels')
  await page.goto(`/roi/channels?${YEAR}&worth=revenue`)
  await expect(search).toContainText('hängt vom Modell ab')
  await search.getByRole('button', { name: /Zugeordneter Umsatz|zugeordneter Umsatz/ }).click()
  await expect(page.locator('[data-value]')).toContainText(spaced('11.600'))
})
