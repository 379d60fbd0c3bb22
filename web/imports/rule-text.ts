/** A rule's text counts for many rows, so what it says of a single value is left open: `{value}` -> `…`. */
export const withoutDetail = (text: string): string => text.replaceAll(/\{\w+\}/g, '…')
