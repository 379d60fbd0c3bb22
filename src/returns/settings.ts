import { field, text } from '#kernel/fields.ts'

const returns = text('Erträge', 'Returns')

/** What a company decides about its returns. */
export const RETURN_SETTINGS = [
  {
    initial: null,
    field: field.money('saving_per_hire', 'Ersparnis je Einstellung', 'Saving per hire', {
      section: returns,
      help: text(
        'Was eine Einstellung über eigene Kanäle gegenüber dem üblichen Weg spart. Gilt für Einstellungen ohne eigene Angabe.',
        'What a hire by own channels saves against the usual way. Used for hires without a figure of their own.',
      ),
    }),
  },
] as const
