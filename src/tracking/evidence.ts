import { cutText } from './channel-rules.ts'
import { CLICK_IDS } from './click-ids.ts'

/** What one hit says about where it came from. Texts as they were given: decoded, composed, trimmed and cut. */
export type Evidence = {
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  readonly content: string | null
  readonly term: string | null
  /** `utm_id`: the id of the campaign at the platform, which costs are joined by first. */
  readonly id: string | null
  /** `utm_source_platform`, `utm_creative_format`, `utm_marketing_tactic`, without `utm_`, where given. */
  readonly details: Readonly<Record<string, string>>
  /** By name in lower case; names as in `CLICK_IDS`. */
  readonly clickIds: Readonly<Record<string, string>>
  /** Host of another website, without `www.`; null when there is none or it does not count. */
  readonly referrerHost: string | null
  /** The host on the way (payment, sign-in) that the visitor came back from: kept, so that the list may change. */
  readonly passedHost: string | null
  /** Whom the visitor came from: nobody, ourselves, a host on the way (payment, sign-in), somebody else. */
  readonly arrival: 'none' | 'own' | 'excluded' | 'external'
  readonly landingPath: string
  /** A campaign was named in the address; `source` and `ref` alone do not do that. */
  readonly hasUtm: boolean
  /** The code of the short link that led here. */
  readonly linkCode: string | null
}

/** What tells our own websites and hosts on the way from sources. */
export type Surroundings = {
  /** Own domains, each with its subdomains; the domain of the page itself is always one. */
  readonly ownDomains: ReadonlySet<string>
  /** Hosts, each with its subdomains, that a visitor only passes through. */
  readonly excludedHosts: ReadonlySet<string>
  /** `example.co.uk` of `www.example.co.uk`; null for an address of numbers. Handed over by io. */
  readonly registrableDomain: (host: string) => string | null
}

/** Of an address on its own. */
export const NO_SURROUNDINGS: Surroundings = {
  ownDomains: new Set(),
  excludedHosts: new Set(),
  registrableDomain: () => null,
}

/** Short links add this to their target, so that the visit knows its link. */
export const LINK_PARAMETER = 'rk_l'

const CLICK_ID_LENGTH_MAX = 512
const PATH_LENGTH_MAX = 1000

/** Parameters of each part; the first one given counts. `utm_` before Matomo's `mtm_` and `pk_`. */
const CAMPAIGN_PARAMETERS = {
  source: ['utm_source', 'mtm_source', 'pk_source'],
  medium: ['utm_medium', 'mtm_medium', 'pk_medium'],
  campaign: ['utm_campaign', 'mtm_campaign', 'pk_campaign'],
  content: ['utm_content', 'mtm_content', 'pk_content'],
  term: ['utm_term', 'mtm_keyword', 'mtm_kwd', 'pk_keyword', 'pk_kwd'],
  id: ['utm_id', 'mtm_cid', 'pk_cid'],
} as const
const DETAIL_PARAMETERS = ['source_platform', 'creative_format', 'marketing_tactic']
const SOURCE_FALLBACKS = ['source', 'ref']

type Address = { readonly host: string; readonly path: string; readonly query: Parameters }
type Parameters = ReadonlyMap<string, string>

/** Both parts of an address may carry parameters: `?utm_source=x`, `#utm_source=x`, `#/page?utm_source=x`. */
function parametersOf(search: string, hash: string): Parameters {
  const inFragment = hash.replace(/^#/, '').replace(/^.*\?/, '')
  const parameters = new Map<string, string>()
  for (const text of [search, inFragment]) {
    for (const [name, value] of new URLSearchParams(text)) {
      const key = name.toLowerCase()
      if (value.trim() !== '' && !parameters.has(key)) parameters.set(key, value)
    }
  }
  return parameters
}

/** An address that no browser would take still has its parameters read. */
function addressOf(address: string): Address {
  const url = URL.parse(address)
  if (url) {
    const { hostname, pathname, search, hash } = url
    return { host: bareHost(hostname), path: pathname, query: parametersOf(search, hash) }
  }
  const [withoutHash = '', ...hash] = address.split('#')
  const [path = '', ...search] = withoutHash.split('?')
  return { host: '', path, query: parametersOf(search.join('?'), hash.join('#')) }
}

const bareHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '')

/** The host of a referrer, an app's name for `android-app://com.linkedin.android/`, or null. */
export function hostOfReferrer(referrer: string | null | undefined): string | null {
  const [, scheme, host = ''] =
    /^(https?|android-app|ios-app):\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(referrer?.trim() ?? '') ?? []
  return scheme === undefined || host === '' ? null : cutText(bareHost(host))
}

/** Is a host one of the domains or a subdomain of one? */
export function isWithin(host: string, domains: ReadonlySet<string>): boolean {
  for (let rest = host; ; ) {
    if (domains.has(rest)) return true
    const dot = rest.indexOf('.')
    if (dot === -1) return false
    rest = rest.slice(dot + 1)
  }
}

function arrivalFrom(
  referrer: string | null,
  page: string,
  around: Surroundings,
): Evidence['arrival'] {
  if (referrer === null) return 'none'
  if (referrer === page || isWithin(referrer, around.ownDomains)) return 'own'
  const domain = around.registrableDomain(referrer)
  if (domain !== null && domain === around.registrableDomain(page)) return 'own'
  return isWithin(referrer, around.excludedHosts) ? 'excluded' : 'external'
}

const firstOf = (query: Parameters, names: readonly string[]): string | null => {
  for (const name of names) {
    const value = cutText(query.get(name))
    if (value !== '') return value
  }
  return null
}

const partsOf = (query: Parameters, names: readonly string[], length: number) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = cutText(query.get(name), length)
      return value === '' ? [] : [[name, value]]
    }),
  )

/**
 * What the address of a page and its referrer say. Never refuses: what is too long is cut, what cannot be read is
 * nothing. The order of parameters makes no difference.
 */
export function evidenceOf(
  page: string,
  referrer: string | null | undefined,
  around: Surroundings,
): Evidence {
  const { host, path, query } = addressOf(page)
  const from = hostOfReferrer(referrer)
  const arrival = arrivalFrom(from, host, around)
  const given = (part: keyof typeof CAMPAIGN_PARAMETERS) =>
    firstOf(query, CAMPAIGN_PARAMETERS[part])
  const campaign = {
    source: given('source'),
    medium: given('medium'),
    campaign: given('campaign'),
    content: given('content'),
    term: given('term'),
    id: given('id'),
  }
  // On a link from page to page `ref` is a word of the website itself.
  const fallback = arrival === 'own' ? null : firstOf(query, SOURCE_FALLBACKS)
  const details = partsOf(
    query,
    DETAIL_PARAMETERS.map((name) => `utm_${name}`),
    255,
  )
  return {
    ...campaign,
    source: campaign.source ?? fallback,
    details: Object.fromEntries(
      Object.entries(details).map(([name, value]) => [name.replace('utm_', ''), value]),
    ),
    clickIds: partsOf(query, Object.keys(CLICK_IDS), CLICK_ID_LENGTH_MAX),
    referrerHost: arrival === 'external' ? from : null,
    passedHost: arrival === 'excluded' ? from : null,
    arrival,
    landingPath: cutText(path, PATH_LENGTH_MAX),
    hasUtm: Object.values(campaign).some((value) => value !== null),
    linkCode: firstOf(query, [LINK_PARAMETER]),
  }
}

/** Does anything point to a source, even if no rule knows it? Else a visit is direct. */
export const hasEvidence = (evidence: Evidence): boolean =>
  evidence.hasUtm ||
  evidence.source !== null ||
  evidence.referrerHost !== null ||
  Object.keys(evidence.clickIds).length > 0
