import { sql } from 'kysely'
import { type EraseTraces, naming } from '../person.ts'

/** Changes by hand in which a person occurs can no longer be taken back: their copies of the rows go. */
export const eraseActions: EraseTraces = async (tx, { recordIds, words }) => {
  const pattern = naming([...recordIds, ...words])
  await sql`
    delete from records.action action
     where action.title ~* ${pattern}
        or exists (
          select from records.action_row
           where action_id = action.id and concat_ws(' ', before, after) ~* ${pattern})
  `.execute(tx)
}
