import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import type { AuditWriter, Change, Tx, WriteContext } from '#platform/records/binding.ts'
import { costKind } from '../cost.ts'

/** The entry that an invoice refers to; a credit note settles nothing. */
const settledBy = (values: Values | null): string | null =>
  values !== null && values.document_type !== 'credit_note' && values.refers_to_id !== null
    ? String(values.refers_to_id ?? '') || null
    : null

/**
 * Says in the history of accruals that their invoice has come, or has gone again; the table itself lets them count or
 * not. Tells nothing where the change left an accrual as it was.
 */
export async function tellSettled(
  tx: Tx,
  changes: readonly Change[],
  context: WriteContext,
  audit: AuditWriter,
): Promise<void> {
  const moved = changes.flatMap(({ id, before, after }) => {
    const [was, is] = [settledBy(before), settledBy(after)]
    return was === is ? [] : [{ id, was, is }]
  })
  const ids = new Set(moved.flatMap(({ was, is }) => [was ?? [], is ?? []].flat()))
  if (ids.size === 0) return
  const { rows } = await sql<{ id: string; standing: string; invoices: string[] }>`
    select id::text as id, standing,
           array(select invoice.id::text from costs.entry invoice
                  where invoice.refers_to_id = accrual.id
                    and invoice.document_type is distinct from 'credit_note') as invoices
      from costs.entry accrual
     where id = any(${[...ids]}::uuid[]) and document_type = 'accrual' and standing in ('booked', 'settled')
  `.execute(tx)
  const told = rows.flatMap(({ id, standing, invoices }) => {
    const came = new Set(moved.filter(({ is }) => is === id).map((one) => one.id))
    const hadAnother = invoices.some((invoice) => !came.has(invoice))
    const hadOneThatLeft = moved.some(({ was }) => was === id)
    const before = hadAnother || hadOneThatLeft ? 'settled' : 'booked'
    return before === standing ? [] : [{ id, before, standing }]
  })
  await audit(
    tx,
    context,
    told.map(({ id, before, standing }) => ({
      action: 'update',
      kind: costKind.id,
      recordId: id,
      before: { standing: before },
      after: { standing },
    })),
  )
}
