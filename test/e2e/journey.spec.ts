// The script on a website of its own, the real program behind it, five days: what the database holds afterwards, by
// what the visitor agreed to.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import pg from 'pg'
import { type ServerProcess, testServer } from '../helpers/server.ts'
import { call, onDevice, watchFor } from './helpers/tracked.ts'
import { INTAKE_HOST, SITE_KEY, startWebsite, type Website } from './helpers/website.ts'

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
// Playwright says of itself that it is a program, and the intake would say so too.
base.use({ userAgent: AGENT, locale: 'de-DE' })

type World = {
  readonly server: ServerProcess
  readonly database: pg.Client
  readonly site: Website
  /** Half past ten in Berlin on that day of March, for browser and server. */
  day(number: number): Promise<void>
  rows<Row extends object>(text: string): Promise<Row[]>
}

const test = base.extend<{ world: World }>({
  page: async ({ page, context }, use) => {
    await context.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false }),
    )
    const problems = watchFor(context)
    await use(page)
    expect(problems()).toEqual([])
  },
  world: async ({ context }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'regelkreis-clock-'))
    const file = join(folder, 'clock')
    writeFileSync(file, '0')
    await using server = await testServer({
      program: 'test/helpers/clocked-server.ts',
      env: { REGELKREIS_TEST_CLOCK: file },
    })
    await using site = await startWebsite(
      `http://${INTAKE_HOST}:${new URL(server.address).port}/m/`,
    )
    const database = await connect(server)
    const day = (number: number) => moveTo(context, file, number)
    const rows = async <Row extends object>(text: string) => (await database.query<Row>(text)).rows
    try {
      await use({ server, site, database, day, rows })
    } finally {
      await database.end()
      rmSync(folder, { recursive: true })
    }
  },
})

async function connect({ dataFolder }: ServerProcess): Promise<pg.Client> {
  const lines = readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')
  const host = encodeURIComponent(lines[4] ?? '')
  const client = new pg.Client(`postgresql://postgres@localhost/regelkreis?host=${host}`)
  await client.connect()
  return client
}

async function moveTo(context: BrowserContext, file: string, number: number): Promise<void> {
  const at = Date.parse(`2026-03-0${number}T09:30:00Z`)
  writeFileSync(file, String(at - Date.now()))
  await context.clock.setFixedTime(at)
}

const makeWebsite = ({ database }: World, mode: string) =>
  database.query(
    `insert into tracking.website (name, key, write_key, domains, before_consent)
     values ('Pumpen', $1, 'geheim', '{pumpen.localhost}', $2)`,
    [SITE_KEY, mode],
  )

const visits = ({ rows }: World) =>
  rows(`select (started_at at time zone 'Europe/Berlin')::date::text as day, channel, source, medium,
               click_ids::text as clicks, pages, v.events, v.consent::text, bot,
               visitor in (select id from tracking.visitor) as known
          from tracking.visit v order by started_at`)
const events = async ({ rows }: World) =>
  (
    await rows<{ event: string }>(
      `select to_char(at at time zone 'Europe/Berlin', 'DD') || ' ' || e.kind::text || e.consent::text || ' ' || p.path
              || coalesce(' ' || e.name, '') as event
         from tracking.event e join tracking.page p on p.id = e.page
        order by at::date, event`,
    )
  ).map(({ event }) => event)
const countOf = async ({ rows }: World): Promise<number> =>
  (await rows<{ n: number }>('select count(*)::int as n from tracking.event'))[0]?.n ?? 0
const stored = (world: World, count: number) => expect.poll(() => countOf(world)).toBe(count)

/** UTM and click id, another website, direct, an application of one page, a form. */
async function journey(page: Page, world: World, seen: (count: number) => Promise<void>) {
  const { site, day } = world
  await day(2)
  await page.goto(`${site.origin}/pumpen?utm_source=linkedin&utm_medium=paid_social&li_fat_id=x1`)
  await seen(1)
  await day(3)
  await page.goto(`${site.otherOrigin}/?to=/preise`)
  await page.getByRole('link').click()
  await seen(2)
  await day(4)
  await page.goto('about:blank')
  await page.goto(`${site.origin}/`)
  await seen(3)
  await day(5)
  await page.goto('about:blank')
  await page.goto(`${site.origin}/app`)
  await page.evaluate("history.pushState({}, '', '/app/auslegung')")
  await seen(5)
  await day(6)
  await page.goto('about:blank')
  await page.goto(`${site.origin}/kontakt`)
  await page.getByRole('textbox').first().fill('anna@kunde.example')
  await page.getByRole('button', { name: 'Senden' }).click()
  await seen(8)
}

const eventsBy = (letter: string) => [
  `02 p${letter} /pumpen`,
  `03 p${letter} /preise`,
  `04 p${letter} /`,
  `05 p${letter} /app`,
  `05 p${letter} /app/auslegung`,
  `06 f${letter} /kontakt demo`,
  `06 p${letter} /danke`,
  `06 p${letter} /kontakt`,
]

function visitsBy(consent: string, known: boolean, clicks: string) {
  const row = (
    day: string,
    channel: string,
    source: string | null,
    medium: string | null,
    pages: number,
  ) => ({
    ...{ day: `2026-03-0${day}`, channel, source, medium, clicks: null as string | null, pages },
    ...{ events: 0, consent, bot: null, known },
  })
  return [
    { ...row('2', 'paid_social', 'linkedin', 'paid_social', 1), clicks },
    row('3', 'referral', 'suche.localhost', 'referral', 1),
    row('4', 'direct', null, null, 1),
    row('5', 'direct', null, null, 2),
    { ...row('6', 'direct', null, null, 2), events: 1 },
  ]
}

test('five days without consent: five visits of nobody, nothing on the device', async ({
  page,
  world,
}) => {
  await makeWebsite(world, 'cookieless')
  await journey(page, world, (count) => stored(world, count))
  expect(await visits(world)).toEqual(visitsBy('n', false, '{"li_fat_id": null}'))
  expect(await events(world)).toEqual(eventsBy('n'))
  // A number of its own every day, and no visitor.
  expect(await world.rows('select count(distinct visitor)::int as n from tracking.visit')).toEqual([
    { n: 5 },
  ])
  expect(await world.rows('select * from tracking.visitor')).toEqual([])
  expect(await onDevice(page)).toEqual({ cookies: [], storage: [] })
})

test('five days on a strict website: pages by day, nothing else', async ({ page, world }) => {
  await makeWebsite(world, 'strict')
  const pages = 'select coalesce(sum(pages), 0)::int as n from tracking.page_day'
  await journey(page, world, async (count) => {
    // The form is the one that is no page.
    const expected = Math.min(count, 7)
    await expect.poll(() => world.rows(pages)).toEqual([{ n: expected }])
  })
  for (const table of ['visit', 'visitor', 'event']) {
    expect(await world.rows(`select * from tracking.${table}`)).toEqual([])
  }
  expect(await onDevice(page)).toEqual({ cookies: [], storage: [] })
})

for (const [consent, letter] of [
  ['statistics', 's'],
  ['marketing', 'm'],
] as const) {
  test(`five days with ${consent}: one visitor, and none after the withdrawal`, async ({
    page,
    context,
    world,
  }) => {
    await makeWebsite(world, 'cookieless')
    world.site.settings.before = `regelkreis('consent', '${consent}')`
    await journey(page, world, (count) => stored(world, count))
    expect(await visits(world)).toEqual(visitsBy(letter, true, '{"li_fat_id": "x1"}'))
    expect(await events(world)).toEqual(eventsBy(letter))
    const [cookie] = await context.cookies()
    const id = Buffer.from(cookie?.value ?? '', 'base64url').toString('hex')
    expect([cookie?.name, cookie?.domain, cookie?.sameSite]).toEqual([
      'rk_v',
      '.pumpen.localhost',
      'Lax',
    ])
    expect(
      await world.rows(
        `select replace(id::text, '-', '') as id, consent::text, withdrawn_at from tracking.visitor`,
      ),
    ).toEqual([{ id, consent: letter, withdrawn_at: null }])
    expect(
      await world.rows('select count(distinct visitor)::int as n from tracking.visit'),
    ).toEqual([{ n: 1 }])

    await call(page, 'consent', 'none')
    await stored(world, 9)
    expect(await onDevice(page)).toEqual({ cookies: [], storage: [] })
    expect(
      await world.rows('select withdrawn_at is not null as withdrawn from tracking.visitor'),
    ).toEqual([{ withdrawn: true }])
    expect((await events(world)).filter((event) => event.includes(' c'))).toEqual(['06 cn /danke'])
  })
}

test('consent that comes late: no cookie before, the landing is not lost', async ({
  page,
  context,
  world,
}) => {
  await makeWebsite(world, 'cookieless')
  await world.day(2)
  await page.goto(`${world.site.origin}/?utm_source=messe&utm_medium=qr`)
  await stored(world, 1)
  expect(await context.cookies()).toEqual([])
  await page.evaluate("history.pushState({}, '', '/preise')")
  await stored(world, 2)
  await call(page, 'consent', 'marketing')
  await stored(world, 3)
  const found = await world.rows(`select source, medium, pages, consent::text,
                                         visitor = (select id from tracking.visitor) as known from tracking.visit`)
  expect(found).toEqual([{ source: 'messe', medium: 'qr', pages: 2, consent: 'm', known: true }])
  expect((await context.cookies()).map(({ name }) => name)).toEqual(['rk_v'])
})

const ANALYTICS = fileURLToPath(import.meta.resolve('@segment/analytics-next/dist/umd/index.js'))

/** As its makers show it, with our address; the consent of the banner goes with every message. */
const analyticsPage = (cdnURL: string) => `<!doctype html><html lang="de"><title>Pumpen</title>
<script src="/analytics.js"></script>
<script>
  const analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: '${SITE_KEY}', cdnURL: '${cdnURL}' })
  analytics.addSourceMiddleware(({ payload, next }) => {
    payload.obj.context.consent = { categoryPreferences: { Analytics: true, Marketing: true } }
    next(payload)
  })
  window.said = (async () => {
    await analytics.page()
    await analytics.track('demo_request', { product: 'P 200' })
    await analytics.identify('u1', { email: 'anna@kunde.example' })
    await analytics.group('kunde.example', { employees: 9 })
    await analytics.alias('u2')
  })()
</script></html>`

test('analytics.js as it is: settings, every call, nothing to its makers', async ({
  page,
  world,
}) => {
  await makeWebsite(world, 'cookieless')
  await world.day(2)
  const { port } = new URL(world.server.address)
  world.site.settings.page = analyticsPage(`http://${INTAKE_HOST}:${port}`)
  await page.route('**/analytics.js', (route) => route.fulfill({ path: ANALYTICS }))
  await page.goto(`${world.site.origin}/pumpen?utm_source=linkedin&utm_medium=paid_social`)
  await page.evaluate('window.said')
  await stored(world, 5)
  expect(
    await world.rows(
      `select kind::text, name, consent::text from tracking.event order by kind::text, name`,
    ),
  ).toEqual([
    { kind: 'e', name: 'demo_request', consent: 'm' },
    { kind: 'i', name: 'alias', consent: 'm' },
    { kind: 'i', name: 'group', consent: 'm' },
    { kind: 'i', name: 'identify', consent: 'm' },
    { kind: 'p', name: null, consent: 'm' },
  ])
  expect(
    await world.rows(
      `select channel, source, pages, bot, visitor = (select id from tracking.visitor) as known from tracking.visit`,
    ),
  ).toEqual([{ channel: 'paid_social', source: 'linkedin', pages: 1, bot: null, known: true }])
  expect(
    await world.rows(
      'select kind, named, email, email_domain from tracking.identity order by kind',
    ),
  ).toEqual([
    { kind: 'group', named: 'kunde.example', email: null, email_domain: 'kunde.example' },
    { kind: 'identify', named: null, email: 'anna@kunde.example', email_domain: 'kunde.example' },
  ])
  expect(await world.rows('select count(*)::int as n from tracking.goal_reached')).toEqual([
    { n: 1 },
  ])
})
