import type { Values } from '#kernel/record.ts'
import { type Db, defineBinding, type RecordBinding } from '#platform/records/binding.ts'
import { columnById, idsIn } from '#platform/records/lookup.ts'
import { costKind } from '../cost.ts'
import { type CostFacts, checkCost, deriveCost } from '../rules.ts'

const loadFacts = async (db: Db, rows: readonly Values[]): Promise<CostFacts> => ({
  campaignChannels: await columnById(
    db,
    'campaigns.campaign',
    'channel',
    idsIn(rows, 'campaign_id'),
  ),
})

export const costBindings: readonly RecordBinding[] = [
  defineBinding<CostFacts>({
    kind: costKind,
    prepare: loadFacts,
    derive: deriveCost,
    check: checkCost,
  }),
]
