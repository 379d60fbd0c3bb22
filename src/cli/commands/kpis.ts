import { parseArgs } from 'node:util'
import { readSettings } from '#company/io/settings.ts'
import type { Period } from '#kernel/period.ts'
import { formatValue } from '#kpis/format.ts'
import { type KpiAnswer, type KpiResults, readKpis } from '#kpis/io/figures.ts'
import { periodWarningText } from '#kpis/period-warning.ts'
import { KpiQuery } from '#kpis/query.ts'
import { KPIS } from '#kpis/registry.ts'
import { REASONS } from '#kpis/result.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { readTargets } from '#planning/io/targets.ts'
import { composeCredits, DECLARED_SETTINGS } from '../../compose.ts'
import type { Command } from '../command.ts'
import { channelId, parseOptions } from '../query-options.ts'

const MANY = { type: 'string', multiple: true } as const
const ONE = { type: 'string' } as const

const OPTIONS = {
  from: ONE,
  until: ONE,
  view: ONE,
  by: ONE,
  channel: MANY,
  campaign: MANY,
  product: MANY,
  team: MANY,
  region: MANY,
  owner: MANY,
  'target-group': ONE,
  'business-type': ONE,
  model: ONE,
  json: { type: 'boolean' },
} as const

function parseQuery(args: string[]): { query: KpiQuery; json: boolean } {
  const { values } = parseArgs({ args, options: OPTIONS })
  const { json = false, ...options } = values
  if (options.channel) options.channel = options.channel.map((name) => channelId('channel', name))
  return { query: parseOptions(KpiQuery, options), json }
}

function lines(kpis: KpiResults, currency: string, indent = ''): string[] {
  const width = Math.max(...KPIS.map(({ id }) => id.length)) + 2
  return Object.entries(kpis).flatMap(
    ([id, { value, unit, n, reason, small, warning, target }]) => {
      const shown = formatValue(value, unit, currency, 'en')
      const why = reason ? `  ${REASONS[reason].en}` : ''
      const cases = n !== undefined && value !== null ? `  n = ${n}${small ? ', few' : ''}` : ''
      const plan = target ? `  target ${formatValue(target.value, unit, currency, 'en')}` : ''
      const line = `${indent}${id.padEnd(width)}${shown}${cases}${why}${plan}`
      return warning ? [line, `${indent}  ! ${periodWarningText(warning).en}`] : [line]
    },
  )
}

function asText(answer: KpiAnswer): string {
  const { period, view, currency } = answer
  const head = `${period.from} to ${period.until} (exclusive), ${view} view, credit by ${answer.attribution.name.en}`
  const rows = (answer.by ?? []).flatMap(({ key, label, kpis }) => [
    '',
    `${label.en} [${key}]`,
    ...lines(
      Object.fromEntries(Object.entries(kpis).filter(([, { value }]) => value !== null)),
      currency,
      '  ',
    ),
  ])
  return [head, ...lines(answer.kpis, currency), ...rows].join('\n')
}

/** The answer as the documented JSON: labels of rows stay with the interface. */
const asJson = ({ by, ...answer }: KpiAnswer): string =>
  JSON.stringify({ ...answer, ...(by && { by: by.map(({ key, kpis }) => ({ key, kpis })) }) })

export const command: Command = {
  name: 'kpis',
  summary: 'print the figures of a period',
  usage: `./regelkreis kpis --from D --until D [options]

  --from D, --until D   civil days as 2026-03-01; the day of --until is not included
  --view V              period (default) or cohort
  --by X                split by channel, source, campaign, product, owner, team or month
  --channel C           only this channel; repeat for several
  --campaign, --product, --team, --region, --owner ID    the same by id
  --target-group ID, --business-type new|existing
  --model M             give credit by this attribution model, or lead_source (default: the company's)
  --json                print JSON: money in cents, rates as fractions, null with a reason`,
  async run(args, { store, now, out }) {
    const { query, json } = parseQuery(args)
    const { db } = (await store()).database
    const current = () => readSettings(db, DECLARED_SETTINGS)
    const settings = KpiSettings.parse(await current())
    const credits = composeCredits(current, now)
    const targets = (days: Period) => readTargets(db, days)
    const answer = await readKpis(db, query, { settings, now: now(), targets, credits })
    out(json ? asJson(answer) : asText(answer))
    return undefined
  },
}
