import type { Values } from '#kernel/record.ts'
import { type Db, defineBinding, type RecordBinding } from '#platform/records/binding.ts'
import { columnById, idsIn } from '#platform/records/lookup.ts'
import { channelKind, dailyCountKind, touchpointKind, trackingChangeKind } from '../records.ts'
import {
  checkDailyCount,
  checkTouchpoint,
  deriveTouchpoint,
  type TouchpointFacts,
} from '../rules.ts'

const loadFacts = async (db: Db, rows: readonly Values[]): Promise<TouchpointFacts> => ({
  campaignChannels: await columnById(
    db,
    'campaigns.campaign',
    'channel',
    idsIn(rows, 'campaign_id'),
  ),
})

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
]
