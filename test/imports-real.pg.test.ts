import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  contentHashes,
  dataFile,
  mappingFile,
  reference,
  testImports,
  withData,
} from './helpers/imports.ts'

type Origin = { mql: number; closed: number; gross_revenue_brl: number }

const OLIST = ['closed_deals_dataset', 'marketing_qualified_leads_dataset', 'seller_revenue'].map(
  (name) => dataFile(`olist_funnel/olist_${name}.csv`),
)

test('Olist: leads, deals and revenue by origin equal the reference', withData, async () => {
  await using workplace = await testImports({ currency: 'BRL' })
  const { files } = await workplace.commit(OLIST, { mappings: mappingFile('olist.json') })
  assert.deepEqual(
    files.map(({ kind, rows }) => [kind, rows.new, rows.rejected]),
    [
      ['opportunity', 842, 0],
      ['lead', 8000, 0],
      ['revenue_entry', 3095, 0],
    ],
  )
  const found = await workplace.rows<Origin & { origin: string }>(`
    select coalesce(source, '(blank)') as origin, count(*) as mql, count(won_at) as closed,
           coalesce(sum((select sum(amount) from crm.revenue_entry
                          where account_id in (select account_id from crm.opportunity where lead_id = lead.id))), 0) / 100.0
             as gross_revenue_brl
      from leads.lead group by 1`)
  const { by_origin: expected } = reference<{ by_origin: Record<string, Origin> }>('olist_funnel')
  assert.equal(found.length, Object.keys(expected).length)
  for (const { origin, ...figures } of found) {
    const { mql, closed, gross_revenue_brl } = expected[origin] ?? {}
    assert.deepEqual(figures, { mql, closed, gross_revenue_brl }, origin)
  }
  const [channels] = await workplace.rows<{ count: number }>(
    `select count(*) as count from leads.lead where channel = 'unknown' and coalesce(source, 'unknown') = 'unknown'`,
  )
  assert.equal(channels?.count, 1099 + 60, 'blank and "unknown" are one channel, two sources')
})

test(
  'Olist: the same files again change nothing; undo of all leaves nothing',
  withData,
  async () => {
    await using workplace = await testImports({ currency: 'BRL' })
    const empty = await contentHashes(workplace.db)
    const first = await workplace.commit(OLIST, { mappings: mappingFile('olist.json') })
    const filled = await contentHashes(workplace.db)
    const again = await workplace.commit(OLIST, { mappings: mappingFile('olist.json') })
    for (const { kind, rows } of again.files) {
      assert.deepEqual(
        [kind, rows.same, rows.new + rows.changed + rows.rejected],
        [kind, rows.read, 0],
      )
    }
    assert.deepEqual(await contentHashes(workplace.db), filled)
    const undone = await workplace.run(first.importId, 'undo')
    assert.deepEqual([undone.state, undone.undo_blockers], ['undone', null])
    assert.deepEqual(await contentHashes(workplace.db), empty)
  },
)

type Zoho = {
  overall: {
    won: number
    lost: number
    open: number
    won_amount: number
    avg_cycle_days_won: number
  }
  stage_counts: Record<string, number>
}

const ZOHO = [
  'Accounts',
  'Campaign_Lead_Status',
  'Campaigns',
  'Contacts',
  'Leads',
  'Potentials',
  'Users',
].map((name) => dataFile(`zoho_crm_demo/${name}.csv`))

test('Zoho: seven files are recognised, linked and equal the reference', withData, async () => {
  await using workplace = await testImports({ currency: 'USD' })
  const { files } = await workplace.commit(ZOHO)
  const by = new Map(files.map((part) => [`${part.file} ${part.kind}`, part]))
  assert.equal(by.get('Leads.csv lead')?.rows.new, 3900)
  assert.equal(by.get('Potentials.csv opportunity')?.rows.new, 3632)
  assert.equal(by.get('Potentials.csv opportunity')?.warnings['crm.opportunity_before_lead'], 1819)
  assert.equal(by.get('Campaigns.csv campaign')?.rows.new, 110)
  assert.equal(by.get('Campaigns.csv cost')?.rows.new, 110)
  assert.equal(by.get('Users.csv user')?.rows.new, 11)

  const { overall, stage_counts } = reference<Zoho>('zoho_crm_demo')
  const stages = await workplace.rows<{ name: string; count: number }>(
    `select stage.name, count(*) as count from crm.opportunity
       join crm.opportunity_stage stage on stage.id = stage_id group by 1`,
  )
  assert.deepEqual(Object.fromEntries(stages.map(({ name, count }) => [name, count])), stage_counts)
  const [won] = await workplace.rows<{ count: number; amount: number; cycle: number }>(
    `select count(*) as count, sum(amount) / 100 as amount,
            extract(epoch from avg(closed_at - opened_at)) / 86400 as cycle
       from crm.opportunity where outcome = 'won'`,
  )
  assert.equal(won?.count, overall.won)
  assert.equal(won?.amount, overall.won_amount)
  assert.equal(Number(won?.cycle).toFixed(6), overall.avg_cycle_days_won.toFixed(6))
  const [links] = await workplace.rows<{ owners: number; campaigns: number; leads: number }>(
    `select count(owner_id) as owners, count(campaign_id) as campaigns, count(lead_id) as leads from crm.opportunity`,
  )
  assert.deepEqual(links, { owners: 3632, campaigns: 3632, leads: 3632 })
})

test('Zoho: the same seven files again change nothing', withData, async () => {
  await using workplace = await testImports({ currency: 'USD' })
  const first = await workplace.commit(ZOHO)
  const filled = await contentHashes(workplace.db)
  const again = await workplace.commit(ZOHO)
  for (const [index, { file, kind, rows, created }] of again.files.entries()) {
    const before = first.files[index]?.rows
    assert.deepEqual(
      [file, kind, rows.new, rows.changed, rows.rejected, created],
      [file, kind, 0, 0, before?.rejected, {}],
    )
  }
  assert.deepEqual(await contentHashes(workplace.db), filled)
})

type CostRow = {
  rows: number
  cents: number
  exact: number
  clicks: number | null
  impressions: number
  conversions: number | null
}

const COSTS = `select count(*) as rows, sum(amount) as cents, sum(exact_amount) as exact, sum(clicks) as clicks,
  sum(impressions) as impressions, sum(platform_conversions) as conversions from costs.entry`

type Google = {
  search_keyword_report: {
    data: { rows: number; impressions: number; clicks: number; cost: number; conversions: number }
  }
}

test(
  'Google Ads: keyword costs are those of the reference, over the days of the report',
  withData,
  async () => {
    await using workplace = await testImports({ currency: 'USD' })
    const path = dataFile('ads_google_reports/Search_keyword_report_en_US.csv')
    const { files } = await workplace.commit([path])
    const { data } = reference<Google>('ads_google_reports').search_keyword_report
    const [found] = await workplace.rows<CostRow>(COSTS)
    assert.deepEqual(found, {
      rows: data.rows,
      cents: Math.round(data.cost * 100),
      exact: data.cost,
      clicks: data.clicks,
      impressions: data.impressions,
      conversions: data.conversions,
    })
    assert.equal(files[0]?.skipped['imports.skipped_total'], 34, 'subtotals are no costs')
    const days = await workplace.rows(
      `select distinct from_date, until_date, category, channel from costs.entry`,
    )
    assert.deepEqual(days, [
      {
        from_date: '2020-08-08',
        until_date: '2020-08-15',
        category: 'media',
        channel: 'paid_search',
      },
    ])
  },
)

test('Google Ads: rupees in a company of euros are refused', withData, async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const path = dataFile('ads_google_reports/Campaign_report_en_INR.csv')
  await assert.rejects(workplace.commit([path]), { code: 'imports.currency_without_rate' })
})

type Meta = {
  overall: { rows: number; spend_eur: number; impressions: number; clicks_all: number }
}

for (const name of ['Facebook_Id_gerade.xlsx', 'Facebook_Id_gerade_utf8bom_semikolon.csv.gz']) {
  test(`Meta: ${name} keeps six decimals, its total is right to the cent`, withData, async () => {
    await using workplace = await testImports({ currency: 'EUR' })
    await workplace.commit([dataFile(`ads_meta_de_export/${name}`)])
    const { overall } = reference<Meta>('ads_meta_de_export')
    const [found] = await workplace.rows<CostRow>(COSTS)
    assert.deepEqual(
      [found?.rows, found?.cents, found?.impressions, found?.clicks],
      [564, 16_174_458, overall.impressions, overall.clicks_all],
    )
    assert(Math.abs(Number(found?.exact) - overall.spend_eur) < 0.000_01)
  })
}

const DAYS = { 'GoogleAds_Uncleaned_mixed_dates.csv': ['mm/dd/yyyy', 'dd-mm-yyyy'] }

for (const copy of ['bom_plain_numbers', 'dollar_amounts', 'mixed_dates']) {
  const name = `GoogleAds_Uncleaned_${copy}.csv`
  test(`messy ads: ${copy} gives 2,503 costs and 97 rejected rows`, withData, async () => {
    await using workplace = await testImports({ currency: 'USD' })
    const path = dataFile(`ads_messy_csv/${name}`)
    const date = DAYS[name as keyof typeof DAYS]
    if (date) {
      const asked = { code: 'imports.questions_open' }
      await assert.rejects(workplace.commit([path]), asked, 'nobody can know day and month')
    }
    const { files } = await workplace.commit(
      [path],
      date ? { mappings: [{ format: { date } }] } : {},
    )
    assert.deepEqual(files[0]?.rows, { read: 2600, new: 2503, changed: 0, same: 0, rejected: 97 })
    assert(files[0]?.rejected.every(({ column }) => column === 'Cost'))
    const { copies } = reference<{ copies: Record<string, { sums: Record<string, number> }> }>(
      'ads_messy_csv',
    )
    const [found] = await workplace.rows<CostRow>(COSTS)
    assert.equal(found?.cents, Math.round((copies[copy]?.sums.Cost ?? 0) * 100))
    const again = await workplace.commit([path], date ? { mappings: [{ format: { date } }] } : {})
    assert.deepEqual(again.files[0]?.rows, {
      read: 2600,
      new: 0,
      changed: 0,
      same: 2503,
      rejected: 97,
    })
  })
}

test(
  'DATEV: of two postings one is a cost of 23.32 net, the invoice is none',
  withData,
  async () => {
    await using workplace = await testImports({ currency: 'EUR' })
    const { files } = await workplace.commit([dataFile('german_csv/EXTF_Buchungsstapel.csv')])
    assert.deepEqual(files[0]?.skipped, { 'imports.skipped_no_cost': 1 })
    const costs = await workplace.rows(
      'select amount, gross_amount, from_date, until_date, account_number from costs.entry',
    )
    assert.deepEqual(costs, [
      {
        amount: 2332,
        gross_amount: 2495,
        from_date: '2018-02-21',
        until_date: '2018-02-22',
        account_number: '4940',
      },
    ])
  },
)
