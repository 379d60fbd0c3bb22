import { randomBytes } from 'node:crypto'
import { isbot } from 'isbot'
import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import { type Db, defineBinding, type RecordBinding } from '#platform/records/binding.ts'
import { columnById, idsIn } from '#platform/records/lookup.ts'
import { checkGoal, deriveGoal, goalKind } from '../goal-records.ts'
import { trackedLinkKind, trackedNumberKind } from '../link-records.ts'
import {
  checkLink,
  checkNumber,
  deriveLink,
  deriveNumber,
  type LinkFacts,
  type NumberFacts,
} from '../link-rules.ts'
import { codeOf } from '../links.ts'
import { channelKind, dailyCountKind, touchpointKind, trackingChangeKind } from '../records.ts'
import {
  checkDailyCount,
  checkTouchpoint,
  deriveTouchpoint,
  type TouchpointFacts,
} from '../rules.ts'
import { TrackingSettings } from '../settings.ts'
import { checkWebsite, deriveWebsite, type WebsiteFacts, websiteKind } from '../website.ts'
import { internationalNumber } from './phone.ts'
import { ownChannelRules } from './rule-book.ts'

const loadFacts = async (db: Db, rows: readonly Values[]): Promise<TouchpointFacts> => ({
  campaignChannels: await columnById(
    db,
    'campaigns.campaign',
    'channel',
    idsIn(rows, 'campaign_id'),
  ),
  ownRules: await ownChannelRules(db),
  isBot: isbot,
})

const CODE_BYTES = 6

const newCode = (): string => codeOf(randomBytes(CODE_BYTES).readUIntBE(0, CODE_BYTES))

const loadLinkFacts = async (db: Db, rows: readonly Values[]): Promise<LinkFacts> => ({
  campaignNames: await columnById(db, 'campaigns.campaign', 'name', idsIn(rows, 'campaign_id')),
  newCode,
})

async function loadNumberFacts(db: Db): Promise<NumberFacts> {
  const { rows } = await sql<{ value: unknown }>`
    select value from company.setting where key = 'phone_country'
  `.execute(db)
  const { phoneCountry } = TrackingSettings.parse(
    rows[0] === undefined ? {} : { phone_country: rows[0].value },
  )
  return { internationalNumber: (number) => internationalNumber(number, phoneCountry) }
}

export const trackingBindings: readonly RecordBinding[] = [
  { kind: channelKind },
  defineBinding<TouchpointFacts>({
    kind: touchpointKind,
    prepare: loadFacts,
    derive: deriveTouchpoint,
    check: checkTouchpoint,
  }),
  { kind: dailyCountKind, check: checkDailyCount },
  { kind: trackingChangeKind },
  { kind: goalKind, derive: deriveGoal, check: checkGoal },
  defineBinding<WebsiteFacts>({
    kind: websiteKind,
    prepare: async () => ({ newKey: newCode }),
    derive: deriveWebsite,
    check: checkWebsite,
  }),
  defineBinding<LinkFacts>({
    kind: trackedLinkKind,
    prepare: loadLinkFacts,
    derive: deriveLink,
    check: checkLink,
  }),
  defineBinding<NumberFacts>({
    kind: trackedNumberKind,
    prepare: loadNumberFacts,
    derive: deriveNumber,
    check: checkNumber,
  }),
]
