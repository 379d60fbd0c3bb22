// History of other counters, and what fairs, webinars and newsletter tools write down, in the formats they export.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import iconv from 'iconv-lite'
import { sql } from 'kysely'
import { lastNonDirectSql } from '../src/tracking/io/last-non-direct.ts'
import { lastNonDirect } from '../src/tracking/last-non-direct.ts'
import { testImports } from './helpers/imports.ts'

const COUNTS = `select date, channel, visitors, sessions, counted_by from tracking.daily_count order by date, channel, counted_by`

// An exploration as GA4 downloads it: comment lines, the day without separators, and a line of totals.
const GA4 = `# ----------------------------------------
# Freie Form
# Konto: Muster
# Property: Muster - GA4
# 20260101-20260131
# ----------------------------------------

Session default channel group,Date,Sessions,Total users
,,166,150,Grand total
Organic Search,20260101,100,90
Direct,20260101,40,38
Paid Shopping,20260101,5,5
Organic Shopping,20260101,3,2
Cross-network,20260101,2,2
Unassigned,20260102,16,13
`

test('history: an export of GA4 becomes counts by day and channel, and once more changes nothing', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const file = await workplace.file('ga4.csv', GA4)
  const first = await workplace.commit([file], {})
  assert.equal(first.files[0]?.rows.new, 6)
  // By hand from the file; both kinds of shopping are the channel marketplace, each keeps its own count.
  assert.deepEqual(
    await workplace.rows(COUNTS),
    [
      ['2026-01-01', 'direct', 38, 40, 'Google Analytics 4'],
      ['2026-01-01', 'display', 2, 2, 'Google Analytics 4 (Cross-network)'],
      ['2026-01-01', 'marketplace', 2, 3, 'Google Analytics 4'],
      ['2026-01-01', 'marketplace', 5, 5, 'Google Analytics 4 (Paid Shopping)'],
      ['2026-01-01', 'organic_search', 90, 100, 'Google Analytics 4'],
      ['2026-01-02', 'not_assignable', 13, 16, 'Google Analytics 4 (Unassigned)'],
    ].map(asCount),
  )
  const again = await workplace.commit([file], {})
  assert.deepEqual([again.files[0]?.rows.new, again.files[0]?.rows.same], [0, 6])
  assert.equal((await workplace.rows(COUNTS)).length, 6)
})

function asCount([date, channel, visitors, sessions, counted_by]: readonly unknown[]) {
  return { date, channel, visitors, sessions, counted_by }
}

test('history: an export of Matomo in UTF-16 is read', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const text =
    'Datum,Kanaltyp,Eindeutige Besucher,Besuche,Aktionen\n' +
    '2026-01-01,Direkte Zugriffe,30,35,80\n2026-01-01,Suchmaschinen,60,70,150\n2026-01-02,Kampagnen,5,6,9\n'
  const file = await workplace.file('matomo.csv', '')
  await writeFile(file, iconv.encode(text, 'utf-16le', { addBOM: true }))
  const first = await workplace.commit([file], {})
  assert.equal(first.files[0]?.rows.new, 3)
  assert.deepEqual(
    await workplace.rows(COUNTS),
    [
      ['2026-01-01', 'direct', 30, 35, 'Matomo'],
      ['2026-01-01', 'organic_search', 60, 70, 'Matomo'],
      ['2026-01-02', 'not_assignable', 5, 6, 'Matomo'],
    ].map(asCount),
  )
})

// As the Reporting API answers for a range of days: a day without visits is an empty list.
const MATOMO_DAYS = {
  '2026-01-01': [
    { label: 'Direct Entry', nb_uniq_visitors: 30, nb_visits: 35, nb_actions: 80, referer_type: 1 },
    { label: 'Search Engines', nb_uniq_visitors: 60, nb_visits: 70, idsubdatatable: 4, goals: {} },
  ],
  '2026-01-02': [],
  '2026-01-03': [{ label: 'Social Networks', nb_uniq_visitors: 4, nb_visits: '5' }],
}
const MATOMO_SUMMARY = {
  '2026-01-01': { nb_uniq_visitors: 85, nb_users: 0, nb_visits: 105, nb_actions: 300 },
  '2026-01-02': [],
  '2026-01-04': { nb_uniq_visitors: 7, nb_users: 0, nb_visits: 8, nb_actions: 20 },
}

test('history: reports of Matomo as JSON, by channel and in sum; no day counts twice', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const channels = await workplace.file('kanaele.json', JSON.stringify(MATOMO_DAYS, null, 1))
  const sums = await workplace.file('summe.json', JSON.stringify(MATOMO_SUMMARY))
  const first = await workplace.commit([channels, sums], {})
  assert.deepEqual(
    first.files.map(({ rows }) => rows.new),
    [3, 2],
  )
  const ofSum = 'Matomo VisitsSummary'
  assert.deepEqual(
    await workplace.rows(COUNTS),
    [
      ['2026-01-01', 'direct', 30, 35, 'Matomo'],
      ['2026-01-01', 'organic_search', 60, 70, 'Matomo'],
      ['2026-01-01', null, 85, 105, ofSum],
      ['2026-01-03', 'organic_social', 4, 5, 'Matomo'],
      ['2026-01-04', null, 7, 8, ofSum],
    ].map(asCount),
  )
  // 1 January: 35 + 70 = 105 visits in both, and the channels go first; 4 January only the sum knows.
  assert.deepEqual(
    await workplace.rows(
      'select date, sum(sessions)::int as sessions from tracking.history group by 1 order by 1',
    ),
    [
      { date: '2026-01-01', sessions: 105 },
      { date: '2026-01-03', sessions: 5 },
      { date: '2026-01-04', sessions: 8 },
    ],
  )
  const again = await workplace.commit([channels, sums], {})
  assert.deepEqual(
    again.files.map(({ rows }) => [rows.new, rows.same]),
    [
      [0, 3],
      [0, 2],
    ],
  )
})

test('history: JSON that is no report by day is refused with what would be one', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const day = await workplace.file('tag.json', JSON.stringify(MATOMO_DAYS['2026-01-01']))
  await assert.rejects(workplace.create([day]), { code: 'imports.json' })
  const said = await workplace.file('fehler.json', '{"result":"error","message":"No access"}')
  await assert.rejects(workplace.create([said]), { code: 'imports.json' })
  const cut = await workplace.file('ab.json', JSON.stringify(MATOMO_DAYS).slice(0, -20))
  await assert.rejects(workplace.create([cut]), { code: 'imports.file_cut' })
})

test('goals: a list of them with values, once for a person or every time; known by their name', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const file = await workplace.file(
    'ziele.csv',
    'Name;Erreicht durch;Seite, Ereignis oder Formular;Zählt;Wert\n' +
      'Termin gebucht;Ereignis;termin_gebucht;Einmal je Person;250,00 €\n' +
      'Preisliste angesehen;Aufruf einer Seite;/preise*;Jedes Mal;12,50 €\n' +
      'Demo angefragt;Ereignis;demo_request;Jedes Mal;600,00 €\n' +
      'Rückruf;Absenden eines Formulars;rueckruf;;\n' +
      'Alles;Aufruf einer Seite;*;;1,00 €\n',
  )
  const first = await workplace.commit([file], {})
  const { rows } = first.files[0] ?? assert.fail('one file')
  // The start value "Demo angefragt" is there already; a goal that everything reaches is none.
  assert.deepEqual([rows.new, rows.changed, rows.rejected], [3, 1, 1])
  assert.deepEqual(
    await workplace.rows(
      `select name, trigger, pattern, counted, value from tracking.goal order by name collate "C"`,
    ),
    [
      ['Demo angefragt', 'event', 'demo_request', 'each', 60_000],
      ['Newsletter bestellt', 'event', 'newsletter_signup', 'once', 5_000],
      ['Preisliste angesehen', 'address', '/preise*', 'each', 1_250],
      ['Rückruf', 'form', 'rueckruf', 'once', null],
      ['Termin gebucht', 'event', 'termin_gebucht', 'once', 25_000],
      ['Whitepaper heruntergeladen', 'event', 'whitepaper_download', 'once', 15_000],
    ].map(([name, trigger, pattern, counted, value]) => ({
      ...{ name, trigger, pattern, counted, value },
    })),
  )
  const again = await workplace.commit([file], {})
  assert.deepEqual([again.files[0]?.rows.new, again.files[0]?.rows.same], [0, 4])
})

test('history: two programs that counted the same day are not added up', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await workplace.rows(`insert into tracking.daily_count (date, channel, sessions, counted_by) values
    ('2026-01-01', 'direct', 60, 'Google Analytics 4'), ('2026-01-01', 'email', 50, 'Google Analytics 4 (X)'),
    ('2026-01-01', 'direct', 100, 'Matomo'), ('2026-01-02', 'direct', 7, 'Matomo'),
    ('2026-01-03', 'direct', 8, null) returning id`)
  // 60 + 50 are more than 100; on the other days there is but one.
  const shown = await workplace.rows(
    'select sum(sessions)::int as sessions from tracking.history group by date order by date',
  )
  assert.deepEqual(shown, [{ sessions: 110 }, { sessions: 7 }, { sessions: 8 }])
})

const TOUCHES = `
  select kind, touchpoint.channel, channel_rule, not_counted, contact.email, title
    from tracking.touchpoint join crm.contact on contact.id = contact_id order by occurred_at, kind`

const asTouch = ([kind, channel, channel_rule, not_counted, email, title]: readonly unknown[]) => ({
  ...{ kind, channel, channel_rule, not_counted, email, title },
})

test('touchpoints: a list of scanned contacts of a fair makes contacts and touches', async () => {
  await using workplace = await testImports({ currency: 'EUR', time_zone: 'Europe/Berlin' })
  const file = await workplace.file(
    'messe.csv',
    'Scanzeit;Vorname;Nachname;Firma;E-Mail;Messe\n' +
      '21.04.2026 10:15;Eva;Berg;Berg AG;eva@berg.example;Hannover Messe\n' +
      '21.04.2026 11:40;Jan;Tal;Tal GmbH;jan@tal.example;Hannover Messe\n',
  )
  const first = await workplace.commit([file], {})
  assert.equal(first.files[0]?.rows.new, 2)
  assert.deepEqual(
    await workplace.rows(TOUCHES),
    [
      ['trade_fair', 'trade_fair', 'kind', null, 'eva@berg.example', 'Hannover Messe'],
      ['trade_fair', 'trade_fair', 'kind', null, 'jan@tal.example', 'Hannover Messe'],
    ].map(asTouch),
  )
  const again = await workplace.commit([file], {})
  assert.deepEqual([again.files[0]?.rows.new, again.files[0]?.rows.same], [0, 2])
})

test('touchpoints: who attended a webinar', async () => {
  await using workplace = await testImports({ currency: 'EUR', time_zone: 'Europe/Berlin' })
  const file = await workplace.file(
    'webinar.csv',
    'Attended,First Name,Last Name,Email,Join Time,Leave Time,Topic\n' +
      'Yes,Eva,Berg,eva@berg.example,2026-05-05 10:02:11,2026-05-05 10:58:00,Pumpen richtig planen\n',
  )
  await workplace.commit([file], {})
  assert.deepEqual(await workplace.rows(TOUCHES), [
    asTouch(['webinar', 'event', 'kind', null, 'eva@berg.example', 'Pumpen richtig planen']),
  ])
})

test('touchpoints: opens and clicks of a newsletter, those of programs marked', async () => {
  await using workplace = await testImports({ currency: 'EUR', time_zone: 'Europe/Berlin' })
  const mail = 'eva@berg.example'
  const file = await workplace.file(
    'newsletter.csv',
    'Ereignis;Zeitpunkt;E-Mail;Betreff;Versendet am;User-Agent\n' +
      `geöffnet;05.05.2026 09:00:03;${mail};Mai;05.05.2026 09:00:00;Mozilla/5.0 (Windows NT 10.0)\n` +
      `geklickt;05.05.2026 09:00:20;${mail};Mai;05.05.2026 09:00:00;Barracuda Sentinel\n` +
      `geklickt;05.05.2026 09:20:00;${mail};Mai;05.05.2026 09:00:00;Mozilla/5.0 (Windows NT 10.0)\n`,
  )
  await workplace.commit([file], {})
  assert.deepEqual(
    await workplace.rows(TOUCHES),
    [
      ['newsletter_open', 'email', 'kind', 'seconds_after_sending', mail, 'Mai'],
      ['newsletter_click', 'email', 'kind', 'mail_scanner', mail, 'Mai'],
      ['newsletter_click', 'email', 'kind', null, mail, 'Mai'],
    ].map(asTouch),
  )
  // Marked ones are kept, and left out where touchpoints are counted.
  assert.deepEqual(await workplace.rows('select count(*)::int as count from kpis.touchpoint'), [
    { count: 1 },
  ])
})

test('last non-direct: the database says the same of visits as the rule', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const visits: [number, string, string][] = [
    [0, 'a', 'direct'],
    [1, 'a', 'email'],
    [2, 'a', 'direct'],
    [3, 'b', 'direct'],
    [91, 'a', 'direct'],
    [91.1, 'a', 'direct'],
    [92, 'a', 'referral'],
  ]
  const start = Date.parse('2026-01-01T00:00:00Z')
  for (const [index, [days, visitor, channel]] of visits.entries()) {
    const at = new Date(start + days * 86_400_000)
    await sql`
      insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages, events, channel, rule)
      values (${index}, 1, md5(${visitor})::uuid, ${at}, ${at}, 's', 1, 0, ${channel}, 'x')
    `.execute(workplace.db)
  }
  const { rows } = await sql<{ channel: string }>`
    select ${lastNonDirectSql()} as channel from tracking.visit
     where visitor = md5('a')::uuid order by started_at
  `.execute(workplace.db)
  const ofA = visits
    .filter(([, visitor]) => visitor === 'a')
    .map(([days, , channel]) => ({ at: start + days * 86_400_000, channel }))
  const expected = ['direct', 'email', 'email', 'email', 'direct', 'referral']
  assert.deepEqual(lastNonDirect(ofA), expected)
  assert.deepEqual(
    rows.map(({ channel }) => channel),
    expected,
  )
})
