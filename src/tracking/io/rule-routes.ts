import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { type Kysely, sql } from 'kysely'
import type { z } from 'zod'
import { Refusal } from '#kernel/refusal.ts'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import type { Db, Tx, WriteContext } from '#platform/records/binding.ts'
import { BUILT_IN_RULES } from '../built-in-rules.ts'
import { channelRuleText } from '../channel-rule-texts.ts'
import { reasonsBetween } from '../derivation.ts'
import { evidenceOf, type Surroundings } from '../evidence.ts'
import { compileRules, type OwnRule, ruleLine } from '../own-rules.ts'
import {
  DryRun,
  DryRunResult,
  RulesChange,
  RulesView,
  TriedAddress,
  TryAddress,
} from '../rule-shapes.ts'
import { ownRuleOf, webChannel } from '../web-channel.ts'
import {
  currentBasis,
  derivationView,
  lastDerivation,
  noticeChanges,
  programFingerprint,
  requestDerivation,
} from './derivations.ts'
import { type DeriveParts, dryRun } from './derive.ts'
import { registrableDomain } from './domains.ts'
import { compilePattern } from './patterns.ts'
import { compiledRules, readRules } from './rule-book.ts'

const tags = ['Channel rules']
const read = { permission: 'tracking:read' }
const write = { permission: 'tracking:write' }

/** The company's own channel rules: seen, tried, looked at before they are saved, and replaced as a whole. */
export const ruleRoutes =
  (parts: DeriveParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db } = parts
    const program = programFingerprint()

    app.get(
      '/api/channel-rules',
      {
        config: read,
        schema: {
          tags,
          summary:
            'Own rules in their order, the built-in ones after them, and the last derivation',
          response: { 200: RulesView },
        },
      },
      () => rulesView(db),
    )

    app.put(
      '/api/channel-rules',
      {
        config: write,
        schema: {
          tags,
          summary:
            'Replace all own rules; then visits, touchpoints and leads get their channel anew',
          description:
            'Refused when somebody else replaced them meanwhile, or where a pattern is none.',
          body: RulesChange,
          response: { 200: RulesView, '4xx': ErrorBody },
        },
      },
      async (request) => {
        const { rules, version, reason } = request.body
        refuseBroken(rules)
        const { userId, name } = actorOf(request)
        const settings = await parts.settings()
        const context: WriteContext = {
          actor: { userId, name },
          ...{ now: parts.now(), timeZone: settings.timeZone },
          ...{ reason: reason ?? null, requestId: request.id },
        }
        await (db as Db).transaction().execute(async (tx) => {
          await noticeChanges(
            tx,
            await currentBasis(tx, settings, program),
            context.now,
            context.actor,
          )
          const isNew = await saveRules(tx, parts, { rules, version }, context)
          if (!isNew) return
          const before = await lastDerivation(tx, { forUpdate: true })
          const basis = await currentBasis(tx, settings, program)
          const reasons = before ? reasonsBetween(before.basis, basis) : (['rules'] as const)
          await requestDerivation(tx, basis, reasons, { starter: context.actor, now: context.now })
        })
        return rulesView(db)
      },
    )

    app.post(
      '/api/channel-rules/try',
      {
        config: read,
        schema: {
          tags,
          summary: 'The channel that a visit of this address from this referrer would get, and why',
          body: TryAddress,
          response: { 200: TriedAddress, '4xx': ErrorBody },
        },
      },
      async ({ body }) => {
        if (body.rules) refuseBroken(body.rules)
        const rules = body.rules ?? (await readRules(db)).rules
        return tried(body, rules, await surroundings(parts))
      },
    )

    app.post(
      '/api/channel-rules/dry-run',
      {
        config: read,
        schema: {
          tags,
          summary: 'What rules would change, without changing anything',
          body: DryRun,
          response: { 200: DryRunResult, '4xx': ErrorBody },
        },
      },
      async ({ body }) => {
        refuseBroken(body.rules)
        return dryRun(parts, body.rules)
      },
    )
  }

async function rulesView(db: Kysely<unknown>): Promise<RulesView> {
  const { version, rules } = await readRules(db)
  return {
    version,
    rules: [...rules],
    builtIn: [...BUILT_IN_RULES],
    derivation: await derivationView(db),
  }
}

/** A pattern that is none is named by its place: `rules.0.conditions.1.value`. */
function refuseBroken(rules: readonly OwnRule[]): void {
  const { broken } = compileRules(rules, compilePattern)
  if (broken.length === 0) return
  throw new Refusal(
    'invalid',
    'tracking.broken_pattern',
    {},
    broken.map(({ rule, condition }) => ({
      field: `rules.${rule}.conditions.${condition}.value`,
      rule: 'tracking.broken_pattern',
    })),
  )
}

/** Replaces the rules; false where they are the same. Throws when they are not those that were changed. */
async function saveRules(
  tx: Tx,
  { audit }: DeriveParts,
  { rules, version }: Pick<z.infer<typeof RulesChange>, 'rules' | 'version'>,
  context: WriteContext,
): Promise<boolean> {
  // Without rules there is no row to hold: two first ones must not pass each other.
  await sql`select pg_advisory_xact_lock(hashtext('tracking.channel_rules'))`.execute(tx)
  const before = await readRules(tx, { forUpdate: true })
  if (before.version !== version) {
    throw new Refusal('conflict', 'records.changed_meanwhile', { version: before.version })
  }
  if (JSON.stringify(before.rules) === JSON.stringify(rules)) return false
  await sql`
    insert into tracking.channel_rules (version, rules, updated_at)
    values (${version + 1}, ${JSON.stringify(rules)}::jsonb, ${context.now})
    on conflict (one) do update
      set version = excluded.version, rules = excluded.rules, updated_at = excluded.updated_at
  `.execute(tx)
  await audit(tx, context, [
    {
      ...{ action: 'update', kind: 'channel_rules', recordId: 'company' },
      before: { rules: before.rules.map(ruleLine) },
      after: { rules: rules.map(ruleLine) },
    },
  ])
  return true
}

/** What is ourselves and what only passes people on, of all websites together. */
async function surroundings({ db, settings }: DeriveParts): Promise<Surroundings> {
  const { rows } = await sql<{ domain: string }>`
    select distinct lower(unnest(domains)) as domain from tracking.website where active
  `.execute(db)
  return {
    ownDomains: new Set(rows.map(({ domain }) => domain)),
    excludedHosts: (await settings()).excludedHosts,
    registrableDomain,
  }
}

/** People paste addresses without https:// in front. */
const withScheme = (address: string): string =>
  address === '' || /^[a-z-]+:\/\//i.test(address) ? address : `https://${address}`

function tried(
  { address, referrer }: z.infer<typeof TryAddress>,
  rules: readonly OwnRule[],
  around: Surroundings,
): TriedAddress {
  const page = withScheme(address.trim())
  const evidence = evidenceOf(page, withScheme(referrer?.trim() ?? ''), around)
  const ownRules = compiledRules(rules)
  const { channel, rule, used } = webChannel(evidence, { ownRules })
  return {
    ...{ channel, rule, used, why: channelRuleText(rule) },
    ownRule: ownRuleOf(evidence, ownRules)?.place ?? null,
    read: {
      source: evidence.source,
      medium: evidence.medium,
      campaign: evidence.campaign,
      referrer: evidence.referrerHost ?? evidence.passedHost,
      landing: evidence.landingPath,
      clickIds: Object.keys(evidence.clickIds),
      arrival: evidence.arrival,
    },
  }
}
