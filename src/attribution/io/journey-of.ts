import { type Kysely, sql } from 'kysely'
import { cents } from '#kernel/money.ts'
import { noRecord } from '#kernel/refusal.ts'
import type { DealJourney, JourneyTouch } from '../answer-shapes.ts'
import { creditCents } from '../credit.ts'
import type { NamedModel } from '../query.ts'
import { cutJourney, weightsOf } from '../stored-journey.ts'
import { isChain, ruleOf } from '../sum-models.ts'
import { type JourneyRow, journeyColumns, journeyOf } from './journey-row.ts'
import { type RefreshContext, withFreshJourneys } from './refresh.ts'

/** What kinds of records touches are, by the letter they are kept with. */
const TOUCH_KINDS: Readonly<Record<string, JourneyTouch['kind']>> = {
  t: 'touchpoint',
  l: 'lead',
  m: 'campaign_membership',
  o: 'opportunity',
}

/** What main hands over: of touchpoints out of direct visits the last channel that was not, by touchpoint. */
export type LastNonDirect = <DB>(
  db: Kysely<DB>,
  touches: readonly string[],
) => Promise<ReadonlyMap<string, string>>

type Context = RefreshContext & { readonly lastNonDirect: LastNonDirect }

type Row = JourneyRow & {
  readonly name: string
  readonly account_id: string | null
  readonly outcome: 'open' | 'won' | 'lost'
  readonly opened_at: Date
  readonly closed_at: Date | null
  readonly amount: number | null
  readonly kinds: string
  readonly touch_ids: string
  readonly self_reported: string[]
}

type Detail = {
  readonly id: string
  readonly campaign_id: string | null
  readonly campaign: string | null
  readonly source: string | null
  readonly content: string | null
  readonly title: string | null
  readonly person: string | null
}

/** The journey of one opportunity as a time line, with what each model gives each touch. */
export function readOpportunityJourney<DB>(
  db: Kysely<DB>,
  opportunityId: string,
  models: readonly NamedModel[],
  context: Context & { readonly owner?: string },
): Promise<DealJourney> {
  return withFreshJourneys(db, context, async (tx) => {
    const row = await readRow(tx, opportunityId, context.owner ?? null)
    if (!row) throw noRecord('opportunity', opportunityId)
    const details = await readDetails(tx, opportunityId)
    const passed = await context.lastNonDirect(tx, directTouches(row))
    return view(opportunityId, row, { details, passed }, { models, context })
  })
}

async function readRow<DB>(
  tx: Kysely<DB>,
  id: string,
  owner: string | null,
): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select o.name, coalesce(o.account_id, lead.account_id) as account_id, o.outcome, o.opened_at, o.closed_at, o.amount,
           j.kinds, array_to_string(j.touch_ids, ',') as touch_ids, ${journeyColumns},
           array(select distinct told.self_report from leads.lead told
                  where (told.id = o.lead_id or told.account_id = coalesce(o.account_id, lead.account_id))
                    and coalesce(told.self_report, '') <> '' order by 1) as self_reported
      from crm.opportunity o
      join attribution.journey j on j.opportunity_id = o.id
      left join leads.lead on lead.id = o.lead_id
     where o.id = ${id}::uuid and (${owner}::uuid is null or o.owner_id = ${owner}::uuid)`.execute(
    tx,
  )
  return rows[0]
}

const touchIdsOf = (row: Row): string[] => (row.touch_ids === '' ? [] : row.touch_ids.split(','))

function directTouches(row: Row): string[] {
  const { channels } = journeyOf(row)
  return touchIdsOf(row).filter((_, place) => channels[place] === 'direct')
}

async function readDetails<DB>(tx: Kysely<DB>, id: string): Promise<ReadonlyMap<string, Detail>> {
  const { rows } = await sql<Detail>`
    select touch.id, touch.campaign_id, campaign.name as campaign, nullif(touch.source, '') as source,
           nullif(touch.content, '') as content, touchpoint.title,
           coalesce(
             nullif(concat_ws(' ', contact.first_name, contact.last_name), ''), contact.email,
             nullif(concat_ws(' ', lead.first_name, lead.last_name), ''), lead.company, lead.email,
             membership.member_name) as person
      from attribution.journey j,
           unnest(j.touch_ids, j.campaign_ids, j.sources, j.contents) as touch (id, campaign_id, source, content)
      left join tracking.touchpoint on touchpoint.id = touch.id
      left join campaigns.membership on membership.id = touch.id
      left join leads.lead on lead.id = coalesce(touchpoint.lead_id, membership.lead_id, touch.id)
      left join crm.contact on contact.id = coalesce(touchpoint.contact_id, membership.contact_id, lead.contact_id)
      left join campaigns.campaign on campaign.id = touch.campaign_id
     where j.opportunity_id = ${id}::uuid`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

function view(
  opportunityId: string,
  row: Row,
  {
    details,
    passed,
  }: {
    readonly details: ReadonlyMap<string, Detail>
    readonly passed: ReadonlyMap<string, string>
  },
  { models, context }: { models: readonly NamedModel[]; context: RefreshContext },
): DealJourney {
  const journey = journeyOf(row)
  const isClosed = row.outcome !== 'open' && row.closed_at !== null
  const at = (isClosed && row.closed_at ? row.closed_at : context.now()).getTime()
  const cut = cutJourney(journey, at, context.settings.rules)
  const rules = models.filter(({ model }) => !isChain(model) && model.kind !== 'influenced')
  const amount = cents(row.amount ?? 0)
  const shared = rules.map(({ word, model }) => ({
    word,
    parts: creditCents(amount, weightsOf(ruleOf(model), cut)),
  }))
  const index = new Map(cut.places.map((place, position) => [place, position]))
  const names = Object.entries(cut.milestones) as [
    'first' | 'lead' | 'opportunity' | 'close',
    readonly number[],
  ][]
  const touches = touchIdsOf(row).map((id, place): JourneyTouch => {
    const position = index.get(place) ?? -1
    const detail = details.get(id)
    return {
      kind: TOUCH_KINDS[row.kinds[place] ?? ''] ?? 'touchpoint',
      recordId: id,
      at: new Date(journey.instants[place] ?? 0).toISOString(),
      channel: journey.channels[place] ?? '',
      lastNonDirect: passed.get(id) ?? null,
      campaignId: detail?.campaign_id ?? null,
      campaign: detail?.campaign ?? null,
      source: detail?.source ?? null,
      content: detail?.content ?? null,
      title: detail?.title ?? null,
      person: detail?.person ?? null,
      isForm: journey.forms[place] === '1',
      counts: position >= 0,
      credits: Object.fromEntries(
        shared.flatMap(({ word, parts }) =>
          position >= 0 && parts ? [[word, parts[position] ?? 0]] : [],
        ),
      ),
      milestones: names.flatMap(([name, places]) => (places.includes(position) ? [name] : [])),
    }
  })
  return {
    ...{ opportunityId, name: row.name, accountId: row.account_id, outcome: row.outcome },
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    amount: row.amount,
    touches,
    unattributed: Object.fromEntries(
      shared.map(({ word, parts }) => [
        word,
        parts
          ? { value: 0, reason: null }
          : { value: amount, reason: cut.reason ?? ('no_milestone' as const) },
      ]),
    ),
    selfReported: row.self_reported,
  }
}
