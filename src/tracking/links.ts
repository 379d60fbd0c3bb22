import { assert } from '#kernel/assert.ts'
import { CLICK_IDS } from './click-ids.ts'
import { LINK_PARAMETER } from './evidence.ts'
import { UTM_PARTS, type Utm } from './utm-words.ts'

const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** 62^9 is the first power above 2^48. */
const CODE_LENGTH = 9

/** A short code from a random number of 48 bits: 9 signs of base62. */
export function codeOf(random: number): string {
  assert(
    Number.isInteger(random) && random >= 0 && random < 2 ** 48,
    `codeOf: 48 bits, got ${random}`,
  )
  let code = ''
  for (let rest = random; rest > 0; rest = Math.floor(rest / SIGNS.length)) {
    code = `${SIGNS[rest % SIGNS.length]}${code}`
  }
  return code.padStart(CODE_LENGTH, '0')
}

/** Codes of people's own choice may be words: `/l/messe-2026`. */
export const isCode = (code: string): boolean => /^[0-9A-Za-z_-]{3,64}$/.test(code)

/** Where a short link may lead: a website, without a password in the address. */
export function isTarget(address: string): boolean {
  const url = URL.parse(address)
  return (
    url !== null &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    !/[\s\p{Cc}]/u.test(address)
  )
}

/** An address cut into what stands before the query, the parameters as they are written, and the fragment. */
function cut(address: string): { path: string; parameters: string[]; fragment: string } {
  const hash = address.indexOf('#')
  const fragment = hash === -1 ? '' : address.slice(hash)
  const rest = hash === -1 ? address : address.slice(0, hash)
  const mark = rest.indexOf('?')
  const query = mark === -1 ? '' : rest.slice(mark + 1)
  return {
    path: mark === -1 ? rest : rest.slice(0, mark),
    parameters: query.split('&').filter((parameter) => parameter !== ''),
    fragment,
  }
}

/** The name of a parameter as it is written, decoded. */
const nameOf = (parameter: string): string =>
  [...new URLSearchParams(parameter).keys()][0]?.toLowerCase() ?? ''

/** Sets parameters in an address; everything else in query and fragment stays exactly as it was written. */
function withParameters(address: string, set: readonly (readonly [string, string])[]): string {
  const { path, parameters, fragment } = cut(address)
  const names = set.map(([name]) => name)
  const kept = parameters.filter((parameter) => !names.includes(nameOf(parameter)))
  const added = set.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const query = [...kept, ...added].join('&')
  return `${path}${query === '' ? '' : `?${query}`}${fragment}`
}

/** The target with its UTM parameters, and the code of its short link where it is called by that. */
export const linkAddress = (target: string, utm: Utm, code: string | null = null): string =>
  withParameters(target, [
    ...UTM_PARTS.filter((part) => utm[part] !== '').map(
      (part) => [`utm_${part}`, utm[part]] as const,
    ),
    ...(code === null ? [] : [[LINK_PARAMETER, code] as const]),
  ])

const FORWARDED_MAX = 2000

/**
 * Where a call of a short link goes. Ad platforms and networks add their click ids to the short address, so these are
 * passed on, and UTM parameters that the link does not set itself.
 */
export function redirectAddress(address: string, code: string, query: string): string {
  const own = cut(address).parameters.map(nameOf)
  const passed = [...new URLSearchParams(query.slice(0, FORWARDED_MAX))].filter(([name]) => {
    const key = name.toLowerCase()
    return (Object.hasOwn(CLICK_IDS, key) || /^utm_[a-z_]{1,30}$/.test(key)) && !own.includes(key)
  })
  const unique = [...new Map(passed.map(([name, value]) => [name.toLowerCase(), value]))]
  return withParameters(address, [...unique, [LINK_PARAMETER, code]])
}

/** Who called a short link: somebody, a program, or nobody yet (a browser that loads ahead, a look at the headers). */
export function callerOf(call: {
  readonly method: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly isBot: boolean
}): 'person' | 'bot' | 'nobody' {
  const purpose = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz']
    .map((name) => String(call.headers[name] ?? ''))
    .join(' ')
  if (call.method !== 'GET' || /prefetch|preview|prerender/i.test(purpose)) return 'nobody'
  return call.isBot ? 'bot' : 'person'
}

/** The channel that a link gives its visits itself. A QR code follows its campaign; others are judged by their UTM. */
export const channelOfLink = (
  link: { readonly channel: string | null; readonly medium: string | null },
  campaignChannel: string | null,
): string | null => link.channel ?? (link.medium === 'qr' ? campaignChannel : null)
