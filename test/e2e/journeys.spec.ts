// How deals came about: paths of a quarter, the journey of one deal with its credits, the influence of channels.
import { expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../helpers/server.ts'
import { createRecord, setUp, signIn, spaced, stageIds, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'journeys' })
test.describe.configure({ mode: 'serial' })

const QUARTER = 'period=2025-Q1'
const panel = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })

type Touch = readonly [day: string, channel: string, title?: string]

/**
 * Five deals won in the first quarter of 2025, 100,000 EUR together:
 * Pumpenanlage 30,000: fair 2023 (too old), organic social 10 January, enquiry by e-mail, call; won 11 March, day 60
 * Verdichter   20,000: paid social 10 February, organic search twice; won 12 March, day 30
 * Filter       10,000 and Ventile 15,000: one visit by organic search, won 30 days later
 * Dichtungen   25,000: nobody
 */
async function createWorld(page: Page, server: ServerProcess): Promise<void> {
  const { won } = await stageIds(page)
  const deal = async (name: string, amount: number, closed: string, touches: readonly Touch[]) => {
    const account_id =
      touches.length > 0
        ? await createRecord(page, server, 'accounts', { name: `${name} Werke GmbH` })
        : null
    for (const [day, channel, title] of touches) {
      const occurred_at = `${day}T09:00:00Z`
      await createRecord(page, server, 'touchpoints', {
        ...{ occurred_at, channel, account_id },
        ...(title && { title }),
      })
    }
    const id = await createRecord(page, server, 'opportunities', {
      ...{ name, amount: amount * 100, account_id, stage_id: won },
      ...{ opened_at: '2025-02-05T09:00:00Z', closed_at: `${closed}T09:00:00Z` },
    })
    return { id, account_id }
  }
  const { account_id } = await deal('Pumpenanlage', 30_000, '2025-03-11', [
    ['2023-12-01', 'trade_fair', 'Gespräch am Messestand'],
    ['2025-01-10', 'organic_social', 'Beitrag kommentiert'],
    ['2025-02-20', 'telephone', 'Rückruf'],
  ])
  await createRecord(page, server, 'leads', {
    ...{ last_name: 'Adler', first_name: 'Eva', channel: 'email', account_id },
    ...{ created_on: '2025-01-20T09:00:00Z', self_report: 'Empfehlung eines Kollegen' },
  })
  await deal('Verdichter', 20_000, '2025-03-12', [
    ['2025-02-10', 'paid_social'],
    ['2025-02-15', 'organic_search'],
    ['2025-03-01', 'organic_search'],
  ])
  await deal('Filter', 10_000, '2025-02-11', [['2025-01-12', 'organic_search']])
  await deal('Ventile', 15_000, '2025-02-15', [['2025-01-16', 'organic_search']])
  await deal('Dichtungen', 25_000, '2025-02-20', [])
}

test('an empty company is told what would be here', async ({ page, server }) => {
  await setUp(page, server)
  await signIn(page)
  await page.goto('/journeys')
  await expect(page.getByText('Keine Customer Journey in diesem Zeitraum')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Daten importieren' })).toBeVisible()
  await takeScreenshots(page, 'journeys-empty')
  await page.goto('/influence')
  await expect(page.getByText('Noch keine Conversion in diesem Zeitraum')).toBeVisible()
  await createWorld(page, server)
})

test('the journeys of a quarter: flow, paths, length, duration, first against last', async ({
  page,
}) => {
  await signIn(page)
  await page.goto(`/journeys?${QUARTER}`)
  // Four of the five have touches: 30 + 20 + 10 + 15 thousand. Days 60, 30, 30, 30; touches 3, 3, 1, 1.
  await expect(page.getByText(spaced('75.000 €')).first()).toBeVisible()
  await expect(page.getByText(/^30\sTage$/)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Warum, und was zu tun ist' })).toBeVisible()

  const flow = panel(page, 'Die ersten fünf Schritte')
  await expect(flow).toContainText(
    spaced('Suche (organisch) (2 von 4 Abschlüssen, 50 %); 50 % sind nach einem einzigen Kanal'),
  )
  await expect(flow.locator('canvas')).toBeVisible()

  const paths = panel(page, 'Häufigste Wege')
  await expect(paths).toContainText('Suche (organisch) (2 von 4 Abschlüssen)')
  // Days 30 and 30, one touch each; the path with repeats has two steps and three touches.
  await expect(paths.getByRole('row').nth(1)).toContainText(/organisch.*2.*25\.000.*50\s%.*30.*1/)
  await expect(paths.getByRole('row', { name: /^Social Media \(bezahlt\)/ })).toContainText(
    /20\.000.*25\s%.*30.*3/,
  )
  await expect(panel(page, 'Länge')).toContainText('im Median 2')
  await expect(panel(page, 'Dauer')).toContainText(
    spaced('8–30 Tage (3 von 4 Abschlüssen); im Median 30 Tage'),
  )
  const matrix = panel(page, 'Erster gegen letzten Kontaktpunkt')
  await expect(matrix).toContainText(spaced('Bei 2 von 4 Abschlüssen (50 %)'))
  await matrix.getByText('Als Tabelle').click()
  await expect(
    matrix.getByRole('row', { name: /Social Media \(organisch\) Telefon/ }),
  ).toContainText(/1.*30\.000/)
  await matrix.getByText('Als Diagramm').click()
  await takeScreenshots(page, 'journeys')
})

test('the flow is there as a table, as CSV and as a picture; what is left out is in the address', async ({
  page,
}) => {
  await signIn(page)
  await page.goto(`/journeys?${QUARTER}`)
  const flow = panel(page, 'Die ersten fünf Schritte')
  for (const [item, file] of [
    ['CSV herunterladen', 'journeys-2025-01-01.csv'],
    ['Bild (PNG) herunterladen', 'journeys-2025-01-01.png'],
  ] as const) {
    await flow.getByRole('button', { name: /^Herunterladen/ }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: item }).click()
    expect((await download).suggestedFilename()).toBe(file)
  }
  await flow.getByText('Als Tabelle').click()
  await expect(flow.getByRole('row', { name: /^1 Suche \(organisch\) Abschluss/ })).toContainText(
    '25.000',
  )
  // Without organic search: Pumpenanlage, and Verdichter with its first touch alone.
  await page.goto(`/journeys?${QUARTER}&without=organic_search`)
  await expect(page.getByText(spaced('50.000 €')).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Filter (1)' })).toBeVisible()
})

test('one deal: every touch down to its record, and what each model gives it', async ({ page }) => {
  await signIn(page)
  await page.goto(`/journeys?${QUARTER}`)
  await page.getByLabel('Verkaufschance oder Unternehmen suchen').fill('pumpen')
  const deals = panel(page, 'Einzelne Customer Journeys')
  await expect(deals.getByRole('row')).toHaveCount(2)
  await expect(page).toHaveURL(/q=pumpen/)
  await deals.getByRole('link', { name: 'Pumpenanlage' }).click()

  await expect(page.getByRole('heading', { name: 'Pumpenanlage', level: 1 })).toBeVisible()
  await expect(page.getByText(/3 Kontaktpunkte zählen · 1 zählt nicht/)).toBeVisible()
  const line = panel(page, 'Verlauf').getByRole('listitem')
  // Fair, social, enquiry, opening, call, won.
  await expect(line).toHaveCount(6)
  await expect(line.nth(0)).toContainText('Messe')
  await expect(line.nth(0)).toContainText('Zählt nicht: älter als der Rückblick.')
  await expect(line.nth(2)).toContainText('Eva Adler')
  await expect(line.nth(2)).toContainText('Name angegeben')
  await expect(line.nth(3)).toContainText('Verkaufschance angelegt')
  await expect(line.nth(5)).toContainText(spaced('Gewonnen: 30.000,00 €'))
  await expect(panel(page, 'Selbst angegeben')).toContainText('Empfehlung eines Kollegen')

  // Position-based: 40, 20, 40 per cent of 30,000
  const credits = panel(page, 'Anteile')
  await expect(credits.getByRole('row').nth(1)).toContainText(spaced('12.000,00 €'))
  await expect(credits.getByRole('row').nth(2)).toContainText(spaced('6.000,00 €'))
  await expect(credits.getByRole('row').last()).toContainText(spaced('30.000,00 €'))
  await takeScreenshots(page, 'journey-deal')
  await credits.getByText('Alle Regeln').click()
  await expect(page).toHaveURL(/models=all/)
  // First touch: everything to the first; linear: a third each
  await expect(credits.getByRole('row', { name: /^Erster Kontakt/ })).toContainText(
    /30\.000,00.*0,00.*0,00.*30\.000,00/,
  )
  await expect(credits.getByRole('row', { name: /^Linear 1/ })).toContainText(
    /10\.000,00.*10\.000,00.*10\.000,00.*30\.000,00/,
  )
  await takeScreenshots(page, 'journey-deal-models')
  await line.nth(2).getByRole('link', { name: 'Zum Lead' }).click()
  await expect(page.getByRole('heading', { name: /Adler/ })).toBeVisible()
})

test('a deal without anybody says why it has no credit and what to do', async ({ page }) => {
  await signIn(page)
  await page.goto(`/journeys?${QUARTER}`)
  await page.getByRole('link', { name: 'Dichtungen' }).click()
  const note = page.getByRole('note').filter({ hasText: 'Ohne Zuordnung' })
  await expect(note).toContainText(spaced('25.000,00 €'))
  await expect(note).toContainText('Tragen Sie an der Verkaufschance das Unternehmen')
  // and the way from the record to its journey
  await page.getByRole('link', { name: 'Verkaufschance öffnen' }).click()
  await page.getByRole('link', { name: 'Customer Journey', exact: true }).click()
  await expect(page).toHaveURL(/\/journeys\?deal=/)
})

test('influence: social media touched 40 % of the deals and half of the revenue', async ({
  page,
}) => {
  await signIn(page)
  await page.goto(`/influence?${QUARTER}`)
  // Pumpenanlage and Verdichter: two of five, 50,000 of 100,000
  await expect(
    page.getByText(spaced('40 % der Abschlüsse (2 von 5) hatten im Rückblick von 365 Tagen')),
  ).toContainText(spaced('Sie brachten 50.000 € von 100.000 € (50 %).'))
  await expect(page.getByText('Einfluss ist keine Gutschrift')).toBeVisible()
  const table = panel(page, 'Je Kanal')
  await expect(table.getByRole('row', { name: /^Social Media \(organisch\)/ })).toContainText(
    /1.*20\s%.*30\.000.*30\s%.*1/,
  )
  await expect(table.getByRole('row', { name: /^alle gewählten/ })).toContainText(
    /2.*40\s%.*50\.000.*50\s%/,
  )
  // January: none won; February: none of three; March: both
  const months = panel(page, 'Verlauf')
  await expect(months).toContainText(
    spaced('im März 2025 (100 %, 2 von 2 Abschlüssen), am niedrigsten im Februar 2025 (0 %'),
  )
  await takeScreenshots(page, 'influence')

  const channels = page.getByRole('combobox', { name: 'Kanäle' })
  await channels.click()
  await channels.fill('Suche (organisch)')
  await page.getByRole('option', { name: 'Suche (organisch)' }).click()
  await page.keyboard.press('Escape')
  // Filter and Ventile come in: four of five
  await expect(page.getByText(spaced('80 % der Abschlüsse (4 von 5)'))).toBeVisible()
  await expect(page).toHaveURL(/channels=organic_search/)
  await page.getByRole('button', { name: 'Social-Kanäle' }).click()
  await expect(page.getByText(spaced('40 % der Abschlüsse (2 von 5)'))).toBeVisible()
  await panel(page, 'Berührte Abschlüsse').getByRole('link', { name: 'Verdichter' }).click()
  await expect(page.getByRole('heading', { name: 'Verdichter', level: 1 })).toBeVisible()
})
