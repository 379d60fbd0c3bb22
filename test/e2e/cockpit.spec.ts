// A small world entered through the API; every expected figure is calculated by hand next to it.
import { expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../helpers/server.ts'
import { createRecord, setUp, signIn, spaced, stageIds, test } from './helpers/app.ts'
import { expectAccessible, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'cockpit' })
test.describe.configure({ mode: 'serial' })

type Values = Record<string, unknown>

/**
 * March 2026: 4,000 visitors, 40 leads (25 paid search, 10 trade fair, 5 unknown), 32 MQL, 8 SQL,
 * 3 won (12,000 + 18,000 + 30,000 EUR; 20, 30 and 40 days), 2 lost, 5 opened and still open (10,000 each).
 * February 2026: the three leads of those deals (unknown, paid search, trade fair), one deal of 10,000
 * without a lead. Cost: March 12,000 marketing (4,000 of it paid search) and 2,000 sales, February 6,000.
 */
async function enterSmallWorld(page: Page, server: ServerProcess) {
  const add = (path: string, values: Values) => createRecord(page, server, path, values)
  const stages = await stageIds(page)
  await add('daily-counts', { date: '2026-03-01', channel: 'paid_search', visitors: 4000 })
  await enterCosts(add)
  const marchLeads = Array.from({ length: 40 }, (_, index) => leadOfMarch(index))
  for (const lead of marchLeads) await add('leads', lead)
  const deals = [
    { name: 'Presse 1', amount: 1_200_000, closed: '2026-03-02', channel: 'unknown' },
    { name: 'Presse 2', amount: 1_800_000, closed: '2026-03-12', channel: 'paid_search' },
    { name: 'Presse 3', amount: 3_000_000, closed: '2026-03-22', channel: 'trade_fair' },
  ]
  for (const { name, amount, closed, channel } of deals) {
    const account_id = await add('accounts', { name: `${name} GmbH` })
    const lead_id = await add('leads', {
      last_name: name,
      account_id,
      channel,
      stage: 'opportunity',
      created_on: '2026-02-01T10:00:00Z',
      mql_at: '2026-02-03T10:00:00Z',
      sql_at: '2026-02-05T10:00:00Z',
      opportunity_at: '2026-02-10T10:00:00Z',
    })
    await add('opportunities', {
      name,
      account_id,
      lead_id,
      amount,
      channel,
      stage_id: stages.won,
      business_type: 'new',
      opened_at: '2026-02-10T10:00:00Z',
      closed_at: `${closed}T10:00:00Z`,
    })
  }
  for (const name of ['Verloren 1', 'Verloren 2']) {
    await add('opportunities', {
      name,
      amount: 900_000,
      stage_id: stages.lost,
      opened_at: '2026-02-10T10:00:00Z',
      closed_at: '2026-03-05T10:00:00Z',
    })
  }
  for (let index = 1; index <= 5; index++) {
    await add('opportunities', {
      name: `Offen ${index}`,
      amount: 1_000_000,
      stage_id: stages.open,
      opened_at: '2026-03-16T10:00:00Z',
    })
  }
  await add('opportunities', {
    name: 'Ohne Lead',
    account_id: await add('accounts', { name: 'Altkunde AG' }),
    amount: 1_000_000,
    stage_id: stages.won,
    opened_at: '2026-01-10T10:00:00Z',
    closed_at: '2026-02-09T10:00:00Z',
  })
}

async function enterCosts(add: (path: string, values: Values) => Promise<string>) {
  const march = { from_date: '2026-03-01', until_date: '2026-04-01' }
  const amounts = { personnel: 600_000, technology: 100_000, external: 50_000, production: 50_000 }
  for (const [category, amount] of Object.entries(amounts)) {
    await add('costs', { ...march, category, amount })
  }
  await add('costs', { ...march, category: 'media', amount: 400_000, channel: 'paid_search' })
  await add('costs', { ...march, category: 'sales', amount: 200_000 })
  await add('costs', {
    category: 'personnel',
    amount: 600_000,
    from_date: '2026-02-01',
    until_date: '2026-03-01',
  })
}

function leadOfMarch(index: number): Values {
  const channel = index < 25 ? 'paid_search' : index < 35 ? 'trade_fair' : 'unknown'
  const isMql = index < 32
  const isSql = index < 8
  return {
    last_name: `Interessent ${index + 1}`,
    channel,
    stage: isSql ? 'sql' : isMql ? 'mql' : 'new',
    created_on: '2026-03-03T10:00:00Z',
    ...(isMql ? { mql_at: '2026-03-10T10:00:00Z' } : {}),
    ...(isSql ? { sql_at: '2026-03-20T10:00:00Z' } : {}),
  }
}

const block = (page: Page, id: string) => page.locator(`[data-block="${id}"]`)
const figure = (page: Page, id: string, name: string) =>
  block(page, id).locator('tr', {
    has: page.getByRole('button', { name: new RegExp(`^${name}:`) }),
  })
const drawer = (page: Page) => page.getByRole('dialog')

async function openCockpit(page: Page, search = 'period=2026-03') {
  await signIn(page)
  await page.goto(`/cockpit?${search}`)
  await expect(block(page, 'trust')).toBeVisible({ timeout: 60_000 })
}

test('an empty cockpit says what would be here and offers the import', async ({ page, server }) => {
  await setUp(page, server)
  await signIn(page)
  await page.goto('/cockpit')
  await expect(
    page.getByRole('heading', { name: 'Noch keine Daten für das Cockpit' }),
  ).toBeVisible()
  await takeScreenshots(page, 'cockpit-empty')
  await page.getByRole('link', { name: 'Exporte importieren' }).click()
  await expect(page).toHaveURL(/\/imports/)
})

test('five blocks with hand-calculated figures stand on one screen', async ({ page, server }) => {
  test.slow()
  await signIn(page)
  await enterSmallWorld(page, server)
  await page.goto('/cockpit')
  await page.getByRole('button', { name: 'März 2026 ansehen' }).click({ timeout: 60_000 })
  await expect(page).toHaveURL(/period=2026-03/)

  const headings = block(page, 'result').locator('..').getByRole('heading', { level: 2 })
  await expect(headings).toHaveText([
    'Ergebnis',
    'Effizienz',
    'Planbarkeit',
    'Qualität der Nachfrage',
    'Datenvertrauen',
  ])
  for (const id of ['result', 'efficiency', 'plannability', 'demand', 'trust']) {
    const box = await block(page, id).boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 9999), `${id} ends on the screen`).toBeLessThan(900)
  }
  // 12,000 + 18,000 + 30,000; February had 10,000, so five times more, with no clear difference.
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(spaced('60.000 €'))
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(spaced('+500 %'))
  await expect(block(page, 'result')).toContainText(
    'März 2026: 3 gewonnen, 2 mehr als im Februar 2026',
  )
  // (48,000 attributed to paid search and trade fair - 12,000) / 12,000.
  await expect(figure(page, 'result', 'Marketing-ROI')).toContainText(spaced('3,00'))
  // Twice the 6,000 of February; more cost is worse.
  await expect(figure(page, 'result', 'Marketingkosten')).toContainText(spaced('12.000 €'))
  await expect(figure(page, 'result', 'Marketingkosten')).toContainText('schlechter')
  // (12,000 + half of 2,000) / 3 new customers.
  await expect(page.locator('[data-headline="cac"]')).toContainText(spaced('4.333 €'))
  await expect(figure(page, 'efficiency', 'Kosten je Lead \\(CPL\\)')).toContainText(
    spaced('300,00 €'),
  )
  // 3 of 5: greyed with its count.
  await expect(figure(page, 'plannability', 'Abschlussquote \\(Win Rate\\)')).toContainText(
    spaced('60,0 %'),
  )
  await expect(figure(page, 'plannability', 'Abschlussquote \\(Win Rate\\)')).toContainText('n = 5')
  // 8 of 32.
  await expect(page.locator('[data-headline="mql_to_sql"]')).toContainText(spaced('25,0 %'))
  await expect(page.locator('[data-headline="mql_to_sql"]')).toContainText('üblich')
  // 35 of 40 have a known channel.
  await expect(page.locator('[data-headline="attributable_lead_share"]')).toContainText(
    spaced('87,5 %'),
  )
  await expect(page.getByText('Kosten vollständig: alle fünf Kostenarten gebucht')).toBeVisible()
  await expect(page.getByText('Zuordnung: Positionsbasiert')).toBeVisible()
  await takeScreenshots(page, 'cockpit')
})

test('a figure opens down to a record, and back returns step by step', async ({ page }) => {
  test.slow()
  await openCockpit(page)
  await figure(page, 'plannability', 'Abschlussquote \\(Win Rate\\)').click()
  await expect(page).toHaveURL(/explain=win_rate/)
  await expect(drawer(page).locator('[data-calculation]')).toHaveText(
    spaced('3 / (3 + 2) = 60,00 %'),
  )
  await expect(drawer(page)).toContainText('gewonnen / (gewonnen + verloren)')
  // Wilson, 3 of 5: 23.07 % to 88.24 %.
  await expect(drawer(page)).toContainText(spaced('23,1 % bis 88,2 % (Wilson)'))
  await takeScreenshots(page, 'cockpit-explanation')
  await drawer(page).getByText('Als Tabelle').click()
  await expect(drawer(page).getByRole('cell', { name: 'März 2026' })).toBeVisible()

  await drawer(page)
    .getByRole('button', { name: 'Datensätze ansehen: gewonnene Verkaufschancen' })
    .click()
  await expect(page).toHaveURL(/explain=win_rate.*fact=won_count/)
  await expect(drawer(page)).toContainText('3 Datensätze hinter')
  await expect(drawer(page)).toContainText(spaced('30.000,00 €'))
  await takeScreenshots(page, 'cockpit-records')
  const file = page.waitForEvent('download')
  await drawer(page).getByRole('link', { name: 'Alle als CSV' }).click()
  expect((await file).suggestedFilename()).toMatch(/\.csv$/)

  await drawer(page).getByRole('link', { name: 'Presse 3' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Presse 3' })).toBeVisible()
  await page.goBack()
  await expect(drawer(page)).toContainText('3 Datensätze hinter')
  await page.goBack()
  await expect(drawer(page).locator('[data-calculation]')).toBeVisible()
  await page.goBack()
  await expect(drawer(page)).toBeHidden()
  await expect(page).not.toHaveURL(/explain/)
})

test('a keyboard opens and leaves an explanation', async ({ page }) => {
  await openCockpit(page)
  await page.locator('[data-headline="mql_to_sql"]').focus()
  await page.keyboard.press('Enter')
  await expect(drawer(page).locator('[data-calculation]')).toHaveText(spaced('8 / 32 = 25,00 %'))
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(drawer(page)).toBeHidden()
})

test('month, quarter and steps stand in the address', async ({ page }) => {
  await openCockpit(page)
  await page.getByText('Quartal', { exact: true }).click()
  await expect(page).toHaveURL(/period=2026-Q1/)
  // March 60,000 and February 10,000.
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(spaced('70.000 €'))
  await expect(page.getByRole('button', { name: 'Zeitraum wählen: Q1 2026' })).toBeVisible()
  await page.goBack()
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(spaced('60.000 €'))
  await page.getByRole('button', { name: 'Zeitraum davor' }).click()
  await expect(page).toHaveURL(/period=2026-02/)
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(spaced('10.000 €'))
  // Two of the three leads of February have a channel: 66.7 %, below 70 %.
  await expect(page.getByText('Kanalvergleiche mit Vorsicht lesen')).toBeVisible()
  await page.goto('/cockpit?from=2026-03-01&last=2026-03-12')
  // Closed by the 12th: 12,000 and 18,000.
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(spaced('30.000 €'))
})

test('filters narrow every figure and can be sent as a link', async ({ page }) => {
  await openCockpit(page, 'period=2026-03&channel=trade_fair')
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(spaced('30.000 €'))
  await expect(page.getByRole('button', { name: 'Filter (1)' })).toBeVisible()
  await page.getByRole('button', { name: 'Alle entfernen' }).click()
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText(spaced('60.000 €'))
})

test('the channel table has its totals, sorts and opens', async ({ page }) => {
  await openCockpit(page)
  const row = (id: string) => page.locator(`tr[data-channel="${id}"]`)
  // Cost 4,000 / 25 leads = 160; (18,000 - 4,000) / 4,000 = 3.5.
  await expect(row('paid_search')).toContainText(spaced('4.000 €'))
  await expect(row('paid_search')).toContainText(spaced('160 €'))
  await expect(row('paid_search')).toContainText('3,50')
  await expect(row('trade_fair')).toContainText(spaced('30.000 €'))
  // The 12,000 of the lead that nobody knows the channel of are no marketing: 18,000 + 30,000.
  await expect(row('unknown')).not.toContainText(spaced('12.000 €'))
  await expect(row('total')).toContainText(spaced('48.000 €'))
  // 6,000 + 1,000 + 500 + 500 belong to no channel: a row of their own, not spread over the others.
  await row('(none)')
    .getByRole('button', { name: /^Marketingkosten/ })
    .click()
  await expect(drawer(page).locator('[data-value]')).toHaveText(spaced('8.000 €'))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Nach Leads sortieren' }).click()
  await expect(page).toHaveURL(/sort=-leads/)
  await expect(page.locator('tr[data-channel]').first()).toHaveAttribute(
    'data-channel',
    'paid_search',
  )
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Kanaltabelle als CSV herunterladen' }).click()
  expect((await file).suggestedFilename()).toBe('kanaele-2026-03-01.csv')
  await row('paid_search')
    .getByRole('button', { name: /^Kosten je Lead \(CPL\)/ })
    .click()
  await expect(drawer(page).locator('[data-calculation]')).toHaveText(
    spaced('4.000,00 € / 25 = 160,00 €'),
  )
  await expect(drawer(page)).toContainText('nur Suche (bezahlt)')
})

test('levers change the velocity against the base', async ({ page }) => {
  // 5 open at the end x 60 % x 20,000 / 30 days = 2,000 a day; 24 days: 2,500, a quarter more.
  await openCockpit(page, 'period=2026-03&velocity_base=open_at_end')
  const panel = page.locator('section', {
    has: page.getByRole('heading', { name: 'Pipeline-Geschwindigkeit' }),
  })
  await expect(panel).toContainText(spaced('2.000 €'))
  await panel.getByRole('textbox', { name: 'Verkaufszyklus ändern in Prozent' }).fill('-20')
  await page.keyboard.press('Enter')
  await expect(panel).toContainText(spaced('2.500 €'))
  await expect(panel).toContainText(spaced('+25,0 %'))
  await expect(page).toHaveURL(/what_if_cycle=-20/)
  await panel.getByRole('button', { name: 'Zurücksetzen' }).click()
  await expect(page).not.toHaveURL(/what_if/)
})

test('the funnel shows bands and opens its bars', async ({ page }) => {
  await openCockpit(page)
  const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Trichter' }) })
  // 32 MQL of 4,000 visitors = 0.8 %.
  await expect(panel).toContainText(spaced('0,8 %'))
  await expect(panel).toContainText('niedrig')
  await panel.getByRole('button', { name: /^MQL: 32/ }).click()
  await expect(page).toHaveURL(/explain=mql/)
  await page.keyboard.press('Escape')
  await panel.getByText('Als Tabelle').click()
  await expect(panel.getByRole('cell', { name: 'Verkaufschancen' })).toBeVisible()
})

test('a tracking change is noted and marks the trends', async ({ page }) => {
  await openCockpit(page)
  await page.getByRole('button', { name: 'Eintrag hinzufügen' }).click()
  await page.getByRole('textbox', { name: 'Tag' }).fill('14.02.2026')
  await page.getByLabel('Was sich geändert hat').fill('Cookie-Banner ausgetauscht')
  await page.getByRole('button', { name: 'Eintragen' }).click()
  await expect(page.getByRole('link', { name: 'Cookie-Banner ausgetauscht' })).toBeVisible()
  await page.goto('/cockpit?period=2026-03&explain=revenue_won')
  await drawer(page).getByText('Als Tabelle').click()
  const february = drawer(page).getByRole('row', { name: /Februar 2026/ })
  await expect(february).toContainText('Cookie-Banner ausgetauscht')
})
