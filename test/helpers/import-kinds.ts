import { userKind } from '#access/user.ts'
import { campaignKind, campaignMembershipKind } from '#campaigns/campaign.ts'
import { regionKind, teamKind } from '#company/records.ts'
import { costKind } from '#costs/cost.ts'
import { accountKind } from '#crm/account.ts'
import { contactKind } from '#crm/contact.ts'
import { opportunityKind } from '#crm/opportunity.ts'
import { productKind } from '#crm/product.ts'
import { revenueEntryKind } from '#crm/revenue-entry.ts'
import { leadKind } from '#leads/lead.ts'
import { trackedLinkKind, trackedNumberKind } from '#tracking/link-records.ts'
import { dailyCountKind, touchpointKind } from '#tracking/records.ts'

/** Every kind that files can be read as. */
export const IMPORT_KINDS = [
  userKind,
  teamKind,
  regionKind,
  accountKind,
  contactKind,
  leadKind,
  opportunityKind,
  revenueEntryKind,
  productKind,
  campaignKind,
  campaignMembershipKind,
  costKind,
  dailyCountKind,
  touchpointKind,
  trackedLinkKind,
  trackedNumberKind,
]
