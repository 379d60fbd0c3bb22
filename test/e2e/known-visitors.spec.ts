// Who visitors are, on the pages of contact and account: linked by hand and taken back, a merge undone, data handed
// out, and a person erased after a look at what goes.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import type { ServerProcess } from '../helpers/server.ts'
import { createRecord, setUp, signIn, test } from './helpers/app.ts'
import { takeScreenshots } from './helpers/looks.ts'

test.use({ world: 'known-visitors' })
test.describe.configure({ mode: 'serial' })

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const HOME = 'https://www.pumpen.example'
const EMAIL = 'erika.muster@kunde.example'
const MINUTE = 60_000

const id = () => randomBytes(16).toString('base64url')
const panel = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) })

/** One hit with consent to marketing, so many minutes ago, from a browser of its own. */
async function send(
  server: ServerProcess,
  key: string,
  minutesAgo: number,
  hit: Readonly<Record<string, unknown>>,
) {
  const now = Date.now()
  const fields = { k: key, m: id(), n: 'page', t: now - minutesAgo * MINUTE, c: 2, r: '' }
  const answer = await fetch(`${server.address}/t`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'user-agent': CHROME, 'accept-language': 'de-DE' },
    body: JSON.stringify({ s: now, b: [{ ...fields, w: 1440, l: 'de-DE', x: '1', ...hit }] }),
  })
  expect(answer.ok, await answer.text()).toBe(true)
}

let accountId = ''
let contactId = ''

test('ein Besuch wird von Hand zugeordnet, gelöst und wieder zugeordnet', async ({
  page,
  server,
}) => {
  await setUp(page, server)
  await signIn(page)
  const website = await createRecord(page, server, 'websites', {
    ...{ name: 'Pumpen', domains: ['pumpen.example'], before_consent: 'cookieless' },
  })
  const found = await page.request.get(`/api/websites/${website}`)
  const { key } = ((await found.json()) as { record: { key: string } }).record
  accountId = await createRecord(page, server, 'accounts', { name: 'Kunde GmbH' })
  contactId = await createRecord(page, server, 'contacts', {
    ...{ first_name: 'Erika', last_name: 'Muster', email: EMAIL, account_id: accountId },
  })
  const [desktop, phone] = [id(), id()]
  // On the computer known by an address, on the phone by nobody: two visits there, hours apart.
  await send(server, key, 300, {
    ...{ v: desktop, u: `${HOME}/?utm_source=linkedin&utm_medium=paid_social&utm_campaign=herbst` },
  })
  await send(server, key, 299, { v: desktop, u: `${HOME}/`, n: 'identify', p: EMAIL })
  await send(server, key, 200, {
    v: phone,
    w: 390,
    u: `${HOME}/messe?utm_source=messe&utm_medium=qr`,
  })
  await send(server, key, 30, { v: phone, w: 390, u: `${HOME}/preise` })
  // Somebody who agreed to statistics only is never offered.
  await send(server, key, 20, { v: id(), c: 1, u: `${HOME}/geheim` })

  await page.goto(`/contacts/${contactId}`)
  const known = panel(page, 'Besucher und Geräte')
  await expect(known.getByText('ein Besuch von einem Gerät')).toBeVisible()
  await expect(known.getByText('Angabe der E-Mail-Adresse oder Kennung')).toBeVisible()

  await known.getByRole('button', { name: 'Besuch zuordnen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Besuch von Erika Muster zuordnen' })
  await expect(dialog.getByText('pumpen.example/preise')).toBeVisible()
  await expect(dialog.getByText('pumpen.example/messe')).toBeVisible()
  await expect(dialog.getByText('geheim')).toHaveCount(0)
  await takeScreenshots(page, 'link-visit')
  await dialog.getByLabel('Seite, Quelle oder Kampagne').fill('messe')
  await expect(dialog.getByText('pumpen.example/preise')).toHaveCount(0)
  await dialog.getByRole('button', { name: /^Besuch vom .* zuordnen$/ }).click()
  await expect(known.getByText('3 Besuche von 2 Geräten')).toBeVisible()
  await expect(known.getByText('von Hand zugeordnet von Anna Schäfer')).toBeVisible()
  const timeline = panel(page, 'Verlauf')
  await expect(timeline.getByText('pumpen.example/messe').first()).toBeVisible()
  await known.scrollIntoViewIfNeeded()
  await takeScreenshots(page, 'contact-visitors')

  const byHand = known.getByRole('listitem').filter({ hasText: 'von Hand zugeordnet' }).last()
  await byHand.getByRole('button', { name: 'Lösen' }).click()
  await expect(known.getByText(/^gelöst am .* von Anna Schäfer$/)).toBeVisible()
  await expect(timeline.getByText('pumpen.example/messe')).toHaveCount(0)
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await expect(timeline.getByText('pumpen.example/messe').first()).toBeVisible()

  // The same from the visit itself: somebody nobody knows is given to the company, and taken back.
  await send(server, key, 1, { v: id(), u: `${HOME}/technik` })
  await page.goto('/live')
  await page
    .getByRole('button', { name: /technik/ })
    .first()
    .click()
  const visit = page.getByRole('dialog')
  await expect(visit.getByText('Noch niemand.')).toBeVisible()
  await visit.getByRole('button', { name: 'Besuch zuordnen' }).click()
  await visit.getByText('Unternehmen', { exact: true }).first().click()
  await visit.getByRole('combobox', { name: 'Unternehmen' }).click()
  await page.getByRole('option', { name: 'Kunde GmbH' }).click()
  await takeScreenshots(page, 'visit-link')
  await visit.getByRole('button', { name: 'Zuordnen', exact: true }).click()
  await expect(visit.getByRole('link', { name: 'Kunde GmbH' })).toBeVisible()
  await takeScreenshots(page, 'visit-person')
  await visit.getByRole('button', { name: 'Lösen' }).click()
  await expect(visit.getByText(/^gelöst am .* von Anna Schäfer$/)).toBeVisible()

  // The account shows the same devices, by name of the person.
  await page.goto(`/accounts/${accountId}`)
  await expect(
    panel(page, 'Besucher und Geräte').getByRole('link', { name: 'Erika Muster' }),
  ).toHaveCount(2)
  await takeScreenshots(page, 'account-visitors')
})

test('eine Zusammenführung nimmt Besuche mit und lässt sich im Verlauf zurücknehmen', async ({
  page,
  server,
}) => {
  await signIn(page)
  const twin = await createRecord(page, server, 'contacts', {
    first_name: 'E.',
    last_name: 'Muster',
  })
  const version = async (record: string) => {
    const answer = await page.request.get(`/api/contacts/${record}`)
    return ((await answer.json()) as { record: { version: number } }).record.version
  }
  const merged = await page.request.post(`/api/contacts/${twin}/merge`, {
    headers: { origin: server.address },
    data: {
      version: await version(twin),
      other: { id: contactId, version: await version(contactId) },
    },
  })
  expect(merged.ok(), await merged.text()).toBe(true)
  await page.goto(`/contacts/${twin}`)
  await expect(
    panel(page, 'Besucher und Geräte').getByText('3 Besuche von 2 Geräten'),
  ).toBeVisible()
  const entry = panel(page, 'Verlauf').getByRole('listitem').filter({ hasText: 'ammengeführt' })
  await entry.getByRole('button', { name: 'Rückgängig' }).first().click()
  await expect(
    panel(page, 'Besucher und Geräte').getByText('Kein Besuch der Website'),
  ).toBeVisible()
  await page.goto(`/contacts/${contactId}`)
  await expect(
    panel(page, 'Besucher und Geräte').getByText('3 Besuche von 2 Geräten'),
  ).toBeVisible()
})

test('Auskunft als Datei; Löschung mit Vorschau, getippter Bestätigung und Ergebnis', async ({
  page,
}) => {
  await signIn(page)
  await page.goto(`/contacts/${contactId}`)
  const privacy = panel(page, 'Datenschutz')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    privacy.getByRole('button', { name: 'Auskunft als Datei' }).click(),
  ])
  const data = JSON.parse(await readFile(await file.path(), 'utf8')) as Record<string, unknown[]>
  expect([data.contacts?.length, data.visitors?.length, data.visits?.length]).toEqual([1, 2, 3])

  await privacy.getByRole('button', { name: 'Person löschen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erika Muster endgültig löschen' })
  const part = (fate: string, name: string) =>
    dialog
      .locator('section')
      .filter({ has: page.getByRole('heading', { name: fate }) })
      .getByRole('listitem')
      .filter({ hasText: name })
  await expect(part('Wird gelöscht', 'Kennungen von Besuchern')).toHaveText(
    'Kennungen von Besuchern2',
  )
  await expect(part('Bleibt ohne Bezug', 'Besuche der Website')).toHaveText('Besuche der Website3')
  await takeScreenshots(page, 'erase-person')
  const erase = dialog.getByRole('button', { name: 'Endgültig löschen' })
  await expect(erase).toBeDisabled()
  await dialog.getByLabel(/Zur Bestätigung/).fill('Erika Muste')
  await expect(erase).toBeDisabled()
  await dialog.getByLabel(/Zur Bestätigung/).fill('Erika Muster')
  await erase.click()
  await expect(dialog.getByText('Gelöscht: ein Kontakt und 0 Leads.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Schließen' }).last().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Gelöschte Person' })).toBeVisible()
  await expect(
    panel(page, 'Besucher und Geräte').getByText('Kein Besuch der Website'),
  ).toBeVisible()
  await expect(page.getByText(EMAIL)).toHaveCount(0)
})
