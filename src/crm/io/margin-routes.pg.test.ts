import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GROSS_PROFIT, marginSql } from '#kpis/io/opportunity-sources.ts'
import { buildHttp } from '#platform/http.ts'
import { silentLog } from '#platform/log.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { createSmallWorld, id } from '../../../test/helpers/kpi-world.ts'
import { marginRoutes } from './margin-routes.ts'

/** The small world as somebody sees it who may see the rows of `scope`. */
async function server(userId: string, scope: 'all' | 'own') {
  const database = await testDatabase()
  await createSmallWorld(database.db)
  const app = await buildHttp({
    log: silentLog,
    publicUrl: 'https://regelkreis.example.com',
    ready: async () => true,
    version: '1.2.3',
    authorize: async () => ({ userId, name: 'Ada', role: 'viewer', scope }),
    isPermission: () => true,
  })
  await app.register(
    marginRoutes({
      db: database.db,
      marginSql,
      grossProfitSql: GROSS_PROFIT,
      company: async () => ({ timeZone: 'Europe/Berlin', marginRate: null }),
    }),
  )
  await app.ready()
  return {
    get: (url: string) => app.inject({ url }),
    async [Symbol.asyncDispose]() {
      await app.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

const MARCH = '/api/margin?from=2026-03-01&until=2026-04-01'

test('margin: who may see own rows sees the bridge of own deals', async () => {
  // Ada won opportunity 1 in March: 10,000; Ben's opportunity 5 has no amount, and 2 was lost.
  await using ada = await server(id('1'), 'own')
  assert.equal((await ada.get(MARCH)).json().now.revenue, 1_000_000)
  assert.equal((await ada.get(`${MARCH}&owner=${id('2')}`)).json().now.revenue, 1_000_000)
  assert.equal((await ada.get(`/api/margin/opportunities/${id('1')}`)).json().margin, 300_000)
  assert.equal((await ada.get(`/api/margin/opportunities/${id('5')}`)).statusCode, 404)
  await using ben = await server(id('2'), 'own')
  assert.equal((await ben.get(MARCH)).json().now.revenue, 0)
  assert.equal((await ben.get(`/api/margin/opportunities/${id('1')}`)).statusCode, 404)
  const deals = '/api/margin/deals?from=2026-03-01&until=2026-04-01&line=all'
  assert.equal((await ben.get(deals)).json().count, 0)
  await using all = await server(id('2'), 'all')
  assert.equal((await all.get(MARCH)).json().now.revenue, 1_000_000)
})
