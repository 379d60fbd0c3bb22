// The exports of ad platforms, imported as they are: cost per click, per thousand and click rate of each campaign equal
// the sums of ../shared/data by an own script (reference.json).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSplit } from '#kpis/io/split.ts'
import { composeCredits } from '../src/compose.ts'
import { readKpis } from '../src/kpis/io/figures.ts'
import { KpiQuery } from '../src/kpis/query.ts'
import { KpiSettings } from '../src/kpis/settings.ts'
import { dataFile, reference, testImports, withData } from './helpers/imports.ts'

type Sums = {
  impressions: number
  clicks: number
  cost: number
  ctr: number | null
  avg_cpc: number | null
}
type Google = { search_keyword_report: { data: Sums; by_campaign: Record<string, Sums> } }
type Meta = {
  overall: {
    spend_eur: number
    impressions: number
    clicks_all: number
    cpm: number
    cpc_all: number
    ctr_all_pct: number
  }
}

const rounded = (value: number | null, places: number) =>
  value === null ? null : Number(value.toFixed(places))

const NOW = new Date('2026-01-01T00:00:00Z')

const creditsOf = ({ domain }: Awaited<ReturnType<typeof testImports>>) =>
  composeCredits(domain.settings.current, () => NOW)

/** The figures that the ledger gives for a period: in all and by campaign. */
async function figures(
  workplace: Awaited<ReturnType<typeof testImports>>,
  from: string,
  until: string,
) {
  const settings = KpiSettings.parse(await workplace.domain.settings.current())
  const query = KpiQuery.parse({ from, until, by: 'campaign' })
  const ids = ['cpc', 'cpm', 'ctr']
  const credits = creditsOf(workplace)
  return readSplit(workplace.database.db, { ...query, by: 'campaign' }, ids, { settings, credits })
}

test(
  'Google Ads: CPC, CPM and CTR of every campaign are those of the reference',
  withData,
  async () => {
    await using workplace = await testImports({ currency: 'USD' })
    await workplace.commit([dataFile('ads_google_reports/Search_keyword_report_en_US.csv')])
    const { data, by_campaign } = reference<Google>('ads_google_reports').search_keyword_report
    const { total, rows } = await figures(workplace, '2020-08-08', '2020-08-15')
    const shown = Object.fromEntries(
      rows.map(({ label, kpis }) => [
        label.de,
        [
          rounded((kpis.cpc?.value ?? Number.NaN) / 100, 4),
          rounded(kpis.cpm?.value ?? Number.NaN, 2),
          rounded(kpis.ctr?.value ?? Number.NaN, 6),
        ],
      ]),
    )
    const counted = Object.entries(by_campaign).filter(([, { clicks }]) => clicks > 0)
    assert.ok(counted.length > 5)
    for (const [name, { cost, impressions, avg_cpc, ctr }] of counted) {
      const cpm = (cost * 100 * 1000) / impressions
      assert.deepEqual(shown[name], [rounded(avg_cpc, 4), rounded(cpm, 2), rounded(ctr, 6)], name)
    }
    assert.equal(rounded((total.cpc?.value ?? 0) / 100, 4), rounded(data.avg_cpc, 4))
    assert.equal(rounded(total.ctr?.value ?? 0, 6), rounded(data.ctr, 6))
  },
)

test(
  'Meta: CPC, CPM and CTR of the whole export are those of the reference',
  withData,
  async () => {
    await using workplace = await testImports({ currency: 'EUR' })
    await workplace.commit([dataFile('ads_meta_de_export/Facebook_Id_gerade.xlsx')])
    const { overall } = reference<Meta>('ads_meta_de_export')
    const settings = KpiSettings.parse(await workplace.domain.settings.current())
    const { kpis } = await readKpis(
      workplace.database.db,
      KpiQuery.parse({ from: '2010-01-01', until: '2030-01-01' }),
      { settings, credits: creditsOf(workplace), now: NOW },
    )
    assert.equal(rounded((kpis.cpc?.value ?? 0) / 100, 6), overall.cpc_all)
    assert.equal(rounded((kpis.cpm?.value ?? 0) / 100, 6), overall.cpm)
    assert.equal(rounded((kpis.ctr?.value ?? 0) * 100, 6), overall.ctr_all_pct)
  },
)
