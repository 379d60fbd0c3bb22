// The demo export of a CRM vendor: seven linked files in one import, nothing mapped by hand, to the cockpit.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { COMPANY, setUp, signIn, spaced, test } from './helpers/app.ts'
import { commit, dryRun, upload } from './helpers/imports.ts'
import { takeScreenshots } from './helpers/looks.ts'

const FOLDER = join(import.meta.dirname, '../../../shared/data/zoho_crm_demo')
const NAMES = [
  'Accounts',
  'Campaign_Lead_Status',
  'Campaigns',
  'Contacts',
  'Leads',
  'Potentials',
  'Users',
]
const FILES = NAMES.map((name) => join(FOLDER, `${name}.csv`))
const hasData = FILES.every((file) => existsSync(file))

test.use({ world: 'zoho' })

type Reference = { overall: { won: number; lost: number; win_rate: number; won_amount: number } }

test('seven files are recognised, imported together and lead to the cockpit', async ({
  page,
  server,
}) => {
  test.skip(!hasData, `no data at ${FOLDER}`)
  const { overall } = JSON.parse(readFileSync(join(FOLDER, 'reference.json'), 'utf8')) as Reference
  await setUp(page, server, { ...COMPANY, currency: 'USD', time_zone: 'UTC' })
  await signIn(page)
  await upload(page, FILES)
  await expect(page.getByText('7 Dateien')).toBeVisible()
  await expect(page.getByText('noch nicht zugeordnet')).toHaveCount(0)
  // 2,229 + 3,900 + 110 campaigns + their 110 costs + 1,265 + 3,900 + 3,632 + 11; three accounts have no name.
  await dryRun(page, '3 von 15.157 Zeilen werden abgelehnt, die übrigen übernommen.')
  await takeScreenshots(page, 'zoho-check')
  await commit(page)
  await page.getByRole('link', { name: /^Cockpit für/ }).click()
  await expect(page.locator('[data-headline="revenue_won"]')).toBeVisible({ timeout: 60_000 })

  await page.goto('/cockpit?from=2010-01-01&last=2029-12-31&explain=win_rate')
  const drawer = page.getByRole('dialog')
  const { won, lost, win_rate } = overall
  const formats = new Intl.NumberFormat('de', { maximumFractionDigits: 2 })
  await expect(drawer.locator('[data-calculation]')).toHaveText(
    spaced(
      `${formats.format(won)} / (${formats.format(won)} + ${lost}) = ${formats.format(win_rate * 100)} %`,
    ),
    { timeout: 60_000 },
  )
  await page.keyboard.press('Escape')
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(
    formats.format(overall.won_amount),
  )
})
