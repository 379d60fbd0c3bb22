// node scripts/generate-kpi-docs.ts: writes docs/kpis.md from the definitions.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kpiDocument } from '../src/kpis/document.ts'

const file = join(import.meta.dirname, '../docs/kpis.md')
writeFileSync(file, kpiDocument())
console.log(`wrote ${file}`)
