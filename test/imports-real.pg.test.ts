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
