// Working with lists: columns, files for Excel, the board, target groups; and the whole program in English.
import { expect, type Page } from '@playwright/test'
import { readAllRows } from '../../src/imports/io/read-file.ts'
import { EXCLUDED_HOSTS } from '../../src/tracking/source-lists.ts'
import {
  ADMINISTRATOR,
  createRecord,
  setUp,
  signIn,
  spaced,
  stageIds,
  test,
} from './helpers/app.ts'
import { expectNoOverflow, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'lists' })
test.describe.configure({ mode: 'serial' })

/** Two customers, of which one is in the target group "Maschinenbau"; a won and an open deal each. */
test('a small world is entered', async ({ page, server }) => {
  await setUp(page, server)
  await signIn(page)
  const add = createRecord.bind(null, page, server)
  const stages = await stageIds(page)
  await add('target-groups', { name: 'Maschinenbau', priority: 1, industries: ['Maschinenbau'] })
  const customers = [
    { name: 'Müller Anlagenbau GmbH', industry: 'Maschinenbau', amount: 1_234_567 },
    { name: 'Öko-Handel & Söhne KG', industry: 'Handel', amount: 800_000 },
  ]
  for (const { name, industry, amount } of customers) {
    const account_id = await add('accounts', { name, industry })
    const opened_at = '2026-03-02T10:00:00Z'
    await add('leads', {
      last_name: 'Groß',
      company: name,
      account_id,
      channel: 'trade_fair',
      source: '=messe',
      stage: 'mql',
      expected_value: amount,
      created_on: '2026-03-01T10:00:00Z',
      mql_at: '2026-03-01T12:00:00Z',
    })
    const deal = { account_id, amount, opened_at, channel: 'trade_fair', business_type: 'new' }
    await add('opportunities', {
      ...deal,
      name: `Pumpe für ${industry}`,
      stage_id: stages.won,
      closed_at: '2026-03-20T10:00:00Z',
    })
    await add('opportunities', { ...deal, name: `Wartung ${industry}`, stage_id: stages.open })
  }
})

const headers = (page: Page) => page.getByRole('columnheader')

test('the columns of a list are chosen and stand in the address', async ({ page }) => {
  await signIn(page)
  await page.goto('/leads')
  await expect(page.getByText('2 Einträge')).toBeVisible()
  await page.getByRole('button', { name: 'Spalten' }).click()
  await page.getByRole('checkbox', { name: 'Stufe', exact: true }).uncheck()
  await page.getByRole('checkbox', { name: 'Quelle (wie angegeben)' }).check()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/columns=/)
  await page.reload()
  await expect(headers(page).filter({ hasText: 'Quelle' })).toBeVisible()
  await expect(headers(page).filter({ hasText: 'Stufe' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Spalten' }).click()
  await page.getByRole('button', { name: 'Standard wiederherstellen' }).click()
  await expect(page).not.toHaveURL(/columns=/)
  await expect(headers(page).filter({ hasText: 'Stufe' })).toBeVisible()
})

/** Rows of a file with its first line as names. */
async function rowsOf(path: string, container: 'csv' | 'xlsx') {
  const format = {
    container,
    gzip: false,
    encoding: 'utf-8',
    delimiter: ';',
    quote: '"',
    decimal: ',',
    decimalGiven: true,
    date: ['dd.mm.yyyy'],
    timeZone: null,
    currency: null,
    sheet: null,
    headerRow: 1,
  } as const
  const rows: string[][] = []
  for await (const { cells } of readAllRows(path, format, { file: path })) {
    rows.push(cells.map(String))
  }
  return rows
}

for (const container of ['csv', 'xlsx'] as const) {
  test(`a list as ${container.toUpperCase()} holds the chosen rows`, async ({ page }) => {
    await signIn(page)
    await page.goto('/leads?q=müller')
    await expect(page.getByText('1 Eintrag')).toBeVisible()
    await page.getByRole('button', { name: 'Exportieren' }).click()
    const waiting = page.waitForEvent('download')
    await page
      .getByRole('menuitem', { name: `Alle Felder als ${container === 'csv' ? 'CSV' : 'Excel'}` })
      .click()
    const file = await waiting
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${container}$`))
    const [header = [], ...rows] = await rowsOf(await file.path(), container)
    expect(rows).toHaveLength(1)
    const cell = (name: string) => rows[0]?.[header.indexOf(name)]
    expect(cell('Firma')).toBe('Müller Anlagenbau GmbH')
    expect(cell('Unternehmen')).toBe('Müller Anlagenbau GmbH')
    expect(cell('Stufe')).toBe('MQL')
    expect(Number(cell('Erwarteter Wert')?.replace(',', '.'))).toBe(12_345.67)
    // A cell that would be a formula in Excel is neutralised.
    expect(cell('Quelle (wie angegeben)')).toBe("'=messe")
  })
}

test('a card moves on the board by keyboard, and the move can be taken back', async ({ page }) => {
  await signIn(page)
  await page.goto('/opportunities')
  await page.getByText('Tafel', { exact: true }).click()
  await expect(page).toHaveURL(/\/pipeline$/)
  const columns = page.locator('section', { has: page.getByRole('heading', { level: 2 }) })
  const card = page.getByRole('article').filter({ hasText: 'Wartung Maschinenbau' })
  await expect(card).toBeVisible()
  const [from, to] = await page.getByRole('heading', { level: 2 }).allTextContents()
  const column = (name = '') =>
    columns.filter({ has: page.getByRole('heading', { name, exact: true }) })
  await expect(column(from)).toContainText(spaced('20.346 €'))
  await card.getByRole('button', { name: /^Stufe von/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: to ?? '', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(column(to).getByRole('article')).toContainText('Wartung Maschinenbau')
  // 8,000 stay, 12,345.67 have moved.
  await expect(column(from)).toContainText(spaced('8.000 €'))
  await expect(column(to)).toContainText(spaced('12.346 €'))
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(column(from).getByRole('article')).toHaveCount(2)
  await takeScreenshots(page, 'pipeline-cards')
})

test('a target group narrows a list and the cockpit', async ({ page }) => {
  await signIn(page)
  await page.goto('/accounts')
  await expect(page.getByText('2 Einträge')).toBeVisible()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Zielgruppe' }).click()
  await page.getByRole('combobox', { name: 'Zielgruppe' }).click()
  await page.getByRole('option', { name: 'Maschinenbau' }).click()
  await expect(page.getByText('1 Eintrag')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Müller Anlagenbau GmbH' })).toBeVisible()
  await expect(page).toHaveURL(/target_group=/)

  await page.goto('/cockpit?period=2026-03')
  const won = page.locator('[data-headline="revenue_won"]')
  await expect(won).toContainText(spaced('20.346 €'), { timeout: 60_000 })
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('combobox', { name: 'Zielgruppe' }).click()
  await page.getByRole('option', { name: 'Maschinenbau' }).click()
  await expect(won).toContainText(spaced('12.346 €'))
})

/** Without the channels, whose names stand there in both languages. */
const SCREENS = [
  '/cockpit?period=2026-03',
  '/leads',
  '/opportunities',
  '/pipeline',
  '/accounts',
  '/contacts',
  '/revenue-entries',
  '/campaigns',
  '/costs',
  '/imports',
  '/daily-counts',
  '/tracking-changes',
  '/settings',
  '/users',
  '/target-groups/new',
  '/account/password',
]

/** Words that only a German screen has. */
const GERMAN =
  /\b(und|oder|nicht|keine?|noch|anlegen|Zeitraum|Umsatz|Kosten|Kampagnen?|Unternehmen|Einträge|Verkaufschancen?|Trichter|gewonnen|verloren|Zielgruppen?|Januar|Februar|März)\b|„/
/** A key that found no text: `list.empty.title`. Addresses of the web have a slash or an @ before them. */
const KEY = /(?<![\w/@.-])[a-z]+(?:\.[a-z]+)+(?![\w/@.-])/i
/** What the small world itself says in German. */
const NAMES =
  /Müller Anlagenbau GmbH|Öko-Handel & Söhne KG|Maschinenbau|Pumpe für \S+|Wartung \S+|Beispiel Pumpen GmbH|Anna Schäfer|Gewonnen|Verloren|\S+@\S+/g

/** Without the hosts that settings begin with. */
const withoutHosts = (text: string): string =>
  EXCLUDED_HOSTS.reduce((rest, host) => rest.replaceAll(host, ''), text)

test('in English nothing is left of the German', async ({ page }) => {
  test.slow()
  await signIn(page)
  await page.getByRole('button', { name: /Benutzermenü/ }).click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  for (const path of SCREENS) {
    await page.goto(path)
    const main = page.getByRole('main')
    await expect(main.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(main.getByText('Loading')).toHaveCount(0)
    const shown = (await page.locator('body').innerText()).replaceAll(NAMES, '')
    const text = withoutHosts(shown)
    expect(GERMAN.exec(text)?.[0], path).toBeUndefined()
    expect(KEY.exec(text)?.[0], path).toBeUndefined()
    await expectNoOverflow(page)
  }
  await page.goto('/opportunities')
  await expect(page.getByRole('cell', { name: '€12,345.67' }).first()).toBeVisible()
  await page.goto('/cockpit?period=2026-03')
  await expect(page.locator('[data-headline="revenue_won"]')).toContainText('€20,346', {
    timeout: 60_000,
  })
  await takeScreenshots(page, 'cockpit-english')
})

test('a new password replaces the old one', async ({ page }) => {
  const next = 'Ein anderer langer Satz'
  await signIn(page)
  await page.getByRole('button', { name: /Benutzermenü/ }).click()
  await page.getByRole('menuitem', { name: 'Anmeldung und Sicherheit' }).click()
  await page.getByRole('link', { name: 'Passwort ändern' }).click()
  await page.getByLabel(/^Bisheriges Passwort/).fill('falsch geraten')
  await page.getByLabel(/^Neues Passwort(?! wiederholen)/).fill(next)
  await page.getByLabel(/^Neues Passwort wiederholen/).fill(next)
  await page.getByRole('button', { name: 'Passwort ändern' }).click()
  await expect(page.getByText('Das bisherige Passwort stimmt nicht.')).toBeVisible()
  await page.getByLabel(/^Bisheriges Passwort/).fill(ADMINISTRATOR.password)
  await page.getByRole('button', { name: 'Passwort ändern' }).click()
  await expect(page.getByText('Das Passwort ist geändert.')).toBeVisible()
  await page.getByRole('button', { name: /Benutzermenü/ }).click()
  await page.getByRole('menuitem', { name: 'Abmelden' }).click()
  await page.getByLabel('E-Mail').fill(ADMINISTRATOR.email)
  await page.getByLabel(/^Passwort/).fill(ADMINISTRATOR.password)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await expect(page.getByText('E-Mail oder Passwort stimmt nicht.')).toBeVisible()
  await page.getByLabel(/^Passwort/).fill(next)
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.getByRole('navigation', { name: 'Hauptnavigation' }).waitFor()
})
