import { parseArgs } from 'node:util'
import { readSettings } from '#company/io/settings.ts'
import { messageOf } from '#platform/failure.ts'
import { type Finding, verdictOf } from '#safety/doctor.ts'
import { examine } from '#safety/io/examine.ts'
import { BackupSettings } from '#safety/schedule.ts'
import type { Command, CommandContext } from '../command.ts'

export const command: Command = {
  name: 'doctor',
  summary: 'examine the installation and say what to do',
  usage: `./regelkreis doctor [--json]

Looks at versions, rights, disk, clock, backups, mail, certificate and screens; changes nothing but what every
command does (it starts the database if need be). Exit code 0: nothing is bad; 1: something is.
  --json   print { "verdict", "findings": [{ "id", "state", "title", "finding", "advice" }] }`,
  async run(args, context) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
    const findings = await findingsOf(context)
    const verdict = verdictOf(findings)
    if (values.json) context.out(JSON.stringify({ verdict, findings: findings.map(inEnglish) }))
    else for (const finding of findings) tell(context, finding)
    return verdict === 'bad' ? 1 : 0
  },
}

async function findingsOf({ config, now, store }: CommandContext): Promise<readonly Finding[]> {
  const opened = await store().catch((error: unknown) => ({ problem: messageOf(error) }))
  if ('problem' in opened) {
    const settings = () => Promise.reject(new Error(opened.problem))
    return examine({ config, now, database: opened, settings })
  }
  const { db, pool } = opened.database
  const settings = async () => BackupSettings.parse(await readSettings(db))
  return examine({ config, now, database: pool, settings })
}

const inEnglish = ({ title, finding, advice, ...rest }: Finding) => ({
  ...rest,
  title: title.en,
  finding: finding.en,
  advice: advice?.en ?? null,
})

function tell({ out }: CommandContext, { state, title, finding, advice }: Finding): void {
  out(`${state.padEnd(10)} ${title.en}: ${finding.en}`)
  if (advice) out(`${' '.repeat(11)}-> ${advice.en}`)
}
