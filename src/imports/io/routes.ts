import { rm } from 'node:fs/promises'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { actorOf, type Http } from '#platform/http.ts'
import { FileChangeBody, FileId, ImportId, ListQuery, SourceBody } from '../schema.ts'
import type { RunMode } from '../state.ts'
import type { Imports } from './imports.ts'
import { registerMappingRoutes } from './mapping-routes.ts'
import { registerRowRoutes } from './row-routes.ts'
import { cancelRun, type Starter } from './runs.ts'
import { changeFile, reopen, requireEditable } from './store.ts'
import { loadFile, updateImport } from './tables.ts'
import { acceptUploads, addByUpload, createByUpload } from './upload.ts'
import { listImports } from './view.ts'

export const READ = { permission: 'imports:read' }
export const RUN = { permission: 'imports:run' }
export const TAGS = ['Imports']

const starterOf = (request: FastifyRequest): Starter => {
  const { userId, name } = actorOf(request)
  return { userId, name }
}

/** Every route of the import screen. */
export function registerImportRoutes(http: Http, imports: Imports): void {
  http.register(async (scope) => {
    const app = scope as unknown as Http
    await acceptUploads(app)
    registerImports(app, imports)
    registerFiles(app, imports)
    registerRuns(app, imports)
    registerRowRoutes(app, imports)
    registerMappingRoutes(app, imports)
  })
}

function registerImports(app: Http, imports: Imports): void {
  const { db } = imports.options
  const { view } = imports
  const schema = (summary: string) => ({ tags: TAGS, summary })

  app.post(
    '/api/imports',
    { config: RUN, schema: schema('Upload files') },
    async (request, reply) => {
      const id = await createByUpload(imports, request, starterOf(request))
      return reply.code(201).send(await view(id))
    },
  )
  app.get(
    '/api/imports',
    { config: READ, schema: { ...schema('List imports, newest first'), querystring: ListQuery } },
    async ({ query }) => listImports(db, query.limit, query.cursor),
  )
  app.get(
    '/api/imports/:id',
    { config: READ, schema: { ...schema('Read one import'), params: ImportId } },
    async ({ params }) => view(params.id),
  )
  app.patch(
    '/api/imports/:id',
    {
      config: RUN,
      schema: {
        ...schema('Name the system the files come from'),
        params: ImportId,
        body: SourceBody,
      },
    },
    async ({ params, body }) => {
      await requireEditable(db, params.id)
      await updateImport(db, params.id, { source: body.source })
      await reopen(db, params.id)
      return view(params.id)
    },
  )
  app.delete(
    '/api/imports/:id',
    { config: RUN, schema: { ...schema('Remove an import and its files'), params: ImportId } },
    async ({ params }, reply) => {
      await imports.remove(params.id)
      return reply.code(204).send()
    },
  )
}

function registerFiles(app: Http, imports: Imports): void {
  const { db } = imports.options
  const { view } = imports

  app.post(
    '/api/imports/:id/files',
    { config: RUN, schema: { tags: TAGS, summary: 'Add files', params: ImportId } },
    async (request, reply) => {
      await addByUpload(imports, request.params.id, request)
      return reply.code(201).send(await view(request.params.id))
    },
  )
  app.put(
    '/api/imports/:id/files/:fileId',
    {
      config: RUN,
      schema: {
        tags: TAGS,
        summary: 'Say how a file is read',
        params: FileId,
        body: FileChangeBody,
      },
    },
    async ({ params, body }) => {
      await changeFile(db, params.id, params.fileId, body, imports.kinds)
      return view(params.id)
    },
  )
  app.delete(
    '/api/imports/:id/files/:fileId',
    { config: RUN, schema: { tags: TAGS, summary: 'Take a file out', params: FileId } },
    async ({ params }) => {
      await requireEditable(db, params.id)
      const file = await loadFile(db, params.id, params.fileId)
      await sql`delete from imports.file where id = ${file.id}::uuid`.execute(db)
      await rm(file.path, { force: true })
      await reopen(db, params.id)
      return view(params.id)
    },
  )
}

const RUNS: readonly (readonly [path: string, mode: RunMode, summary: string])[] = [
  ['dry-run', 'dry_run', 'Rehearse an import: nothing is written'],
  ['commit', 'commit', 'Import what was rehearsed'],
  ['undo', 'undo', 'Take an import back'],
]

function registerRuns(app: Http, imports: Imports): void {
  const { db } = imports.options
  const Answer = { params: ImportId, response: { 202: z.looseObject({ state: z.string() }) } }
  for (const [path, mode, summary] of RUNS) {
    app.post(
      `/api/imports/:id/${path}`,
      { config: RUN, schema: { tags: TAGS, summary, ...Answer } },
      async (request, reply) => {
        const { id } = request.params
        await imports.start(id, mode, starterOf(request))
        return reply.code(202).send(await imports.view(id))
      },
    )
  }
  app.post(
    '/api/imports/:id/cancel',
    { config: RUN, schema: { tags: TAGS, summary: 'Stop a dry run or an import', ...Answer } },
    async (request, reply) => {
      const { id } = request.params
      await cancelRun(db, id)
      return reply.code(202).send(await imports.view(id))
    },
  )
}
