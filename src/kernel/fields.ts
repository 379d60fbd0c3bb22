import type { Choice, Field, FieldType, Text } from './record.ts'

type Options = Omit<Partial<Field>, 'id' | 'type' | 'label'>

/** A text in German and English. */
export const text = (de: string, en: string): Text => ({ de, en })

const make =
  (type: FieldType) =>
  (id: string, de: string, en: string, options: Options = {}): Field => ({
    id,
    type,
    label: { de, en },
    ...options,
  })

/** Builders that keep the declarations of records short: `field.text('name', 'Name', 'Name')`. */
export const field = {
  text: make('text'),
  longtext: make('longtext'),
  email: make('email'),
  phone: make('phone'),
  url: make('url'),
  integer: make('integer'),
  decimal: make('decimal'),
  rate: make('rate'),
  money: make('money'),
  date: make('date'),
  instant: make('instant'),
  boolean: make('boolean'),
  list: make('list'),
  choice: (
    id: string,
    de: string,
    en: string,
    choices: readonly Choice[],
    options: Options = {},
  ): Field => ({
    id,
    type: 'choice',
    label: { de, en },
    choices,
    ...options,
  }),
  reference: (id: string, kind: string, de: string, en: string, options: Options = {}): Field => ({
    id,
    type: 'reference',
    kind,
    label: { de, en },
    ...options,
  }),
}

/** A value of a choice with its names. */
export const choice = (value: string, de: string, en: string): Choice => ({
  value,
  label: { de, en },
})
