// Who gets credit, by several models; every expected figure is calculated by hand next to it.
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../helpers/server.ts'
import { createRecord, setUp, signIn, spaced, stageIds, test } from './helpers/app.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'attribution' })
test.describe.configure({ mode: 'serial' })

const YEAR = 'from=2026-01-01&last=2026-12-31'

/**
 * Alpha (two contacts): fair (10 January), enquiry by e-mail of Bach (1 February, said "Messe"), call of Adler
 * (1 March), won 100.01 EUR on 1 April. Beta: paid search (15 January), call (20 February), won 50.00 on 10 March.
 * Gamma: nobody was ever touched, won 30.00 on 5 May.
 * Position-based: 40.01 (the cent goes to the earlier touch), 20.00, 40.00; two touches share by halves: 25.00 each.
 * Telephone 65.00, fair 40.01, paid search 25.00, e-mail 20.00, unattributed 30.00; together 180.01.
 */
async function enterWorld(page: Page, server: ServerProcess) {
  const add = (path: string, values: Record<string, unknown>) =>
    createRecord(page, server, path, values)
  const { won } = await stageIds(page)
  const alpha = await add('accounts', { name: 'Alpha GmbH' })
  const beta = await add('accounts', { name: 'Beta AG' })
  const gamma = await add('accounts', { name: 'Gamma KG' })
  const adler = await add('contacts', { last_name: 'Adler', account_id: alpha })
  const bach = await add('contacts', { last_name: 'Bach', account_id: alpha })
  const busch = await add('contacts', { last_name: 'Busch', account_id: beta })
  const fair = await add('campaigns', { name: 'Messe 2026', channel: 'trade_fair' })
  const touch = (occurred_at: string, values: Record<string, unknown>) =>
    add('touchpoints', { occurred_at: `${occurred_at}T09:00:00Z`, ...values })
  await touch('2026-01-10', { campaign_id: fair, channel: 'trade_fair', account_id: alpha })
  await touch('2026-03-01', { channel: 'telephone', contact_id: adler })
  await touch('2026-01-15', { channel: 'paid_search', contact_id: busch })
  await touch('2026-02-20', { channel: 'telephone', contact_id: busch })
  await add('leads', {
    ...{ last_name: 'Bach', account_id: alpha, contact_id: bach, channel: 'email' },
    ...{ created_on: '2026-02-01T09:00:00Z', self_report: 'Messe' },
  })
  const deals = [
    { name: 'Presse Alpha', account_id: alpha, amount: 10_001, closed: '2026-04-01' },
    { name: 'Presse Beta', account_id: beta, amount: 5000, closed: '2026-03-10' },
    { name: 'Presse Gamma', account_id: gamma, amount: 3000, closed: '2026-05-05' },
  ]
  for (const { closed, ...deal } of deals) {
    const times = { opened_at: '2026-02-15T09:00:00Z', closed_at: `${closed}T09:00:00Z` }
    await add('opportunities', { ...deal, stage_id: won, ...times })
  }
}

const section = (page: Page, heading: string | RegExp) =>
  page.locator('section.rk-panel', { has: page.getByRole('heading', { name: heading }) })
const detail = (page: Page) => section(page, /im Einzelnen/)
const row = (page: Page, name: string) =>
  detail(page).getByRole('row', { name: new RegExp(`^${name}`) })
const drawer = (page: Page) => page.getByRole('dialog')

async function open(page: Page, search = YEAR) {
  await signIn(page)
  await page.goto(`/attribution?${search}`)
  await expect(detail(page)).toBeVisible({ timeout: 60_000 })
}

test('nothing yet: what would be here and how to begin', async ({ page, server }) => {
  await setUp(page, server)
  await signIn(page)
  await page.goto('/attribution')
  await expect(page.getByRole('heading', { name: 'Noch keine Conversions' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Daten importieren' })).toBeVisible()
  await takeScreenshots(page, 'attribution-empty')
})

test('one sentence, models side by side, one in detail, to the cent', async ({ page, server }) => {
  await signIn(page)
  await enterWorld(page, server)
  await open(page)
  // 65.00 and 40.01 of 180.01
  const sentence = page.locator('[data-sentence]')
  await expect(sentence).toContainText(spaced('2026: 3 gewonnene Abschlüsse mit 180 €.'))
  await expect(sentence).toContainText(
    spaced('am meisten von Telefon (eingehend): 65 € (36,1 %), danach Messe (22,2 %)'),
  )
  await expect(sentence).toContainText(spaced('30 € lassen sich nicht zuordnen.'))
  await expect(page.getByText(/Betont, was den Kontakt begonnen/)).toBeVisible()
  await expect(row(page, 'Telefon')).toContainText(spaced('65 €'))
  await expect(row(page, 'Telefon')).toContainText('zu wenig Daten')
  // nothing was won the year before
  await expect(row(page, 'Suche \\(bezahlt\\)')).toContainText(spaced('+25 €'))
  await expect(row(page, 'Summe')).toContainText(spaced('180 €'))
  await expect(page.locator('[data-reconciled]')).toContainText(
    spaced('Auftragswert (180,01 €) der Datensätze: stimmt auf den Cent'),
  )
  await expect(page.locator('canvas').first()).toBeVisible()
  await takeScreenshots(page, 'attribution')
  await page.setViewportSize({ width: 1440, height: 2600 })
  await page.screenshot({ path: 'test-results/screens/attribution.whole.png' })
  await page.setViewportSize({ width: 1440, height: 900 })

  const chart = section(page, 'Kanäle nach Modell')
  await chart.getByText('Als Tabelle').click()
  // last touch: both calls, 100.01 + 50.00
  await expect(chart.getByRole('row', { name: /^Telefon/ })).toContainText(spaced('150,01 €'))
  // first touch: the fair
  await expect(chart.getByRole('row', { name: /^Messe/ })).toContainText(spaced('100,01 €'))
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Tabelle als CSV herunterladen' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text).toContain('Messe;40,01;')
  expect(text).toContain('Nicht zugeordnet;30;')
})

test('two models: who wins and who loses; what customers say stands beside', async ({ page }) => {
  await open(page, `${YEAR}&right=last`)
  const comparison = section(page, 'Zwei Modelle im Vergleich')
  // 150.01 - 65.00 = 85.01 of 180.01; the fair loses 40.01
  await expect(comparison).toContainText(spaced('Telefon (eingehend) gewinnt am meisten (+85 €)'))
  await expect(comparison).toContainText(spaced('Messe verliert am meisten (−40 €)'))
  await expect(comparison.getByRole('row', { name: /^Telefon/ })).toContainText('+47,2')
  const told = section(page, 'Was Kundinnen und Kunden selbst sagen')
  await expect(told).toContainText(spaced('1 von 3 haben eine Antwort'))
  await expect(told.getByRole('row', { name: /^Messe/ }).first()).toContainText(spaced('100,0 %'))
})

test('unattributed opens to reasons, what to do, and the deals', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: /^Nicht zugeordnet/ }).click()
  await expect(page).toHaveURL(/panel=unattributed/)
  const reason = drawer(page).locator('[data-reason=no_touch]')
  await expect(reason).toContainText(spaced('1 · 30 €'))
  await expect(reason).toContainText('Erfassen Sie, wie der Kontakt entstand')
  await expect(drawer(page).getByRole('link', { name: 'Presse Gamma', exact: true })).toBeVisible()
  const journey = drawer(page).getByRole('link', { name: 'Weg von Presse Gamma ansehen' })
  await expect(journey).toHaveAttribute('href', /\/journeys\?deal=[0-9a-f-]{36}$/)
  await takeScreenshots(page, 'attribution-unattributed')
})

test('models are explained with a drawing; influence is never summed', async ({ page }) => {
  await open(page, `${YEAR}&model=last&model=influenced&panel=models&help=time_decay`)
  // 28, 14, 7 and 0 days at a half-life of 7: 1, 4, 8 and 16 of 29
  await expect(
    drawer(page).getByRole('img', {
      name: spaced('Zeitverlauf: Messe 3,4 %, E-Mail 13,8 %, E-Mail 27,6 %, Direkt 55,2 %'),
    }),
  ).toBeVisible()
  await takeScreenshots(page, 'attribution-models')
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toBeHidden()
  await expect(page.getByText(/Dieses Modell unterschätzt frühe Kontakte/)).toBeVisible()
  await page.goto(`/attribution?${YEAR}&model=influenced`)
  await expect(page.getByText('Zeilen werden nicht summiert')).toBeVisible()
  await expect(row(page, 'Summe')).toHaveCount(0)
  // two of three deals have a call in them: 150.01 EUR
  await expect(row(page, 'Telefon')).toContainText(spaced('150 €'))
})

test('learnt models, campaigns, channels left out; what the address cannot mean', async ({
  page,
}) => {
  await open(page, `${YEAR}&model=markov&model=linear&by=campaign`)
  await expect(page.getByText(/im Verhältnis ihrer linearen Anteile verteilt/)).toBeVisible()
  await expect(detail(page).getByRole('link', { name: 'Messe 2026' })).toBeVisible()
  await page.goto(`/attribution?${YEAR}&model=last&without=telephone`)
  // without calls the enquiry is the last touch of Alpha, paid search of Beta
  await expect(row(page, 'E-Mail')).toContainText(spaced('100 €'))
  await expect(row(page, 'Suche \\(bezahlt\\)')).toContainText(spaced('50 €'))
  await page.goto(`/attribution?${YEAR}&model=best`)
  await expect(page.getByText('Das Modell „best“ gibt es nicht.')).toBeVisible()
  await page.getByRole('button', { name: 'Zur Standardansicht' }).click()
  await expect(detail(page)).toBeVisible()
})

test('rules: before and after first, then saved and worked out again', async ({ page }) => {
  await open(page, `${YEAR}&model=position_based`)
  await page.getByRole('button', { name: 'Regeln' }).click()
  const days = drawer(page).getByLabel('Rückblick der Attribution')
  await days.fill('31')
  await drawer(page).getByRole('button', { name: 'Vorher und nachher vergleichen' }).click()
  // 31 days before 1 April is the call of 1 March, to the second; of Beta the call of 20 February is left
  const changed = drawer(page).getByRole('row', { name: /^Telefon/ })
  await expect(changed).toContainText(spaced('65 €'))
  await expect(changed).toContainText(spaced('150 €'))
  await expect(drawer(page).getByRole('row', { name: /^Messe/ })).toContainText(spaced('−40 €'))
  await takeScreenshots(page, 'attribution-rules')
  await drawer(page).getByRole('button', { name: 'Speichern und neu berechnen' }).click()
  await expect(drawer(page).getByText(/Verkaufschancen sind neu berechnet/)).toBeVisible({
    timeout: 60_000,
  })
  await page.keyboard.press('Escape')
  await expect(row(page, 'Telefon')).toContainText(spaced('150 €'))
  await expect(page.getByText(/Rückblick 31 Tage/)).toBeVisible()

  await page.goto('/settings')
  await page.getByRole('link', { name: /Vorher und nachher vergleichen/ }).click()
  await expect(drawer(page).getByLabel('Rückblick der Attribution')).toHaveValue('31')
  await expectAccessible(page)
})
