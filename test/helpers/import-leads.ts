import type { testImports } from './imports.ts'

// A list of leads, for tests of what becomes of rows.

type Workplace = Awaited<ReturnType<typeof testImports>>

export const LEADS = {
  kind: 'lead',
  columns: {
    ID: 'external_id',
    Name: 'last_name',
    Mail: 'email',
    Angelegt: 'created_on',
    Stufe: 'stage',
    Quelle: 'source',
  },
}
/** The header of such a file. */
export const HEAD = 'ID;Name;Mail;Angelegt;Stufe;Quelle'

/** Imports a file of these rows. */
export const leads = async (workplace: Workplace, name: string, rows: readonly string[]) =>
  workplace.commit([await workplace.file(name, `${[HEAD, ...rows].join('\r\n')}\r\n`)], {
    mappings: [LEADS],
  })

/** Somebody who changes records beside the import. */
export const context = () => ({
  actor: { userId: null, name: 'Jemand' },
  now: new Date(),
  timeZone: 'UTC',
})
