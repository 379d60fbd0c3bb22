import type { Http } from '#platform/http.ts'
import { FileId, LanguageQuery, NotesQuery, PreviewBody, PreviewQuery } from '../schema.ts'
import type { Imports } from './imports.ts'
import { readNotes, rejectedCsv } from './notes.ts'
import { previewFile } from './preview.ts'
import { loadFile } from './tables.ts'

const READ = { permission: 'imports:read' }
const RUN = { permission: 'imports:run' }
const tags = ['Imports']

/** Rows of a file: as they would be read, as they were, and those that were rejected. */
export function registerRowRoutes(app: Http, imports: Imports): void {
  const { db, company } = imports.options
  const { kinds, ruleText: textOf } = imports

  app.get(
    '/api/imports/:id/files/:fileId/preview',
    {
      config: READ,
      schema: { tags, summary: 'First rows', params: FileId, querystring: PreviewQuery },
    },
    async ({ params, query }) => {
      const file = await loadFile(db, params.id, params.fileId)
      const options = { rows: query.rows, kinds, company: await company(), textOf }
      return previewFile(file, file.mappings, options)
    },
  )
  app.post(
    '/api/imports/:id/files/:fileId/preview',
    {
      config: RUN,
      schema: {
        tags,
        summary: 'First rows under a mapping that is not saved',
        params: FileId,
        querystring: PreviewQuery,
        body: PreviewBody,
      },
    },
    async ({ params, query, body }) => {
      const file = await loadFile(db, params.id, params.fileId)
      const options = { rows: query.rows, kinds, company: await company(), textOf }
      return previewFile(file, body.mappings, options)
    },
  )
  app.get(
    '/api/imports/:id/files/:fileId/notes',
    {
      config: READ,
      schema: {
        tags,
        summary: 'Rows of the last run, by outcome',
        params: FileId,
        querystring: NotesQuery,
      },
    },
    async ({ params, query }) => {
      const file = await loadFile(db, params.id, params.fileId)
      const page = await readNotes(db, file.id, query)
      return {
        ...page,
        items: page.items.map((note) => ({
          row: note.row_number,
          part: note.part,
          outcome: note.outcome,
          cells: note.cells,
          notes: note.problems.map((problem) => ({
            ...problem,
            text: textOf(problem.rule, problem.detail),
          })),
          recordId: note.record_id,
          changes: note.changes,
        })),
      }
    },
  )
  app.get(
    '/api/imports/:id/files/:fileId/rejected.csv',
    {
      config: READ,
      schema: {
        tags,
        summary: 'Rejected rows as a file to mend',
        params: FileId,
        querystring: LanguageQuery,
      },
    },
    async ({ params, query }, reply) => {
      const file = await loadFile(db, params.id, params.fileId)
      const name = `${file.name.replace(/\.(csv|tsv|txt|xlsx|gz)+$/i, '')}-rejected.csv`
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .send(rejectedCsv(db, file, textOf, query.language))
    },
  )
}
