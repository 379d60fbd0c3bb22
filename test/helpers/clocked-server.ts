// The real program with a clock that a test moves: the file named in REGELKREIS_TEST_CLOCK holds by how many
// milliseconds it is ahead.
import { readFileSync } from 'node:fs'
import { serve } from '../../src/main.ts'
import { readConfig } from '../../src/platform/config.ts'
import { runMain } from '../../src/platform/process.ts'

const file = process.env.REGELKREIS_TEST_CLOCK ?? ''
const clock = () => new Date(Date.now() + Number(readFileSync(file, 'utf8')))

await runMain(async () => {
  await serve(readConfig(process.env), true, clock)
  return 0
})
