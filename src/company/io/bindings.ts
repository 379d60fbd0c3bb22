import type { RecordBinding } from '#platform/records/binding.ts'
import { regionKind, teamKind } from '../records.ts'

export const companyBindings: readonly RecordBinding[] = [{ kind: teamKind }, { kind: regionKind }]
