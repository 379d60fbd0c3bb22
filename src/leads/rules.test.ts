import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Values } from '#kernel/record.ts'
import { checkLead, deriveLead, newStageEntries, sourceChanges } from './rules.ts'

const now = new Date('2026-03-10T09:00:00.000Z')
const person = { now, byImport: false }
const file = { now, byImport: true }
const facts = { campaignChannels: new Map([['c1', 'trade_fair']]) }
const lead = (values: Values = {}): Values => ({
  stage: null,
  created_on: null,
  channel: null,
  channel_rule: null,
  source: null,
  medium: null,
  campaign: null,
  campaign_id: null,
  ...values,
})

test('lead: a new one by hand starts now, as new, with the channel of its source', () => {
  const result = deriveLead(null, lead({ source: 'google', medium: 'cpc' }), facts, person)
  assert.equal(result.created_on, now.toISOString())
  assert.equal(result.stage, 'new')
  assert.equal(result.channel, 'paid_search')
  assert.equal(result.channel_rule, 'paid_medium')
})

test('lead: an imported one without any date has no creation (and is refused as incomplete)', () => {
  assert.equal(deriveLead(null, lead(), facts, file).created_on, null)
})

test('lead: a chosen channel stays when the source changes', () => {
  const before = deriveLead(null, lead({ channel: 'partner' }), facts, person)
  assert.equal(before.channel_rule, 'given')
  const after = deriveLead(before, { ...before, source: 'google' }, facts, person)
  assert.equal(after.channel, 'partner')
})

test('lead: a derived channel follows its source', () => {
  const before = deriveLead(null, lead({ source: 'google' }), facts, person)
  const after = deriveLead(before, { ...before, source: 'Messe' }, facts, person)
  assert.equal(after.channel, 'trade_fair')
})

test('lead: without a source the campaign tells the channel', () => {
  assert.equal(deriveLead(null, lead({ campaign_id: 'c1' }), facts, person).channel, 'trade_fair')
})

test('lead: reaching SQL by hand keeps the instant and is the handover', () => {
  const before = deriveLead(null, lead(), facts, person)
  const after = deriveLead(before, { ...before, stage: 'sql' }, facts, person)
  assert.equal(after.sql_at, now.toISOString())
  assert.equal(after.handover_at, now.toISOString())
})

test('lead: stage dates in a file decide the stage when it names none', () => {
  const result = deriveLead(
    null,
    lead({ created_on: '2026-01-01T00:00:00.000Z', sql_at: '2026-02-01T00:00:00.000Z' }),
    facts,
    file,
  )
  assert.equal(result.stage, 'sql')
})

test('lead: won before created is implausible, on the field won_at', () => {
  const problems = checkLead(
    null,
    lead({ created_on: '2026-02-01T00:00:00.000Z', won_at: '2026-01-31T23:59:59.000Z' }),
  )
  assert.deepEqual(problems, [
    { field: 'won_at', rule: 'leads.stage_before_creation', severity: 'implausible' },
  ])
})

test('lead: SQL before MQL is implausible', () => {
  const problems = checkLead(
    null,
    lead({
      created_on: '2026-01-01T00:00:00.000Z',
      mql_at: '2026-02-02T00:00:00.000Z',
      sql_at: '2026-02-01T00:00:00.000Z',
    }),
  )
  assert.deepEqual(
    problems.map((problem) => [problem.field, problem.rule]),
    [['sql_at', 'leads.stages_out_of_order']],
  )
})

test('lead: disqualifying asks for the reason', () => {
  assert.equal(checkLead(lead({ stage: 'new' }), lead({ stage: 'disqualified' })).length, 1)
  assert.equal(
    checkLead(lead({ stage: 'new' }), lead({ stage: 'disqualified', stage_reason: 'Budget' }))
      .length,
    0,
  )
})

test('lead: filling an empty source needs no reason, changing one does', () => {
  assert.deepEqual(sourceChanges(lead(), lead({ source: 'google' })), [])
  assert.deepEqual(sourceChanges(lead({ source: 'xing' }), lead({ source: 'google' })), ['source'])
})

test('lead: the history gets creation and every dated stage', () => {
  const entries = newStageEntries(
    null,
    lead({ created_on: '2026-01-01T00:00:00.000Z', mql_at: '2026-01-02T00:00:00.000Z' }),
  )
  assert.deepEqual(
    entries.map((entry) => entry.stage),
    ['new', 'mql'],
  )
})
