// Two published cases of the guide on ROI (G1), built from records and read on the screen: costs, leads, deals, hires.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../helpers/server.ts'
import { createRecord, setUp, signIn, spaced, stageIds, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'roi' })
test.describe.configure({ mode: 'serial' })

const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../examples/roi.json'), 'utf8'),
)
const percent = (share: number) =>
  spaced(
    `${(share * 100).toLocaleString('de-DE', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`,
  )
const AT_ONCE = 8

type World = { readonly page: Page; readonly server: ServerProcess }

async function createMany({ page, server }: World, path: string, rows: readonly object[]) {
  const ids: string[] = []
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const next = rows.slice(first, first + AT_ONCE)
    ids.push(
      ...(await Promise.all(next.map((row) => createRecord(page, server, path, { ...row })))),
    )
  }
  return ids
}

async function settings({ page, server }: World, changes: object) {
  const response = await page.request.patch('/api/settings', {
    headers: { origin: server.address },
    data: { changes },
  })
  expect(response.ok(), await response.text()).toBe(true)
}

/** Leads that were qualified the day after they came; the first `won` of them became customers. */
const leads = (count: number, won: number, year: number, values: object) =>
  Array.from({ length: count }, (_, index) => {
    const day = String(1 + (index % 28)).padStart(2, '0')
    const month = String(1 + (index % 5)).padStart(2, '0')
    return {
      last_name: `Lead ${year}-${index + 1}`,
      created_on: `${year}-${month}-${day}T09:00:00Z`,
      mql_at: `${year}-${month}-${day}T10:00:00Z`,
      ...(index < won && { won_at: `${year}-09-${day}T10:00:00Z` }),
      ...values,
    }
  })

const cost = (category: string, amount: number, year: number, values: object = {}) => ({
  category,
  amount: amount * 100,
  from_date: `${year}-01-01`,
  until_date: `${year}-07-01`,
  ...values,
})

const level = (page: Page, id: string) => page.locator(`[data-level="${id}"]`)
const row = (page: Page, name: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `Datensätze öffnen: ${name}` }) })

test('G1: a LinkedIn campaign, from its costs and leads to 1,150 %', async ({ page, server }) => {
  const { given, expected } = cases['G1-linkedin-campaign']
  const world = { page, server }
  await setUp(page, server)
  await signIn(page)
  await settings(world, { clv_method: 'fixed', clv_fixed_cents: given.customerLifetimeValue * 100 })
  const campaign = await createRecord(page, server, 'campaigns', {
    name: 'LinkedIn Leads',
    channel: 'paid_social',
    goal_type: 'lead_generation',
  })
  await createMany(world, 'costs', [
    cost('media', 4_500, 2026, { campaign_id: campaign }),
    cost('personnel', 1_500, 2026, { campaign_id: campaign }),
  ])
  // 10 of 100 leads of the year before became customers
  await createMany(world, 'leads', leads(100, 10, 2025, { channel: 'organic_search' }))
  await createMany(
    world,
    'leads',
    leads(given.qualifiedLeads, 0, 2026, { channel: 'paid_social', campaign_id: campaign }),
  )

  await page.goto(`/roi?from=2026-01-01&last=2026-06-30&goal=lead_generation&campaign=${campaign}`)
  await expect(level(page, 'booked')).toContainText(percent(-1))
  await expect(level(page, 'expected')).toContainText(percent(expected.roi))
  await expect(level(page, 'expected')).toContainText(spaced('75.000 € bei 6.000 € Kosten'))
  await expect(level(page, 'booked')).toContainText('Streng: nur gebucht')
  const worth = page.locator('section').filter({ hasText: 'Was die Leads wert sind' })
  await expect(worth).toContainText('gemessen: 10 von 100 Leads')
  await expect(worth).toContainText(`Erwartete Kunden${expected.customers},0`)
  await expect(worth).toContainText(spaced('Marketingkosten je erwartetem Kunden1.200 €'))
  await expect(worth).toContainText('CLV : Marketingkosten je Kunde12,5')
  await expect(worth).toContainText(spaced('Quote für ROI 00,8 %'))
  await expect(page.getByText('Kosten unvollständig')).toContainText('Dienstleister')

  // every number opens its records
  await row(page, 'Wert der Leads').getByRole('button').click()
  const records = page.getByRole('dialog')
  await expect(records).toContainText('50 Datensätze')
  await expect(records).toContainText(spaced('Summe 75.000,00 €'))
  await records.getByRole('link', { name: 'Lead 2026-50' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Lead 2026-50')
})

test('G1: a year of Technik GmbH, three kinds of return, with and without each', async ({
  page,
  server,
}) => {
  const { given, expected } = cases['G1-technik-gmbh']
  const world = { page, server }
  await signIn(page)
  // 10 of 142 earlier leads became customers: 142 x 10 / 142 x 8,500 = 85,000
  await settings(world, {
    clv_fixed_cents: (given.leadValue / 10) * 100,
    saving_per_hire: cases['G1-recruiting'].given.savingPerHire * 100,
    margin_rate: 0.3,
  })
  await createMany(world, 'leads', leads(given.qualifiedLeads, 10, 2022, { channel: 'email' }))
  const [lead] = await createMany(
    world,
    'leads',
    leads(given.qualifiedLeads, 0, 2023, { channel: 'organic_social' }),
  )
  await createMany(world, 'costs', [
    cost('personnel', 48_000, 2023),
    cost('technology', 22_000, 2023),
    cost('media', 50_000, 2023),
  ])
  await createMany(
    world,
    'hires',
    Array.from({ length: 8 }, (_, index) => ({
      hired_on: `2023-0${index + 1}-15`,
      position: `Stelle ${index + 1}`,
      channel: 'organic_social',
    })),
  )
  // 420,000 of 1,500,000 won were touched by social media: 28 %
  const { won } = await stageIds(page)
  for (const [index, amount] of [140_000, 140_000, 140_000, 540_000, 540_000].entries()) {
    const account = await createRecord(page, server, 'accounts', { name: `Kunde ${index + 1}` })
    await createRecord(page, server, 'opportunities', {
      name: `Anlage ${index + 1}`,
      account_id: account,
      stage_id: won,
      opened_at: '2023-03-01T09:00:00Z',
      closed_at: '2023-10-01T09:00:00Z',
      amount: amount * 100,
    })
    if (amount > 140_000) continue
    await createRecord(page, server, 'touchpoints', {
      occurred_at: '2023-02-01T09:00:00Z',
      channel: 'organic_social',
      account_id: account,
    })
  }

  await page.goto('/roi?from=2023-01-01&last=2023-12-31')
  await expect(level(page, 'expected')).toContainText(percent(expected.roi))
  await expect(level(page, 'expected')).toContainText(spaced('533.000 € bei 120.000 € Kosten'))
  await expect(level(page, 'booked')).toContainText(percent(-1))
  await expect(level(page, 'attributed')).toContainText(percent(expected.roiInfluencedOnly))
  await expect(level(page, 'fullOverlap')).toContainText(
    percent(expected.roiIfLeadValueLiesInsideInfluenced),
  )
  await expect(level(page, 'atMargin')).toContainText(
    percent(expected.roiInfluencedAtMargin30Percent),
  )
  const influenced = row(page, 'Zugeordneter Umsatz')
  await expect(influenced).toContainText(spaced('420.000,00 €'))
  await expect(influenced.getByRole('cell').last()).toHaveText(
    percent(expected.roiWithoutInfluenced),
  )
  await expect(row(page, 'Wert der Leads')).toContainText(percent(expected.roiLeadValueOnly))
  await expect(row(page, 'Wert der Leads')).toContainText(spaced('85.000,00 €'))
  await expect(row(page, 'Ersparnis im Recruiting')).toContainText(
    percent(expected.roiRecruitingOnly),
  )
  await expect(row(page, 'Ersparnis im Recruiting')).toContainText(spaced('28.000,00 €'))
  await expect(page.getByText('Kosten unvollständig')).toContainText('Dienstleister, Produktion')
  await expect(page.getByText('Kein Fall zählt in zwei Arten.')).toBeVisible()
  await takeScreenshots(page, 'roi')

  // a sum opens its calculation, and its lines their records
  await level(page, 'expected').getByRole('button').click()
  const calculation = page.getByRole('dialog')
  await expect(calculation).toContainText(spaced('533.000,00 €'))
  await calculation.getByRole('button', { name: 'Wert der Leads' }).click()
  await expect(calculation).toContainText(spaced('Summe 85.000,00 €'))
  await page.keyboard.press('Escape')

  // one of the leads became an influenced deal after all: its value lies inside it and counts once
  const deals = await (await page.request.get('/api/opportunities?q=Anlage+1&limit=1')).json()
  const response = await page.request.patch(`/api/opportunities/${deals.items[0].id}`, {
    headers: { origin: server.address },
    data: { version: deals.items[0].version, changes: { lead_id: lead } },
  })
  expect(response.ok(), await response.text()).toBe(true)
  await page.reload()
  await expect(page.getByText('1 gemeinsamer Fall')).toBeVisible()
  await expect(level(page, 'expected')).toContainText(spaced('532.401 € bei 120.000 € Kosten'))
  await expect(level(page, 'added')).toContainText(spaced('533.000 € bei 120.000 € Kosten'))
})
