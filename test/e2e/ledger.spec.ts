// What somebody keeps of cost without a bookkeeper: a week in a sentence, and bookings that are there twice.
import { expect } from '@playwright/test'
import { setUp, signIn, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'ledger' })

test('a week is booked from one sentence, and of invoice and export one counts', async ({
  page,
  server,
}) => {
  await setUp(page, server)
  await signIn(page)
  const add = async (path: string, data: object) => {
    const answer = await page.request.post(`/api/${path}`, { data })
    expect(answer.status(), await answer.text()).toBe(201)
  }
  await add('work-roles', { name: 'Redaktion', rate: 6_500 })
  await add('campaigns', { name: 'LinkedIn Fachkräfte', channel: 'paid_social' })

  await page.goto('/week')
  await page.getByRole('textbox', { name: 'Ein Tag der Woche' }).fill('12.03.2026')
  await page.getByLabel('Was haben Sie getan?').fill('12 h LinkedIn, 4 h Newsletter')
  await expect(page.getByText('09.03.2026 bis 15.03.2026')).toBeVisible()
  const preview = page.getByRole('table')
  await expect(preview.getByLabel('Gebucht auf: LinkedIn').first()).toHaveValue(
    'LinkedIn Fachkräfte',
  )
  // 12 x 65 + 4 x 65 = 1,040
  await expect(preview.getByRole('row').last()).toContainText('1.040,00')
  await takeScreenshots(page, 'ledger-week')
  await page.getByRole('button', { name: 'Woche buchen' }).click()
  await expect(page.getByText('2 Zeiteinträge gebucht')).toBeVisible()
  await page.goto('/costs')
  await expect(page.getByRole('row').filter({ hasText: '12 h, Redaktion' })).toContainText('780,00')

  const media = { category: 'media', vendor: 'Google Ads', channel: 'paid_search' }
  await add('costs', {
    ...media,
    from_date: '2026-03-05',
    amount: 60_000,
    clicks: 300,
    impressions: 9_000,
  })
  await add('costs', {
    ...media,
    from_date: '2026-03-20',
    amount: 40_000,
    clicks: 100,
    impressions: 3_000,
  })
  await add('costs', {
    category: 'media',
    from_date: '2026-03-31',
    amount: 99_500,
    description: 'Google Ireland Ltd März',
  })
  await page.goto('/double-bookings')
  await expect(
    page.getByRole('status').filter({ hasText: 'zählen wahrscheinlich doppelt' }),
  ).toContainText('995,00')
  await takeScreenshots(page, 'ledger-doubles')
  await page.getByRole('button', { name: 'Export zählt' }).click()
  await expect(page.getByText('Es ist keine Buchung doppelt')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Entschieden' })).toBeVisible()
  await page.getByRole('button', { name: 'Zurücknehmen' }).click()
  await expect(page.getByRole('button', { name: 'Export zählt' })).toBeVisible()

  // an accrual of the year before still waits for its invoice; one cost is divided and put together again
  await add('costs', {
    ...{ category: 'production', from_date: '2025-12-01', until_date: '2026-01-01' },
    ...{ amount: 50_000, description: 'Katalog', document_type: 'accrual' },
  })
  await page.goto('/costs/accruals?day=2025-12-31')
  await expect(page.getByText('1 Abgrenzung über 500,00')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Katalog' })).toContainText('noch nicht da')
  await takeScreenshots(page, 'ledger-accruals')
  const made = await page.request.post('/api/cost-splits', { data: { name: 'Social und Messe' } })
  const split_id = ((await made.json()) as { record: { id: string } }).record.id
  await add('cost-shares', { split_id, channel: 'organic_social', share: 0.6 })
  await add('cost-shares', { split_id, channel: 'trade_fair', share: 0.4 })
  await page.goto('/costs?q=Ireland')
  await page.getByRole('link', { name: 'Google Ireland Ltd März' }).click()
  await page.getByRole('button', { name: 'Aufteilen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Kosten aufteilen' })
  await dialog.getByRole('combobox', { name: 'Verteilung' }).click()
  await page.getByRole('option', { name: 'Social und Messe' }).click()
  await dialog.getByRole('button', { name: 'Aufteilen' }).click()
  await expect(page.getByText('Aufgeteilt auf 2 Einträge')).toBeVisible()
  await page.goto('/costs?q=Ireland')
  // 995,00 by 60 % and 40 %
  await expect(page.getByRole('row').filter({ hasText: '597,00' })).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '398,00' })).toBeVisible()
})
