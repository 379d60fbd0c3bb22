import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Problem, Refusal, type RefusalKind } from '#kernel/refusal.ts'

const STATUS: Readonly<Record<RefusalKind, number>> = {
  not_found: 404,
  conflict: 409,
  forbidden: 403,
  invalid: 422,
  unauthenticated: 401,
  too_large: 413,
}

/** The one shape of every error of the API. */
export const ErrorBody = z
  .object({
    error: z.object({
      code: z.string().describe('Stable, `domain.reason`'),
      message: z.string().describe('For logs and developers; the UI translates the code'),
      detail: z.record(z.string(), z.union([z.string(), z.number()])),
      problems: z.array(
        z.object({
          field: z.string(),
          rule: z.string(),
          detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        }),
      ),
      requestId: z.string(),
    }),
  })
  .describe('Error')

type Answer = {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly detail?: Refusal['detail']
  readonly problems?: readonly Problem[]
}

/** Refusals of the framework by status: the code says what, never how the program is built. */
const FRAMEWORK: Readonly<Record<number, { readonly code: string; readonly message: string }>> = {
  400: { code: 'http.bad_request', message: 'The request cannot be read.' },
  404: { code: 'http.not_found', message: 'There is nothing at this address.' },
  405: { code: 'http.method_not_allowed', message: 'This address does not take this method.' },
  413: { code: 'http.too_large', message: 'The request is larger than allowed here.' },
  415: { code: 'http.unsupported_media_type', message: 'This kind of content is not taken here.' },
  429: { code: 'http.too_many_requests', message: 'Too many attempts. Please wait a moment.' },
  431: { code: 'http.headers_too_large', message: 'The headers are larger than allowed.' },
}

const BUG: Answer = {
  status: 500,
  code: 'http.internal_error',
  message: 'Something went wrong here. The request id helps to find it in the log.',
}

/** `/items/0/name` of the validator is `items.0.name` for people and forms. */
const fieldOf = (instancePath: string): string => instancePath.slice(1).replaceAll('/', '.')

type ValidatorIssue = {
  readonly keyword: string
  readonly instancePath: string
  readonly message?: string
  readonly params: Readonly<Record<string, unknown>>
}

/** An unknown key is reported by its parent: name the key itself. */
function problemsOf(issue: ValidatorIssue): Problem[] {
  const field = fieldOf(issue.instancePath)
  const detail = { message: issue.message ?? '' }
  const keys = issue.keyword === 'unrecognized_keys' ? issue.params.keys : null
  if (Array.isArray(keys)) {
    return keys.map((key) => ({
      field: field === '' ? String(key) : `${field}.${key}`,
      rule: 'http.unknown_field',
      detail,
    }))
  }
  return [{ field, rule: `http.${issue.keyword}`, detail }]
}

function answerTo(error: unknown): Answer {
  if (error instanceof Refusal) {
    return {
      status: STATUS[error.kind],
      code: error.code,
      message: error.message,
      detail: error.detail,
      problems: error.problems,
    }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    return {
      status: 400,
      code: 'http.invalid_shape',
      message: `The ${error.validationContext ?? 'request'} does not have the expected shape.`,
      problems: error.validation.flatMap((issue) => problemsOf(issue as ValidatorIssue)),
    }
  }
  const status = (error as Partial<FastifyError> | null)?.statusCode ?? 500
  if (status < 400 || status >= 500) return BUG
  const known = FRAMEWORK[status] ?? FRAMEWORK[400]
  return { status, code: known?.code ?? '', message: known?.message ?? '' }
}

/** Turns anything thrown into the one error shape. A bug goes to the log, its caller gets the request id only. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, code, message, detail = {}, problems = [] } = answerTo(error)
  if (status >= 500) request.log.error({ err: error }, 'request failed')
  return reply
    .status(status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ error: { code, message, detail, problems, requestId: request.id } })
}

/** Nothing at this address. */
export function sendNotFound(request: FastifyRequest, reply: FastifyReply) {
  return sendError({ statusCode: 404 }, request, reply)
}
