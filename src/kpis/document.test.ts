import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { kpiDocument } from './document.ts'

test('docs/kpis.md: is what the definitions say', () => {
  const written = readFileSync(join(import.meta.dirname, '../../docs/kpis.md'), 'utf8')
  assert(written === kpiDocument(), 'out of date: node scripts/generate-kpi-docs.ts')
})
