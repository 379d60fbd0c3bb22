import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from './helpers/database.ts'
import { signedIn } from './helpers/import-client.ts'
import { testServer } from './helpers/server.ts'

test('what the set-up form says of the company becomes its settings', async () => {
  await using database = await testDatabase()
  await using server = await testServer({ env: { DATABASE_URL: database.url } })
  const said = {
    company_name: 'Pumps Ltd',
    currency: 'CHF',
    time_zone: 'Europe/Zurich',
    language: 'en',
  }
  const call = await signedIn(server, said)
  const { company } = (await (await call('/api/me')).json()) as { company: unknown }
  const { company_name: name, ...others } = said
  assert.deepEqual(company, { name, ...others })
})
