// Own channel rules: tried on an address, looked at before, saved, and channels given anew; a touch added by hand.
import { expect, type Page } from '@playwright/test'
import { createRecord, setUp, signIn, test } from './helpers/app.ts'
import { expectAccessible, expectNoOverflow, takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'channel-rules' })
test.describe.configure({ mode: 'serial' })

const choose = async (page: Page, name: string, option: string) => {
  await page.getByRole('combobox', { name }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

async function addRule(page: Page, name: string, channel: string, source: string) {
  await page.getByRole('button', { name: 'Regel hinzufügen' }).click()
  await page.getByLabel('Name der Regel').fill(name)
  await choose(page, 'Kanal', channel)
  await choose(page, 'Angabe', 'Quelle')
  await page.getByLabel('Wert').fill(source)
}

test('an address says its channel, the rule and the input that decided', async ({
  page,
  server,
}) => {
  await setUp(page, server)
  await signIn(page)
  await page.goto('/channel-rules')
  await expect(page.getByRole('heading', { name: 'Kanalregeln' })).toBeVisible()
  await page
    .getByLabel('Adresse der Seite')
    .fill('https://muster.example/?utm_source=google&utm_medium=cpc')
  await page.getByRole('button', { name: 'Prüfen' }).click()
  await expect(page.getByText('Suche (bezahlt)', { exact: true })).toBeVisible()
  await expect(page.getByText('medium=cpc, source=google')).toBeVisible()
  await page.getByLabel('Adresse der Seite').fill('muster.example/danke')
  await page.getByLabel('Kommt von').fill('https://www.paypal.com/')
  await page.getByRole('button', { name: 'Prüfen' }).click()
  await expect(page.getByText(/Liste „Keine Quelle sind“ \(Zahlung/)).toBeVisible()
  await expectAccessible(page)
})

test('a rule shows what it would change, is saved, and channels follow', async ({
  page,
  server,
}) => {
  await signIn(page)
  for (const last_name of ['Berg', 'Tal', 'See']) {
    await createRecord(page, server, 'leads', { last_name, source: 'messe-guide' })
  }
  await createRecord(page, server, 'leads', {
    ...{ last_name: 'Hand', source: 'messe-guide', channel: 'partner' },
  })
  await page.goto('/channel-rules')
  await addRule(page, 'Messe-Guide', 'Messe', '(')
  await choose(page, 'Vergleich', 'entspricht Regex')
  await page.getByRole('button', { name: 'Vorschau' }).click()
  await expect(page.getByText(/^Kein regulärer Ausdruck/)).toBeVisible()
  await page.getByLabel('Wert').fill('^messe-guide$')

  // What is typed survives a reload.
  await page.reload()
  await page.getByRole('button', { name: 'Vorschau' }).click()
  await expect(page.getByText('3 von 4 Zeilen bekämen einen anderen Kanal.')).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Nicht zuordenbar' })).toBeVisible()
  await takeScreenshots(page, 'channel-rules-preview')
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Speichern und neu zuordnen' }).click()
  await expect(page.getByText(/Zuletzt neu zugeordnet am/)).toContainText(
    'eigene Regeln geändert): 3 Leads von Nicht zuordenbar zu Messe.',
  )
  await page.getByRole('link', { name: 'Im Tagebuch der Messung ansehen' }).click()
  await expect(
    page.getByText(/Kanäle neu zugeordnet \(eigene Kanalregeln geändert\)/),
  ).toBeVisible()
  const leads = await page.request.get('/api/leads?channel=trade_fair')
  expect(((await leads.json()) as { count: number }).count).toBe(3)
})

test('the order is changed by keyboard', async ({ page }) => {
  await signIn(page)
  await page.goto('/channel-rules')
  await addRule(page, 'Zweite', 'Vertriebspartner', 'x')
  await page.getByRole('button', { name: 'Fertig' }).click()
  await page.getByRole('button', { name: 'Regel „Zweite“ nach oben' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('listitem').filter({ hasText: 'Zweite' })).toContainText('1.')
  await page.getByRole('button', { name: 'Verwerfen' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Zweite' })).toHaveCount(0)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoOverflow(page)
})

test('a touch is added from the page of a contact, its channel follows from its kind', async ({
  page,
  server,
}) => {
  await signIn(page)
  const contact = await createRecord(page, server, 'contacts', { last_name: 'Sommer' })
  await page.goto(`/contacts/${contact}`)
  await page.getByRole('link', { name: 'Kontaktpunkt: Hinzufügen' }).click()
  await choose(page, 'Art', 'Webinar (teilgenommen)')
  await page.getByLabel('Bezeichnung').fill('Pumpen richtig planen')
  await page.getByRole('button', { name: 'Anlegen' }).click()
  await expect(page.getByRole('heading', { name: /Pumpen richtig planen/ })).toBeVisible()
  await expect(page.getByText('Seminar, Webinar, Veranstaltung').first()).toBeVisible()
  await expectAccessible(page)
})
