// Installs what is missing, builds the web application, then does what it is asked to. No dependencies;
// runs on any Node >= 20.
//
//   node scripts/setup.mjs             install and build only, with what the tests need
//   node scripts/setup.mjs start       and run the server            (npm start)
//   node scripts/setup.mjs test        and run every check and test  (npm test)
//   node scripts/setup.mjs run ...     and run a command             (./regelkreis ...)
import { join } from 'node:path'
import { ROOT, Stop } from './setup/common.mjs'
import { install, programNode } from './setup/install.mjs'
import { refuseSecondStart, runChild } from './setup/run.mjs'
import { runTests } from './setup/tests.mjs'
import { buildWeb } from './setup/web.mjs'

async function main([mode = '', ...args]) {
  if (mode === 'start') refuseSecondStart()
  if (!['', 'start', 'test', 'run'].includes(mode)) throw new Stop(`Unknown mode "${mode}".`, 2)
  install({ quiet: mode === 'run', withTests: mode === '' || mode === 'test' })
  const node = programNode()
  // Node keeps what it compiled: later starts take half the time.
  process.env.NODE_COMPILE_CACHE ??= join(ROOT, 'node_modules/.cache/node')
  if (mode === 'run') return runChild(node, ['src/cli/main.ts', ...args])
  if (mode === 'test') return runTests(node, args)
  buildWeb(node)
  if (mode === 'start') return runChild(node, ['src/main.ts', '--stop-with-parent'])
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Stop)) throw error
  console.error(error.message)
  process.exitCode = error.exitCode
}
