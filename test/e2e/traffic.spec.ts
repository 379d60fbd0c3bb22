// Traffic of a website down to the single visit, the live view, and how far the data can be trusted.
import { randomBytes } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../helpers/server.ts'
import { createRecord, setUp, signIn, spaced, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'traffic' })
test.describe.configure({ mode: 'serial' })

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'

const id = () => randomBytes(16).toString('base64url')
const panel = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })

type Given = { readonly n: string; readonly u: string } & Readonly<Record<string, unknown>>

/** Sends hits as the script does, from a browser of its own. */
async function send(server: ServerProcess, key: string, agent: string, hits: readonly Given[]) {
  const t = Date.now()
  const answer = await fetch(`${server.address}/t`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'user-agent': agent, 'accept-language': 'de-DE' },
    body: JSON.stringify({
      s: t,
      b: hits.map((hit, place) => ({
        ...{
          k: key,
          m: id(),
          t: t - 60_000 + place * 10_000,
          c: 0,
          r: '',
          w: 1440,
          l: 'de-DE',
          x: '1',
        },
        ...hit,
      })),
    }),
  })
  expect(answer.ok, await answer.text()).toBe(true)
}

test('leere Bildschirme sagen, was zu tun ist', async ({ page, server }) => {
  await setUp(page, server)
  await signIn(page)
  await page.goto('/traffic')
  await expect(page.getByText('Noch kein Besuch gemessen')).toBeVisible()
  await takeScreenshots(page, 'traffic-empty')
  await page.getByRole('link', { name: 'Skript einbinden' }).click()
  await expect(page).toHaveURL(/\/websites/)
  await page.goto('/live')
  await expect(page.getByText('Gerade ist niemand da')).toBeVisible()
  await page.goto('/data-trust')
  await expect(page.getByText('In diesem Zeitraum ist kein Lead entstanden.')).toBeVisible()
  await takeScreenshots(page, 'data-trust-empty')
})

test('Besuche: Zahlen, Tabelle, und jede Zahl öffnet sich bis zum Ereignis', async ({
  page,
  server,
}) => {
  await signIn(page)
  const website = await createRecord(page, server, 'websites', {
    ...{ name: 'Pumpen', domains: ['pumpen.example'], before_consent: 'cookieless' },
  })
  const found = await page.request.get(`/api/websites/${website}`)
  const { record } = (await found.json()) as { record: { key: string } }
  const home = 'https://www.pumpen.example'
  const [known, other] = [id(), id()]
  // With consent: a newsletter, three pages and an event; directly, one page. A program besides.
  await send(server, record.key, CHROME, [
    {
      n: 'page',
      u: `${home}/?utm_source=newsletter&utm_medium=email&utm_campaign=herbst`,
      c: 1,
      v: known,
    },
    { n: 'page', u: `${home}/preise`, c: 1, v: known },
    { n: 'page', u: `${home}/kontakt`, c: 1, v: known },
    { n: 'event', u: `${home}/kontakt`, e: 'demo_request', c: 1, v: known },
  ])
  await send(server, record.key, CHROME, [{ n: 'page', u: `${home}/preise`, c: 2, v: other }])
  await send(server, record.key, GOOGLEBOT, [{ n: 'page', u: `${home}/` }])

  await page.goto('/traffic')
  await expect(page.getByText(spaced('2 Besucher in 2 Besuchen'))).toBeVisible()
  const rows = panel(page, 'Aufgeteilt')
  await expect(rows.getByRole('row', { name: /E-Mail und Newsletter/ })).toContainText(
    /1.*50\s%.*3/,
  )
  await expect(rows.getByRole('row', { name: /Direkt/ })).toContainText(/1.*50\s%/)
  await expect(panel(page, 'Verlauf').locator('canvas')).toBeVisible()
  await takeScreenshots(page, 'traffic')

  const download = page.waitForEvent('download')
  await rows.getByRole('button', { name: 'Tabelle herunterladen' }).click()
  expect((await download).suggestedFilename()).toMatch(/^besuche-channel-\d{4}-\d{2}-\d{2}\.csv$/)

  await rows.getByRole('combobox', { name: 'Aufteilen nach' }).click()
  await page.getByRole('option', { name: 'Seite', exact: true }).click()
  await expect(page).toHaveURL(/by=page/)
  // Two views of the prices, one by each
  await expect(rows.getByRole('row').nth(1)).toContainText(/pumpen\.example\/preise.*2.*50\s%.*2/)

  await page.goto('/traffic')
  await rows.getByRole('button', { name: 'Besuche zeigen: E-Mail und Newsletter' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('listitem')).toHaveCount(1)
  await takeScreenshots(page, 'traffic-visits')
  await drawer.getByRole('button', { name: /^Besuch vom .* öffnen$/ }).click()
  await expect(drawer.getByText('Warum dieser Kanal')).toBeVisible()
  await expect(drawer).toContainText('herbst')
  await expect(drawer).toContainText('demo_request')
  await expect(drawer.getByRole('listitem')).toHaveCount(4)
  await takeScreenshots(page, 'traffic-visit')
  await drawer.getByRole('button', { name: 'Zurück zur Liste' }).click()
  await expect(drawer.getByRole('button', { name: /^Besuch vom .* öffnen$/ })).toBeVisible()
})

test('Live: wer da ist, mit Kanal und Regel; Programme sind gekennzeichnet', async ({ page }) => {
  await signIn(page)
  await page.goto('/live')
  const hits = panel(page, 'Letzte Aufrufe')
  await expect(hits.getByRole('listitem')).toHaveCount(6)
  await expect(hits).toContainText('nennt sich selbst ein Programm')
  await expect(panel(page, 'Kanäle')).toContainText('E-Mail und Newsletter')
  await page.getByRole('button', { name: 'Anhalten' }).click()
  await expect(page.getByText(/^Angehalten/)).toBeVisible()
  await takeScreenshots(page, 'live')
  await hits.getByRole('button', { name: /demo_request/ }).click()
  await expect(page.getByRole('dialog').getByText('Warum dieser Kanal')).toBeVisible()
})

test('Datenvertrauen: Quote, Gründe mit Abhilfe, Programme mit Protokoll', async ({
  page,
  server,
}) => {
  await signIn(page)
  const created_on = new Date().toISOString()
  await createRecord(page, server, 'leads', {
    last_name: 'Adler',
    channel: 'trade_fair',
    created_on,
  })
  await createRecord(page, server, 'leads', { last_name: 'Brandt', channel: 'direct', created_on })
  await createRecord(page, server, 'leads', { last_name: 'Conrad', created_on })
  await page.goto('/data-trust')
  // One of three
  await expect(page.getByText(spaced('33 % der Leads sind messbar (1 von 3).'))).toBeVisible()
  const reasons = panel(page, 'Warum die anderen nicht messbar sind')
  await expect(reasons.getByRole('listitem')).toHaveCount(2)
  await expect(reasons).toContainText('Nur direkt')
  await expect(reasons).toContainText('Ohne Angabe der Quelle')
  await expect(panel(page, 'Einwilligung')).toContainText(
    spaced('100 % der Besucher haben zugestimmt.'),
  )
  await takeScreenshots(page, 'data-trust')
  await reasons.getByRole('button', { name: 'Lead zeigen' }).last().click()
  await expect(page.getByRole('dialog').getByRole('link')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await panel(page, 'Was als Programm markiert wurde')
    .getByRole('button', { name: 'Protokoll zeigen' })
    .click()
  await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(1)
  await expect(page.getByRole('dialog')).toContainText('nennt sich selbst ein Programm')
})
