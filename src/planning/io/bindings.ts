import { defineBinding, type RecordBinding } from '#platform/records/binding.ts'
import { checkTarget, deriveTarget } from '../rules.ts'
import { targetKind } from '../target.ts'

export const planningBindings: readonly RecordBinding[] = [
  defineBinding<undefined>({ kind: targetKind, derive: deriveTarget, check: checkTarget }),
]
