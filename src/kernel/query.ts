import { z } from 'zod'
import { type IsoDate, isIsoDate } from './period.ts'

/** A civil day of a query. */
export const Day = z
  .string()
  .refine((text): text is IsoDate => isIsoDate(text), 'expected yyyy-mm-dd')

/** One value or several, as query strings bring them; empty entries fall out. */
export const many = <Item extends z.ZodType>(item: Item) =>
  z
    .preprocess(
      (value) => (value === undefined ? [] : [value].flat().filter((one) => one !== '')),
      z.array(item),
    )
    .default([])
