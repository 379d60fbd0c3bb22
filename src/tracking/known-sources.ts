import { meaningOf } from './channel-words.ts'
import { SOURCE_ALIASES, SOURCE_LISTS, type SourceKind } from './source-lists.ts'

const KINDS = Object.entries(SOURCE_LISTS) as [SourceKind, (typeof SOURCE_LISTS)[SourceKind]][]

const KIND_OF_NAME: ReadonlyMap<string, SourceKind> = new Map(
  KINDS.flatMap(([kind, { names }]) => names.map((name) => [name, kind] as const)),
)
const KIND_OF_HOST: ReadonlyMap<string, SourceKind> = new Map(
  KINDS.flatMap(([kind, { hosts }]) => hosts.map((host) => [host, kind] as const)),
)

/** `com`, `de`, `co.uk`: what may follow a name that the lists give as `name.*`. */
const COUNTRY_ENDING = /^([^.]+)\.[a-z]{2,3}(\.[a-z]{2})?$/

/** Mail in the browser, whoever runs it. */
const MAIL_HOST = /^(webmail|mail|email|roundcube|owa)\d*\./

/** What kind of place a host is, or null for a website like any other: `de.linkedin.com` is social. */
export function kindOfHost(host: string): SourceKind | null {
  if (MAIL_HOST.test(host) && !KIND_OF_HOST.has(host)) return 'mail'
  for (let rest = host; rest !== ''; ) {
    const label = COUNTRY_ENDING.exec(rest)?.[1]
    const kind = KIND_OF_HOST.get(rest) ?? (label ? KIND_OF_HOST.get(`${label}.*`) : undefined)
    if (kind) return kind === 'site' ? null : kind
    const dot = rest.indexOf('.')
    if (dot === -1) return null
    rest = rest.slice(dot + 1)
  }
  return null
}

/** `https://www.LinkedIn.com/feed` as `linkedin.com`; a name without a dot stays as it is. */
const bareHost = (source: string): string =>
  source
    .replace(/^[a-z-]+:\/\//, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^(www|m)\./, '')

/** One writing of a name: `Google_Ads` and `google ads` are `google-ads`. */
const dashed = (source: string): string => source.replaceAll(/[_\s]+/g, '-')

/** The source under the name that is used for it: `fb` is facebook, `nl` newsletter. Lower case in and out. */
export const sourceName = (source: string): string =>
  meaningOf(SOURCE_ALIASES, source) ?? meaningOf(SOURCE_ALIASES, dashed(source)) ?? source

/** What kind of place a source names, given as a word (`linkedin`) or as a host (`www.linkedin.com`). */
export function kindOfSource(source: string): SourceKind | null {
  if (source === '') return null
  const byName = KIND_OF_NAME.get(source) ?? KIND_OF_NAME.get(dashed(source))
  if (byName) return byName
  return source.includes('.') ? kindOfHost(bareHost(source)) : null
}
