import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import { sendNotFound } from '#platform/http-errors.ts'
import { PROGRAM_FOLDER } from '#platform/program.ts'

const FOLDER = join(PROGRAM_FOLDER, 'tracker/dist')
/** Names with a hash never change their content; the others are asked for anew every hour. */
const HASHED = /-[0-9a-f]{10}\.js$/

type Manifest = { readonly scripts: readonly { readonly name: string; readonly file: string }[] }

/** Every script that was built, by name. None where it was not. */
function scripts(): ReadonlyMap<string, Buffer> {
  const manifest = join(FOLDER, 'manifest.json')
  if (!existsSync(manifest)) return new Map()
  const { scripts: built } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  const names = built.flatMap(({ name, file }) => [name, file])
  return new Map(names.map((name) => [name, readFileSync(join(FOLDER, name))]))
}

/** Serves the scripts for websites under every folder that hits may come to. */
export const scriptRoutes =
  (isFolder: (folder: string) => Promise<boolean>): FastifyPluginAsync =>
  async (app) => {
    for (const [name, content] of scripts()) {
      app.get<{ Params: { folder: string } }>(
        `/:folder/${name}`,
        {
          config: { public: true, anyOrigin: true },
          schema: { hide: true },
          helmet: false,
        } as object,
        async (request, reply) => {
          if (!(await isFolder(request.params.folder))) return sendNotFound(request, reply)
          return reply
            .header('cache-control', cacheFor(name))
            .header('access-control-allow-origin', '*')
            .header('cross-origin-resource-policy', 'cross-origin')
            .header('x-content-type-options', 'nosniff')
            .type('text/javascript; charset=utf-8')
            .send(content)
        },
      )
    }
  }

const cacheFor = (name: string): string =>
  HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
