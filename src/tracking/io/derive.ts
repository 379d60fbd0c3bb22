import { type Kysely, sql } from 'kysely'
import { dayOf } from '#kernel/zone.ts'
import type { Cron, TaskList } from '#platform/jobs.ts'
import type { AuditWriter, Db } from '#platform/records/binding.ts'
import { channelRuleText } from '../channel-rule-texts.ts'
import {
  decidedOnce,
  looksAtLanding,
  type Move,
  type NewDecision,
  type Regrouped,
  type RuleBasis,
  regrouped,
  sumMoves,
} from '../derivation.ts'
import { diaryNote, moveText, shortNames } from '../derivation-texts.ts'
import type { OwnRule } from '../own-rules.ts'
import type { DryRunResult, Example } from '../rule-shapes.ts'
import type { TrackingSettings } from '../settings.ts'
import {
  currentBasis,
  DERIVE_TASK,
  type Derivation,
  lastDerivation,
  noteProgress,
  noticeChanges,
  programFingerprint,
} from './derivations.ts'
import type { Part, Subject } from './derive-subjects.ts'
import { compiledRules, readRules } from './rule-book.ts'

export type DeriveParts = {
  readonly db: Kysely<unknown>
  readonly settings: () => Promise<TrackingSettings>
  readonly language: () => Promise<'de' | 'en'>
  readonly now: () => Date
  readonly audit: AuditWriter
  /** Every table that is given channels, in order. */
  readonly subjects: readonly Subject[]
}

const ROWS_AT_ONCE = 20_000
const ROWS_LOOKED_AT_AT_ONCE = 100_000
const EXAMPLES_MAX = 5
const PROGRAM = { userId: null, name: 'Regelkreis' }

const basisOf = (rules: readonly OwnRule[], settings: TrackingSettings): RuleBasis => ({
  ownRules: compiledRules(rules),
  excludedHosts: settings.excludedHosts,
})

type Decide = (evidence: unknown) => NewDecision

/** By subject; each is asked the same only once. */
const decisionsOf = (
  subjects: readonly Subject[],
  basis: RuleBasis,
): ((subject: Subject) => Decide) => {
  const decisions = new Map<Subject, Decide>(
    subjects.map((one) => [one, decidedOnce((evidence) => one.decide(evidence, basis))]),
  )
  return (subject) => decisions.get(subject) ?? ((evidence) => subject.decide(evidence, basis))
}

const movesIn = ({ id }: Subject, changed: readonly Regrouped<unknown>[]): Move[] =>
  changed
    .filter(({ isMoved }) => isMoved)
    .map(({ channel, now, count }) => ({ subject: id, from: channel, to: now.channel, count }))

type Running = {
  readonly derivation: Derivation
  readonly rules: readonly OwnRule[]
  readonly decideFor: (subject: Subject) => Decide
}

/** One slice in one transaction with its progress: what was done is never done twice. Null: nothing is left. */
async function deriveSlice(
  parts: DeriveParts,
  { derivation, rules, decideFor }: Running,
  subject: Subject,
  after: string,
): Promise<string | null> {
  return (parts.db as Db).transaction().execute(async (tx) => {
    const last = await lastDerivation(tx, { forUpdate: true })
    if (last?.id !== derivation.id) throw new Replaced()
    const slice = {
      after,
      size: ROWS_AT_ONCE,
      withIds: true,
      withLanding: looksAtLanding(rules),
    } as const
    const part = await subject.part(tx, slice)
    const changed = regrouped(part.groups, decideFor(subject))
    if (changed.length > 0) await subject.write(tx, changed)
    const moves = sumMoves([...last.moves, ...movesIn(subject, changed)])
    const position = part.last ?? after
    await noteProgress(tx, last.id, { subject: subject.id, position, rows: part.rows, moves })
    return part.last
  })
}

/** Somebody changed the rules again: the next derivation does it all. */
class Replaced extends Error {}

async function deriveAll(
  parts: DeriveParts,
  running: Running,
  signal: AbortSignal,
): Promise<boolean> {
  const { derivation } = running
  const { subjects } = parts
  const begin = Math.max(
    subjects.findIndex(({ id }) => id === derivation.subject),
    0,
  )
  for (const [index, subject] of subjects.slice(begin).entries()) {
    let position = (index === 0 ? derivation.position : null) ?? subject.first
    for (;;) {
      if (signal.aborted) return false
      const last = await deriveSlice(parts, running, subject, position)
      if (last === null) break
      position = last
    }
  }
  return true
}

async function begin(parts: DeriveParts, derivation: Derivation): Promise<void> {
  if (derivation.state === 'running') return
  let total = 0
  for (const subject of parts.subjects) total += await subject.count(parts.db)
  await sql`
    update tracking.derivation set state = 'running', total = ${total}
     where id = ${derivation.id} and state = 'waiting'
  `.execute(parts.db)
}

async function channelNames(
  db: Kysely<unknown>,
  language: 'de' | 'en',
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, ${language === 'de' ? sql`name_de` : sql`name_en`} as name from tracking.channel
  `.execute(db)
  return shortNames(rows)
}

/** Done: into the audit trail, and into the diary where figures look different now. */
async function finish(parts: DeriveParts, { derivation }: Running): Promise<void> {
  const now = parts.now()
  const [{ timeZone }, language] = [await parts.settings(), await parts.language()]
  const names = await channelNames(parts.db, language)
  const nameOf = (id: string) => names.get(id) ?? id
  await (parts.db as Db).transaction().execute(async (tx) => {
    const last = await lastDerivation(tx, { forUpdate: true })
    if (last?.id !== derivation.id) throw new Replaced()
    await sql`
      update tracking.derivation set state = 'done', finished_at = ${now} where id = ${last.id}
    `.execute(tx)
    const context = {
      actor: { userId: derivation.actorId, name: derivation.actorName },
      ...{ now, timeZone },
    }
    const { moves, reasons } = last
    await parts.audit(tx, context, [
      {
        ...{ action: 'derive', kind: 'channel_rules', recordId: 'company' },
        before: null,
        after: { reasons, moves: moves.map((move) => moveText(move, nameOf, language)) },
      },
    ])
    if (moves.length === 0) return
    const note = diaryNote({ moves, reasons }, nameOf, language)
    const values = { date: dayOf(now.getTime(), timeZone), kind: 'definition', note }
    const { rows } = await sql<{ id: string }>`
      insert into tracking.change_note (date, kind, note)
      values (${values.date}::date, ${values.kind}, ${values.note}) returning id
    `.execute(tx)
    const recordId = rows[0]?.id ?? ''
    await parts.audit(tx, context, [
      { action: 'create', kind: 'tracking_change', recordId, before: null, after: values },
    ])
  })
}

/** Gives everything its channel anew where that was asked for. Goes on where a stop or crash ended it. */
export async function derive(parts: DeriveParts, signal: AbortSignal): Promise<void> {
  const derivation = await lastDerivation(parts.db)
  if (derivation?.state !== 'waiting' && derivation?.state !== 'running') return
  const [{ rules }, settings] = [await readRules(parts.db), await parts.settings()]
  const decideFor = decisionsOf(parts.subjects, basisOf(rules, settings))
  const running = { derivation, rules, decideFor }
  await begin(parts, derivation)
  try {
    if (await deriveAll(parts, running, signal)) await finish(parts, running)
  } catch (error) {
    if (!(error instanceof Replaced)) throw error
  }
}

/** Gives channels anew when asked, and looks every minute whether a setting or the program asks for it. */
export function deriveTasks(parts: DeriveParts): { tasks: TaskList; cron: Cron } {
  const program = programFingerprint()
  return {
    tasks: {
      [DERIVE_TASK]: (_payload, { signal }) => derive(parts, signal),
      'tracking.notice_rules': async () => {
        const settings = await parts.settings()
        await (parts.db as Db).transaction().execute(async (tx) => {
          const basis = await currentBasis(tx, settings, program)
          await noticeChanges(tx, basis, parts.now(), PROGRAM)
        })
      },
    },
    cron: { 'tracking.notice_rules': '* * * * *' },
  }
}

function exampleOf({ evidence, rule, now, count }: Regrouped<unknown>): Example {
  const kept = evidence as Readonly<Record<string, unknown>>
  const shown = (name: string) =>
    typeof kept[name] === 'string' && kept[name] !== '' ? kept[name] : null
  return {
    source: shown('source'),
    medium: shown('medium'),
    campaign: shown('campaign'),
    referrer: shown('referrerHost'),
    landing: shown('landingPath'),
    count,
    before: channelRuleText(rule),
    after: channelRuleText(now.rule),
    used: now.used,
  }
}

type Found = Move & { readonly examples: readonly Example[] }

/** The largest cases of every move. */
function withExamples(found: readonly Found[]): DryRunResult['moves'] {
  return sumMoves(found).map((move) => {
    const cases = found.filter(
      (one) => one.subject === move.subject && one.from === move.from && one.to === move.to,
    )
    const examples = cases.flatMap((one) => one.examples).toSorted((a, b) => b.count - a.count)
    return { ...move, examples: sumExamples(examples).slice(0, EXAMPLES_MAX) }
  })
}

/** The same case out of several slices is one. */
function sumExamples(examples: readonly Example[]): Example[] {
  const sums = new Map<string, Example>()
  for (const example of examples) {
    const key = JSON.stringify({ ...example, count: 0 })
    const before = sums.get(key)
    sums.set(key, before ? { ...before, count: before.count + example.count } : example)
  }
  return [...sums.values()].toSorted((a, b) => b.count - a.count)
}

/** What rules would change, without changing anything. */
export async function dryRun(
  { db, settings, subjects }: Pick<DeriveParts, 'db' | 'settings' | 'subjects'>,
  rules: readonly OwnRule[],
): Promise<DryRunResult> {
  const decideFor = decisionsOf(subjects, basisOf(rules, await settings()))
  const found: Found[] = []
  let [checked, otherReason] = [0, 0]
  for (const subject of subjects) {
    for (let after: string | null = subject.first; after !== null; ) {
      const part: Part<unknown> = await subject.part(db, {
        ...{ after, size: ROWS_LOOKED_AT_AT_ONCE, withIds: false },
        withLanding: looksAtLanding(rules),
      })
      const changed = regrouped(part.groups, decideFor(subject))
      for (const group of changed) {
        const { channel: from, now, count, isMoved } = group
        if (!isMoved) otherReason += count
        else {
          found.push({
            subject: subject.id,
            from,
            to: now.channel,
            count,
            examples: [exampleOf(group)],
          })
        }
      }
      checked += part.rows
      after = part.last
    }
  }
  return { checked, moves: withExamples(found), otherReason }
}
