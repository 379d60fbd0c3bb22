import { randomUUID } from 'node:crypto'
import { writeAudit } from '#access/io/audit.ts'
import { recordHistory } from '#access/io/history.ts'
import { userBinding } from '#access/io/users.ts'
import { campaignBindings } from '#campaigns/io/bindings.ts'
import { companyBindings } from '#company/io/bindings.ts'
import { createSettingsStore, type SettingsStore } from '#company/io/settings.ts'
import { costBindings } from '#costs/io/bindings.ts'
import { crmBindings } from '#crm/io/bindings.ts'
import { leadBinding } from '#leads/io/binding.ts'
import { followOpportunities } from '#leads/io/follow-opportunities.ts'
import type { AuditWriter, Db, RecordBinding } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import { trackingBindings } from '#tracking/io/bindings.ts'

/** The records with their rules and the settings: what the server and the command line both work on. */
export type Domain = {
  readonly records: Records
  readonly settings: SettingsStore
  readonly audit: AuditWriter
}

/** Kinds whose rows are given by the program: they can be edited, not added or removed. */
export const FIXED_KINDS: readonly string[] = ['channel']

/** Puts the domains together once per process. */
export async function composeDomain(db: Db): Promise<Domain> {
  const audit: AuditWriter = writeAudit
  const settings = await createSettingsStore(db, audit)
  const bindings: readonly RecordBinding[] = [
    ...companyBindings,
    userBinding,
    ...crmBindings(
      (tx, leadIds, context) => followOpportunities(tx, leadIds, context, audit),
      settings.timeZone,
    ),
    leadBinding,
    ...campaignBindings,
    ...costBindings,
    ...trackingBindings,
  ]
  return {
    records: {
      db,
      bindings: new Map(bindings.map((binding) => [binding.kind.id, binding])),
      audit,
      newId: randomUUID,
      history: recordHistory,
    },
    settings,
    audit,
  }
}
