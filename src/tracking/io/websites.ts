import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { BEFORE_CONSENT, type LandingLink, type Website } from '../arrival.ts'
import { channelOfLink } from '../links.ts'

/** After so long a change by a person is known here. */
const FRESH_MS = 5_000
/** A key that nobody knows makes the websites be read again, but not each time. */
const UNKNOWN_MS = 1_000

type WebsiteRow = {
  readonly number: number
  readonly key: string
  readonly write_key: string
  readonly domains: readonly string[]
  readonly before_consent: string
}

const SELECT_WEBSITES = `
  select number, key, write_key, domains, before_consent from tracking.website where active`

export type Websites = {
  byKey(key: string): Promise<Website | null>
  byWriteKey(key: string): Promise<Website | null>
}

/** The websites that are measured, a few seconds old at most; older ones while the database is away. */
export function websites(pool: pg.Pool, clock: () => number): Websites {
  let byKey = new Map<string, Website>()
  let byWriteKey = new Map<string, Website>()
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null

  const read = async () => {
    const { rows } = await pool.query<WebsiteRow>({ name: 'websites', text: SELECT_WEBSITES })
    // One that is as before stays the same object: what was read by it holds on.
    const found = rows.map(websiteOf).map((website) => {
      const before = byKey.get(website.key)
      return before && isDeepStrictEqual(before, website) ? before : website
    })
    byKey = new Map(found.map((website) => [website.key, website]))
    byWriteKey = new Map(found.map((website) => [website.writeKey, website]))
    readAt = clock()
  }
  const refresh = (): Promise<void> => {
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }
  const find = async (of: () => Map<string, Website>, key: string): Promise<Website | null> => {
    const age = clock() - readAt
    const found = of().get(key)
    if (found && age < FRESH_MS) return found
    if (found) {
      refresh().catch(() => undefined)
      return found
    }
    if (age > UNKNOWN_MS) await refresh()
    return of().get(key) ?? null
  }
  return {
    byKey: (key) => find(() => byKey, key),
    byWriteKey: (key) => find(() => byWriteKey, key),
  }
}

const websiteOf = (row: WebsiteRow): Website => ({
  number: row.number,
  key: row.key,
  writeKey: row.write_key,
  domains: new Set(row.domains.map((domain) => domain.trim().toLowerCase())),
  beforeConsent: BEFORE_CONSENT.find((mode) => mode === row.before_consent) ?? 'strict',
})

const LINKS_MAX = 5_000

/** Short links by code, for visits that came by one. */
export function landingLinks(pool: pg.Pool, clock: () => number) {
  const known = new Map<string, { readonly link: LandingLink | null; readonly at: number }>()
  return {
    get: (code: string | null): LandingLink | null =>
      code === null ? null : (known.get(code)?.link ?? null),
    async learn(codes: readonly string[]): Promise<void> {
      for (const code of new Set(codes)) {
        const found = known.get(code)
        if (found && clock() - found.at < 60_000) continue
        if (known.size >= LINKS_MAX) known.clear()
        known.set(code, { link: await readLink(pool, code), at: clock() })
      }
    },
  }
}

async function readLink(pool: pg.Pool, code: string): Promise<LandingLink | null> {
  const { rows } = await pool.query<{
    id: string
    channel: string | null
    medium: string | null
    campaign_channel: string | null
  }>({
    name: 'landing link',
    text: `select l.id, l.channel, l.medium, c.channel as campaign_channel
             from tracking.link l
             left join campaigns.campaign c on c.id = l.campaign_id
            where l.code = $1 collate "C"`,
    values: [code],
  })
  const [row] = rows
  return row ? { id: row.id, channel: channelOfLink(row, row.campaign_channel) } : null
}
