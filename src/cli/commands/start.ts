import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'

export const command: Command = {
  name: 'start',
  summary: 'start the server',
  stopsItself: true,
  usage: `./regelkreis start

Starts the server with its database and prints its address; Ctrl-C stops both.
Settings are environment variables: docs/operations.md.`,
  async run(args, { config }) {
    parseArgs({ args, options: {} })
    const { serve } = await import('../../main.ts')
    await serve(config, false)
    return undefined
  },
}
