import { Refusal } from '#kernel/refusal.ts'

/** A file of paths that cannot be read; `line` is that of the file, 1 is its header. */
export const badPathFile = (
  reason:
    | 'not_utf8'
    | 'no_path_column'
    | 'bad_number'
    | 'value_without_conversion'
    | 'bad_ages'
    | 'open_quote',
  detail: Readonly<Record<string, string | number>>,
) => new Refusal('invalid', `attribution.${reason}`, detail)
