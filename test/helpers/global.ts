import { startTestServer, type TestServer } from './postgres.ts'

// node --test --test-global-setup=./test/helpers/global.ts: one PostgreSQL for all test files of a run.
// With REGELKREIS_TEST_DATABASE_URL set from outside, the tests use that server instead.

let server: TestServer | undefined

export async function globalSetup(): Promise<void> {
  if (process.env.REGELKREIS_TEST_DATABASE_URL) return
  server = await startTestServer()
  process.env.REGELKREIS_TEST_DATABASE_URL = server.url
}

export async function globalTeardown(): Promise<void> {
  await server?.stop()
}
