import type { RecordBinding } from '#platform/records/binding.ts'
import { campaignKind, campaignMembershipKind } from '../campaign.ts'
import { checkCampaign, checkMembership, deriveCampaign } from '../rules.ts'

export const campaignBindings: readonly RecordBinding[] = [
  { kind: campaignKind, derive: deriveCampaign, check: checkCampaign },
  { kind: campaignMembershipKind, check: checkMembership },
]
