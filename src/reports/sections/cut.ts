import { fill } from '../words.ts'
import type { Writer } from '../writer.ts'

/** The first rows of a table; where there are more, a remark says of how many. */
export function firstOf<Row>(
  all: readonly Row[],
  most: number,
  write: Writer,
): { readonly rows: readonly Row[]; readonly remarks: readonly string[] } {
  const rows = all.slice(0, most)
  if (rows.length === all.length) return { rows, remarks: [] }
  const counts = { shown: String(rows.length), all: write.value(all.length, 'count') }
  return { rows, remarks: [fill(write.words.firstRows, counts)] }
}
