import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'

export const command: Command = {
  name: 'migrate',
  summary: 'bring the database up to date',
  usage: `./regelkreis migrate [--json]

Runs the migrations that are missing, as every start does.
  --json   print { "number", "name" } of the newest migration`,
  async run(args, { store, out }) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
    const { database } = await store()
    const result = await database.pool.query<{ number: number; name: string }>(
      'select number, name from platform.migration order by number desc limit 1',
    )
    const newest = result.rows[0]
    if (values.json) out(JSON.stringify(newest ?? null))
    else out(newest ? `The database is at migration ${newest.number} (${newest.name}).` : 'Empty.')
    return undefined
  },
}
