import { test } from 'node:test'
import { readKpis } from '#kpis/io/figures.ts'
import { KpiQuery } from '#kpis/query.ts'
import { DEFAULT_SETTINGS, type KpiSettings } from '#kpis/settings.ts'
import { dataFile, mappingFile, testImports, withData } from './helpers/imports.ts'
import {
  type Ask,
  assertOlist,
  assertZoho,
  OLIST_FILES,
  ZOHO_FILES,
} from './helpers/reference-figures.ts'

type Workplace = Awaited<ReturnType<typeof testImports>>

/** Asks the figures of a database; sources and months are named by their key. */
const asker =
  (workplace: Workplace, settings: Partial<KpiSettings> = {}): Ask =>
  async (query) => {
    const { kpis, by = [] } = await readKpis(workplace.db, KpiQuery.parse(query), {
      settings: { ...DEFAULT_SETTINGS, time_zone: 'UTC', ...settings },
      now: new Date('2026-11-01T00:00:00Z'),
    })
    const isNamed = query.by === 'owner' || query.by === 'campaign'
    const rows = by.map((row) => [isNamed ? row.label.en : row.key, row.kpis] as const)
    return { kpis, by: new Map(rows) }
  }

test(
  'Olist: MQL, won, conversion, days and revenue by origin are the reference',
  withData,
  async () => {
    await using workplace = await testImports({ currency: 'BRL' })
    await workplace.commit(OLIST_FILES.map(dataFile), { mappings: mappingFile('olist.json') })
    await assertOlist(asker(workplace))
  },
)

test(
  'Zoho: win rate, amounts, cycle, velocity and ROI by campaign are the reference',
  withData,
  async () => {
    await using workplace = await testImports({ currency: 'USD' })
    await workplace.commit(ZOHO_FILES.map(dataFile))
    await assertZoho(asker(workplace, { velocity_base: 'open_at_end' }))
  },
)
