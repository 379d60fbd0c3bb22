import { z } from 'zod'
import type { Problem } from '#kernel/refusal.ts'

/** Values of a query string; arrays become repeated names, undefined is left out. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>

/** A refusal of the server, or (status 0) a server that cannot be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  /** Stable, `domain.reason`; 'web.unreachable' and 'web.unexpected' are made here. */
  readonly code: string
  readonly problems: readonly Problem[]
  readonly detail: Readonly<Record<string, unknown>>
  readonly requestId: string | null

  constructor(
    status: number,
    code: string,
    message: string,
    rest: {
      problems?: readonly Problem[]
      detail?: Readonly<Record<string, unknown>>
      requestId?: string | null
    } = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.problems = rest.problems ?? []
    this.detail = rest.detail ?? {}
    this.requestId = rest.requestId ?? null
  }
}

const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string().default(''),
    detail: z.record(z.string(), z.unknown()).nullish(),
    problems: z
      .array(
        z.object({
          field: z.string(),
          rule: z.string(),
          detail: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
        }),
      )
      .nullish(),
    requestId: z.string().nullish(),
  }),
})

/** The query string of a URL, with '?' in front unless it is empty. */
export function queryText(query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    for (const item of Array.isArray(value) ? value : [value]) parameters.append(name, String(item))
  }
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}

/** Turns a refused answer into an ApiError; also understands better-auth's `{ code, message }`. */
export function errorOf(status: number, body: unknown, requestId: string | null = null): ApiError {
  const parsed = errorBody.safeParse(body)
  if (parsed.success) {
    const { code, message, detail, problems, requestId: id } = parsed.data.error
    return new ApiError(status, code, message, {
      problems: (problems ?? []) as readonly Problem[],
      detail: detail ?? {},
      requestId: id ?? requestId,
    })
  }
  const plain = z.object({ code: z.string(), message: z.string().optional() }).safeParse(body)
  if (plain.success) {
    return new ApiError(status, plain.data.code, plain.data.message ?? '', { requestId })
  }
  return new ApiError(status, 'web.unexpected', `unexpected answer ${status}`, { requestId })
}

type Options = { readonly query?: Query; readonly signal?: AbortSignal }

async function send<T>(
  method: string,
  path: string,
  schema: z.ZodType<T>,
  body: unknown,
  { query, signal }: Options = {},
): Promise<T> {
  const form = body instanceof FormData || body instanceof Blob
  let response: Response
  try {
    response = await fetch(`${path}${queryText(query)}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...(body instanceof Blob && body.type ? { 'content-type': body.type } : {}),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, 'web.unreachable', String(error))
  }
  const text = await response.text()
  const parsed = parseJson(text)
  const requestId = response.headers.get('x-request-id')
  if (!response.ok) throw errorOf(response.status, parsed, requestId)
  const result = schema.safeParse(parsed)
  if (result.success) return result.data
  throw new ApiError(response.status, 'web.unexpected', result.error.message, { requestId })
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** For answers without a body that matters. */
export const nothing = z.unknown()

/**
 * Typed calls to the server: `api.get('/api/leads', schema, { query })`.
 * Each throws ApiError; an answer that does not fit the schema is 'web.unexpected'.
 */
export const api = {
  get: <T>(path: string, schema: z.ZodType<T>, options?: Options) =>
    send('GET', path, schema, undefined, options),
  post: <T>(path: string, body: unknown, schema: z.ZodType<T>, options?: Options) =>
    send('POST', path, schema, body, options),
  put: <T>(path: string, body: unknown, schema: z.ZodType<T>, options?: Options) =>
    send('PUT', path, schema, body, options),
  patch: <T>(path: string, body: unknown, schema: z.ZodType<T>, options?: Options) =>
    send('PATCH', path, schema, body, options),
  delete: <T>(path: string, schema: z.ZodType<T>, options?: Options) =>
    send('DELETE', path, schema, undefined, options),
}

/** Sends a small file as it is. */
export const putFile = <T>(path: string, file: Blob, schema: z.ZodType<T>) =>
  send('PUT', path, schema, file)

/**
 * Sends files with progress (fetch cannot report it). `onProgress` gets a fraction from 0 to 1.
 * Abort through `signal`.
 */
export function upload<T>(
  path: string,
  form: FormData,
  schema: z.ZodType<T>,
  options: { readonly onProgress?: (fraction: number) => void; readonly signal?: AbortSignal } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('accept', 'application/json')
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total)
    }
    request.onerror = () => reject(new ApiError(0, 'web.unreachable', 'upload failed'))
    request.onabort = () => reject(new ApiError(0, 'web.aborted', 'upload aborted'))
    request.onload = () => {
      const body = parseJson(request.responseText)
      if (request.status < 200 || request.status > 299) {
        reject(errorOf(request.status, body, request.getResponseHeader('x-request-id')))
        return
      }
      const result = schema.safeParse(body)
      if (result.success) resolve(result.data)
      else reject(new ApiError(request.status, 'web.unexpected', result.error.message))
    }
    options.signal?.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
