import { z } from 'zod'
import { Refusal } from '#kernel/refusal.ts'
import type { Http } from '#platform/http.ts'
import { writeCsv, writeXlsx } from '#platform/spreadsheet.ts'
import { presets } from '../presets/index.ts'
import { LanguageQuery, MappingNameBody, SavedMappingBody } from '../schema.ts'
import { targetChoices, targetOf } from '../target.ts'
import { type TemplateSheet, templateFor } from '../template.ts'
import type { Imports } from './imports.ts'
import { deleteMapping, listMappings, renameMapping, saveMapping } from './saved-mappings.ts'

const READ = { permission: 'imports:read' }
const RUN = { permission: 'imports:run' }
const tags = ['Imports']

/** What files can be read as, and what people saved about that. */
export function registerMappingRoutes(app: Http, imports: Imports): void {
  registerSaved(app, imports)
  registerKinds(app, imports)
  registerTemplates(app, imports)
}

function registerSaved(app: Http, imports: Imports): void {
  const { db } = imports.options
  app.get(
    '/api/import-mappings',
    { config: READ, schema: { tags, summary: 'Named mappings' } },
    async () => ({ items: await listMappings(db) }),
  )
  app.post(
    '/api/import-mappings',
    { config: RUN, schema: { tags, summary: 'Save a mapping', body: SavedMappingBody } },
    async ({ body }, reply) => {
      const id = await saveMapping(db, body.name, body.mappings, body.fileId)
      return reply.code(201).send({ id, items: await listMappings(db) })
    },
  )
  app.patch(
    '/api/import-mappings/:id',
    {
      config: RUN,
      schema: {
        tags,
        summary: 'Rename a mapping',
        params: z.object({ id: z.uuid() }),
        body: MappingNameBody,
      },
    },
    async ({ params, body }) => {
      await renameMapping(db, params.id, body.name)
      return { items: await listMappings(db) }
    },
  )
  app.delete(
    '/api/import-mappings/:id',
    {
      config: RUN,
      schema: { tags, summary: 'Delete a mapping', params: z.object({ id: z.uuid() }) },
    },
    async ({ params }, reply) => {
      await deleteMapping(db, params.id)
      return reply.code(204).send()
    },
  )
  app.get(
    '/api/import-presets',
    { config: READ, schema: { tags, summary: 'Native exports that are known' } },
    async () => ({
      items: presets.map(({ id, name, system, parts }) => ({
        id,
        name,
        system,
        kinds: parts.map(({ kind }) => kind),
      })),
    }),
  )
}

function registerKinds(app: Http, imports: Imports): void {
  app.get(
    '/api/import-kinds',
    { config: READ, schema: { tags, summary: 'Kinds and fields that columns can go to' } },
    async () => ({
      fileBytesMax: imports.options.maxFileBytes,
      items: imports.kinds.map((kind) => ({
        kind: kind.id,
        label: kind.label,
        plural: kind.plural,
        fields: targetChoices(kind).map(({ id, label }) => {
          const target = targetOf(kind, id)
          const field = target?.type === 'field' ? target.field : null
          return {
            id,
            label,
            type: field?.type ?? 'text',
            required: field?.required ?? false,
            choices: field?.choices,
            help: field?.help,
            group: field ? 'field' : target?.type === 'reference' ? 'reference' : 'pseudo',
          }
        }),
      })),
    }),
  )
}

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const headersOf = ({ columns }: TemplateSheet) => columns.map((header) => ({ header }))

function registerTemplates(app: Http, imports: Imports): void {
  app.get(
    '/api/import-templates/:file',
    {
      config: READ,
      schema: {
        tags,
        summary: 'File to fill in: leads.csv, leads.xlsx, costs.csv ...',
        params: z.object({ file: z.string().regex(/^[a-z_-]{1,60}\.(csv|xlsx)$/) }),
        querystring: LanguageQuery,
      },
    },
    async ({ params, query }, reply) => {
      const [id = '', type] = params.file.split('.')
      const { language } = query
      const kind = imports.kinds.find((one) => one.id === id || one.path === id)
      if (!kind) throw new Refusal('not_found', 'imports.unknown_kind', { kind: id })
      const { data, example, notes } = templateFor(kind, language)
      const answer = reply.header('content-disposition', `attachment; filename="${params.file}"`)
      if (type === 'csv') {
        return answer.type('text/csv; charset=utf-8').send(writeCsv(headersOf(data), data.rows))
      }
      const sheets = [data, example, notes].map((sheet) => ({
        ...sheet,
        columns: headersOf(sheet),
      }))
      return answer.type(XLSX_TYPE).send(writeXlsx(sheets))
    },
  )
}
