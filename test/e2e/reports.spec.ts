// A report from making it to the mail that a schedule sends: what stands on the screen, in the file and in the mail.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import pg from 'pg'
import { firstOfMonth, monthOf } from '../../src/kernel/period.ts'
import { periodName } from '../../src/kpis/sentence.ts'
import { dayIn } from '../../web/kpis/cockpit-period.ts'
import { mailServer } from '../helpers/mail-server.ts'
import { type ServerProcess, testServer } from '../helpers/server.ts'
import {
  ADMINISTRATOR,
  test as base,
  COMPANY,
  createRecord,
  setUp,
  signIn,
  spaced,
} from './helpers/app.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

const LAST = monthOf(firstOfMonth(dayIn(new Date(), COMPANY.time_zone), -1))
const NAME = periodName(LAST, 'de')

type Mails = Awaited<ReturnType<typeof mailServer>>

/** A server with a mail server of its own. */
const test = base.extend<object, { mails: Mails }>({
  mails: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => {
      await using mails = await mailServer()
      await use(mails)
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ mails }, use) => {
      await using server = await testServer({
        env: { SMTP_URL: mails.url, MAIL_FROM: 'Regelkreis <berichte@beispiel.de>' },
      })
      await use(server)
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})
test.use({ world: 'reports' })
test.describe.configure({ mode: 'serial' })

/** What the clock would do: the schedule is older than it is, and the program looks what is due. */
async function fallDue({ dataFolder }: ServerProcess): Promise<void> {
  const lines = readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')
  const host = encodeURIComponent(lines[4] ?? '')
  const database = new pg.Client(`postgresql://postgres@localhost/regelkreis?host=${host}`)
  await database.connect()
  await database.query(`update reports.schedule set owes_from = '2020-01-01'`)
  await database.query(`select jobs.add_job('reports.send_due')`)
  await database.end()
}

async function openReports(page: Page): Promise<void> {
  await page.goto('/reports')
  await page.getByRole('heading', { name: 'Berichte', level: 1 }).waitFor()
}

test('a report is made, opened, removed and brought back', async ({ page, server }) => {
  await setUp(page, server)
  // 12,000 of cost and three leads in the last month: 4,000 each.
  await createRecord(page, server, 'costs', {
    ...{ category: 'media', amount: 1_200_000, from_date: LAST.from, until_date: LAST.until },
  })
  for (const number of [1, 2, 3]) {
    await createRecord(page, server, 'leads', {
      ...{ last_name: `Lead ${number}`, created_on: `${LAST.from.slice(0, 8)}15T10:00:00Z` },
    })
  }
  await signIn(page)
  await openReports(page)
  await expect(page.getByText('Noch kein Bericht')).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Zeitraum' })).toHaveValue(NAME)
  await page.getByRole('button', { name: 'Erstellen' }).click()
  const row = page.getByRole('row', { name: `Managementbericht ${NAME}` })
  await expect(row).toContainText(ADMINISTRATOR.name)
  await expect(row).toContainText('nicht versandt')
  await takeScreenshots(page, 'reports')

  const opening = page.waitForEvent('popup')
  await row.getByRole('link', { name: 'Ansehen' }).click()
  const report = await opening
  await expect(report.getByRole('heading', { level: 1 })).toHaveText(`Managementbericht ${NAME}`)
  await expect(report.getByRole('list', { name: 'Die wichtigsten Kennzahlen' })).toContainText(
    spaced('12.000 €'),
  )
  await report.close()
  const downloading = page.waitForEvent('download')
  await row.getByRole('link', { name: 'PDF' }).click()
  const file = readFileSync(await (await downloading).path())
  expect(file.subarray(0, 5).toString()).toBe('%PDF-')

  await row.getByRole('button', { name: 'Löschen' }).click()
  await expect(page.getByText('Noch kein Bericht')).toBeVisible()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(row).toBeVisible()
})

test('a schedule sends by mail, and the list says so', async ({ page, server, mails }) => {
  await signIn(page)
  await openReports(page)
  await page.getByRole('button', { name: 'Versand einrichten' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill('Monatsbericht Leitung')
  await form.getByLabel('Tag des Monats').fill('1')
  await form.getByLabel('Uhrzeit').fill('00:00')
  await form.getByRole('combobox', { name: 'Empfänger' }).click()
  await page.getByRole('option', { name: ADMINISTRATOR.name }).click()
  await form.getByLabel('Name').click()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Speichern' }).click()
  await expect(page.getByRole('row', { name: 'Monatsbericht Leitung' })).toContainText(
    ADMINISTRATOR.name,
  )

  await fallDue(server)
  await expect.poll(() => mails.mails.length, { timeout: 60_000 }).toBe(1)
  const [mail] = mails.mails
  expect(mail?.to).toBe(ADMINISTRATOR.email)
  expect(mail?.text).toMatch(/Subject: .*Managementbericht/)
  expect(mail?.text).toContain('Content-Type: application/pdf')
  await openReports(page)
  const sent = page.getByRole('row', { name: /nach Plan „Monatsbericht Leitung“/ })
  await expect(sent).toContainText('an 1 gesandt')
  await expect(sent.getByRole('button', { name: 'Löschen' })).toHaveCount(0)

  // The address in the mail leads to the report.
  const address = /reports\?report=(?:3D)?([0-9a-f-]{36})/.exec(
    (mail?.text ?? '').replaceAll('=\r\n', ''),
  )
  await page.goto(`/reports?report=${address?.[1]}`)
  await expect(page.getByRole('heading', { name: 'Aufgerufener Bericht' })).toBeVisible()

  await page.getByRole('button', { name: 'Monatsbericht Leitung bearbeiten' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Löschen' }).click()
  await expect(page.getByText('Noch kein regelmäßiger Versand.')).toBeVisible()
  await expect(page.getByText('nach Plan „Monatsbericht Leitung“ (gelöscht)').first()).toBeVisible()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(page.getByRole('row', { name: 'Monatsbericht Leitung' }).first()).toBeVisible()
})
