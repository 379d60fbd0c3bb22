import { Fragment } from 'react'

/** A name that may break after `_`, `-`, `.` and before `@`, as files, columns and addresses need it. */
export function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[_\-.])|(?=@)/).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text keep their order
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {piece}
    </Fragment>
  ))
}
