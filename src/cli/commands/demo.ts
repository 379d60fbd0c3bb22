import { parseArgs } from 'node:util'
import { DEMO_CAVEAT } from '#demo/caveat.ts'
import type { Demo } from '#demo/io/demo.ts'
import type { DemoStatus } from '#demo/state.ts'
import { isoDate } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import { periodName } from '#kpis/sentence.ts'
import { OperatorError } from '#platform/failure.ts'
import type { Db } from '#platform/records/binding.ts'
import { composeDomain } from '../../compose.ts'
import { composeDemo } from '../../compose-demo.ts'
import type { Command, CommandContext } from '../command.ts'
import { progressBar } from '../progress-bar.ts'

const OPTIONS = { remove: { type: 'boolean' }, json: { type: 'boolean' } } as const

/** Who the audit trail names for what the command line does. */
const STARTER = { userId: null, name: 'Kommandozeile' }

export const command: Command = {
  name: 'demo',
  summary: 'fill in the demo company, or take it away',
  usage: `./regelkreis demo [--json]
./regelkreis demo --remove [--json]

Fills an empty installation with Technik GmbH, an invented industrial supplier: two years up to the last
complete month, the same every time. A company with records of its own is refused: real and invented
figures must not mix. --remove takes exactly that away again; what you entered yourself stays.
  --remove   take it away
  --json     print { "state", "company", "periods" }`,
  async run(args, context) {
    const { values } = parseArgs({ args, options: OPTIONS })
    const { database } = await context.store()
    const domain = await composeDomain(database.db as Db)
    const demo = composeDemo(domain, context.now, context.log)
    const isDone = await (values.remove ? remove(demo, context) : load(demo, context))
    const status = await demo.status()
    if (values.json) {
      const { state, company, periods } = status
      context.out(JSON.stringify({ state, company, periods }))
    } else for (const line of linesOf(status, isDone)) context.out(line)
    return undefined
  },
}

/** Runs and shows how far it is. */
async function run(demo: Demo, what: 'load' | 'remove', context: CommandContext): Promise<void> {
  const bar = progressBar(context, what === 'load' ? 'loading' : 'removing')
  try {
    await demo.runNow(what, STARTER, async (done, total) => bar.show(done, total))
  } catch (error) {
    throw error instanceof Refusal ? new OperatorError(wordsOf(error)) : error
  } finally {
    bar.end()
  }
}

/** False when it was there already: that is what was asked for. */
async function load(demo: Demo, context: CommandContext): Promise<boolean> {
  if ((await demo.status()).state === 'loaded') return false
  await run(demo, 'load', context)
  return true
}

async function remove(demo: Demo, context: CommandContext): Promise<boolean> {
  if ((await demo.status()).state === 'none') return false
  await run(demo, 'remove', context)
  return true
}

function linesOf({ company, periods }: DemoStatus, isDone: boolean): string[] {
  if (!periods) return [isDone ? `${company} is gone.` : 'The demo company is not loaded.']
  const name = ({ from, until }: { from: string; until: string }) =>
    periodName({ from: isoDate(from), until: isoDate(until) }, 'en')
  const days = ({ from, until }: { from: string; until: string }) =>
    `--from ${from} --until ${until}`
  const { last_month: last, published_month: month, published_year: year } = periods
  return [
    isDone ? `${company} is there.` : `${company} is there already; --remove takes it away.`,
    '',
    `Last month             ${name(last)}`,
    `Published funnel       ${name(month)}`,
    `Published social case  ${name(year)}`,
    '',
    DEMO_CAVEAT.en,
    '',
    'See for yourself:',
    `  ./regelkreis kpis ${days(month)}`,
    `  ./regelkreis kpis ${days(year)} --channel organic_social --channel paid_social`,
  ]
}

/** The refusals that can happen here, in words for the operator. */
function wordsOf(refusal: Refusal): string {
  const kinds = String(refusal.detail.kinds ?? '')
  const words: Readonly<Record<string, string>> = {
    'demo.company_not_empty': `There are records already (${kinds}). Real and invented figures must not mix: use another installation for the demo (REGELKREIS_DATA=folder ./regelkreis demo).`,
    'demo.in_use': `Records of your own hold on to demo records (${kinds}). Delete them or point them elsewhere, then try again.`,
    'demo.busy': 'It is being loaded or removed right now.',
    'demo.already_there': 'It is there already or on its way.',
    'demo.not_there': 'It is not loaded.',
    'demo.stages_missing': 'The pipeline needs an open, a won and a lost stage.',
  }
  return words[refusal.code] ?? refusal.message
}
