import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import pg from 'pg'
import { signedIn, signIn } from './helpers/import-client.ts'
import { foreignServer, minimalDatabase } from './helpers/minimal-role.ts'
import { runProgram, testServer } from './helpers/server.ts'
import { tableHashes } from './helpers/table-hashes.ts'

const scratch = mkdtempSync(join(tmpdir(), 'regelkreis-external-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

for (const major of [15, 18] as const) {
  test(`PostgreSQL ${major}: the program starts, works and examines itself with a role that may little`, async (t) => {
    const server = await foreignServer(major)
    if (!server) return t.skip(`no PostgreSQL ${major} here`)
    try {
      const url = await minimalDatabase(server, 'wenig')
      const dataFolder = mkdtempSync(join(scratch, 'data-'))
      const env = { DATABASE_URL: url }
      await using program = await testServer({ dataFolder, env })
      await signedIn(program)

      const doctor = await runProgram(['src/cli/main.ts', 'doctor', '--json'], { dataFolder, env })
      const { findings } = JSON.parse(doctor.output) as {
        findings: { id: string; state: string; finding: string }[]
      }
      const found = Object.fromEntries(findings.map(({ id, ...rest }) => [id, rest]))
      assert.equal(found.rights?.state, 'ok', found.rights?.finding)
      assert.match(found.database?.finding ?? '', new RegExp(`^PostgreSQL ${major}\\.`))
      assert.equal(found.clock?.state, 'ok')
      assert.equal(await program.stop(), 0)
    } finally {
      await server.stop()
    }
  })
}

test('a backup goes from PostgreSQL 18 to 15 and back: every table the same by hash, and people sign in', async (t) => {
  const [old, own] = [await foreignServer(15), await foreignServer(18)]
  try {
    if (!old || !own) return t.skip('needs PostgreSQL 15 and 18')
    const stations = [
      await minimalDatabase(own, 'erste'),
      await minimalDatabase(old, 'zweite'),
      await minimalDatabase(own, 'dritte'),
    ]
    const hashes: Record<string, string>[] = []
    for (const [index, url] of stations.entries()) {
      const dataFolder = join(scratch, `station-${index}`)
      const env = { DATABASE_URL: url }
      if (index === 0) {
        await using program = await testServer({ dataFolder, env })
        await signedIn(program)
        await fill(url)
      } else {
        const args = ['src/cli/main.ts', 'restore', join(scratch, `${index - 1}.backup`)]
        const restored = await runProgram(args, { dataFolder, env })
        assert.equal(restored.code, 0, restored.output)
      }
      hashes.push(await tableHashes(url))
      if (index === stations.length - 1) {
        await using program = await testServer({ dataFolder, env })
        await signIn(program)
        break
      }
      const args = ['src/cli/main.ts', 'backup', join(scratch, `${index}.backup`)]
      const backup = await runProgram(args, { dataFolder, env })
      assert.equal(backup.code, 0, backup.output)
    }
    // A backup notes itself in the audit trail of where it was made, after its moment: not compared here.
    const without = hashes.map(({ 'access.audit_event': _, ...rest }) => rest)
    assert.deepEqual(without[1], without[0])
    assert.deepEqual(without[2], without[0])
    assert.deepEqual(hashes[1]?.['access.audit_event'], hashes[0]?.['access.audit_event'])
  } finally {
    await old?.stop()
    await own?.stop()
  }
})

/** Numbers, instants and texts whose printed form could differ between versions. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`
    insert into crm.product (name, price, margin_rate) values ('Pumpe "Ö" \\ 50 %', 123456789012, 0.333333);
    insert into costs.entry (category, from_date, until_date, amount, exact_amount)
      values ('media', '2026-02-28', '2026-03-01', -5, 161744.576204);
    insert into leads.lead (last_name, created_on) values (E'Zeile\\nzwei', '1999-12-31T23:59:59.999999Z');
    insert into crm.target_group (name, countries) values ('leer', '{"",NULL,"D\\\\E"}')`)
  await client.end()
}
