type Json = Readonly<Record<string, unknown>>

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

const escaped = (text: unknown): string =>
  String(text ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {}

const listOf = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.map(objectOf) : []

/** The type of a JSON schema in a few words: `string (uuid)`, `list of integer`, `one of a, b`. */
function typeOf(schema: Json): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1) ?? ''
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.join(', ')}`
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const options = listOf(schema.anyOf ?? schema.oneOf)
  if (options.length > 0) return [...new Set(options.map(typeOf))].join(' or ')
  if (schema.type === 'array') return `list of ${typeOf(objectOf(schema.items))}`
  const format = schema.format ? ` (${String(schema.format)})` : ''
  return `${[schema.type ?? 'any'].flat().join(' or ')}${format}`
}

function fieldRows(schema: Json, prefix = ''): string {
  if (schema.type === 'array') return fieldRows(objectOf(schema.items), `${prefix}[].`)
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(objectOf(schema.properties))
    .map(([name, value]) => {
      const field = objectOf(value)
      const isNested = field.type === 'object' && field.properties !== undefined
      const nested = isNested ? fieldRows(field, `${prefix}${name}.`) : ''
      const must = required.includes(name) ? 'yes' : ''
      return `<tr><td><code>${escaped(prefix + name)}</code></td><td>${escaped(typeOf(field))}</td><td>${must}</td><td>${escaped(field.description)}</td></tr>${nested}`
    })
    .join('')
}

const fieldTable = (title: string, rows: string): string =>
  rows === ''
    ? ''
    : `<h3>${escaped(title)}</h3><table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Required</th><th scope="col">Meaning</th></tr></thead><tbody>${rows}</tbody></table>`

function parameterRows(parameters: readonly Json[]): string {
  return parameters
    .map(
      (parameter) =>
        `<tr><td><code>${escaped(parameter.name)}</code> in ${escaped(parameter.in)}</td><td>${escaped(typeOf(objectOf(parameter.schema)))}</td><td>${parameter.required ? 'yes' : ''}</td><td>${escaped(parameter.description)}</td></tr>`,
    )
    .join('')
}

/** The schemas of a body or an answer, by content type. */
function contentTables(title: string, holder: Json): string {
  return Object.entries(objectOf(holder.content))
    .map(([type, content]) => {
      const schema = objectOf(objectOf(content).schema)
      const rows = fieldRows(schema)
      return rows === ''
        ? `<h3>${escaped(title)}</h3><p>${escaped(type)}: ${escaped(typeOf(schema))}</p>`
        : fieldTable(`${title}, ${type}`, rows)
    })
    .join('')
}

function operationSection(method: string, path: string, operation: Json): string {
  const answers = Object.entries(objectOf(operation.responses))
    .map(([status, answer]) => contentTables(`Answer ${status}`, objectOf(answer)))
    .join('')
  const id = `${method}-${path.replace(/[^a-z0-9]+/gi, '-')}`
  return `<details id="${escaped(id)}"><summary><span class="method">${method.toUpperCase()}</span> <code>${escaped(path)}</code> ${escaped(operation.summary)}</summary>
<p>${escaped(operation.description)}</p>
${fieldTable('Parameters', parameterRows(listOf(operation.parameters)))}
${contentTables('Body', objectOf(operation.requestBody))}
${answers}</details>`
}

const groupOf = (path: string): string => path.replace(/^\/api\//, '').split('/')[0] ?? ''

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 72rem; margin: 0 auto; padding: 1rem }
details { border-top: 1px solid #8886; padding: .35rem 0 }
summary { cursor: pointer }
.method { display: inline-block; min-width: 4.5rem; font-weight: 600 }
table { border-collapse: collapse; width: 100%; margin-bottom: 1rem }
th, td { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #8883; vertical-align: top }
h3 { font-size: 1rem; margin: .8rem 0 .2rem }
nav a { margin-right: .8rem }`

/** The OpenAPI document as one HTML page that needs no script. */
export function apiReference(document: object): string {
  const { info, paths } = document as { readonly info?: unknown; readonly paths?: unknown }
  const about = objectOf(info)
  const groups = new Map<string, string[]>()
  for (const [path, operations] of Object.entries(objectOf(paths))) {
    const sections = METHODS.flatMap((method) => {
      const operation = objectOf(operations)[method]
      return operation ? [operationSection(method, path, objectOf(operation))] : []
    })
    groups.set(groupOf(path), [...(groups.get(groupOf(path)) ?? []), ...sections])
  }
  const names = [...groups.keys()].toSorted()
  const links = names.map((name) => `<a href="#${escaped(name)}">${escaped(name)}</a>`).join('')
  const body = names
    .map(
      (name) =>
        `<h2 id="${escaped(name)}">${escaped(name)}</h2>${(groups.get(name) ?? []).join('\n')}`,
    )
    .join('\n')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(about.title)} API</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(about.title)} API ${escaped(about.version)}</h1>
<p>${escaped(about.description)} As a document: <a href="/api/openapi.json">openapi.json</a>.</p>
<nav aria-label="Parts">${links}</nav>
${body}</main></body></html>`
}
