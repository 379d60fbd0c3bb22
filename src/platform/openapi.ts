import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { apiReference } from './openapi-reference.ts'

/**
 * The API as a document for outsiders (/api/openapi.json) and for reading (/api/docs, plain HTML made here:
 * no script, no foreign host). Neither holds data, so both are public.
 */
export async function registerOpenApi(
  app: FastifyInstance,
  options: { readonly version: string },
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Regelkreis',
        version: options.version,
        description:
          'Money is integer cents of the company currency, rates are fractions, dates are civil dates ' +
          '(yyyy-mm-dd), periods are half-open, null means "nothing known".',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'regelkreis.session_token' },
        },
      },
      security: [{ session: [] }],
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(
        input as Parameters<typeof jsonSchemaTransform>[0],
      )
      const config = input.route.config
      const needs = config?.public ? 'nobody signed in' : (config?.permission ?? 'session')
      const described = {
        ...schema,
        description: [schema?.description, `Needs: ${needs}.`].filter(Boolean).join(' '),
        ...(config?.public ? { security: [] } : {}),
      }
      return { schema: described, url }
    },
    transformObject: jsonSchemaTransformObject,
  })
  const config = { public: true }
  app.get('/api/openapi.json', { config, schema: { hide: true } }, async () => app.swagger())
  app.get('/api/docs', { config, schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(apiReference(app.swagger())),
  )
}
