import { remembered } from '#kernel/remembered.ts'
import { dayOf } from '#kernel/zone.ts'
import { type Arrival, pageOf, storedMark, type Website } from '../arrival.ts'
import { type Evidence, evidenceOf } from '../evidence.ts'
import type { CompiledRule } from '../own-rules.ts'
import type { TrackingSettings } from '../settings.ts'
import { type WebChannel, webChannel } from '../web-channel.ts'
import { isTestPage, TEST_MARK } from '../website.ts'
import type { Hit } from '../wire.ts'
import { type BrowserHints, botCheck } from './bots.ts'
import type { CountryOf } from './country.ts'
import { registrableDomain } from './domains.ts'
import { type DaySecrets, uuidOfWireId } from './salts.ts'

/** Who sent a request, known as long as the request lasts: the address is stored nowhere. */
export type Sender = BrowserHints & { readonly ip: string }

/** A civil day and the one before it. */
export type DayPair = readonly [ReturnType<typeof dayOf>, ReturnType<typeof dayOf>]

/** What is true of every hit of a request. */
export type HitSurroundings = {
  readonly sender: Sender
  readonly receivedAt: number
  readonly settings: TrackingSettings
  readonly days: DayPair
}

type Reading = Pick<Arrival, 'evidence' | 'mark' | 'page'>

const DAY_MS = 86_400_000
/** Addresses with their referrers that are remembered of one website. */
const READINGS_MAX = 5_000

/** What an address and a referrer say on a website. */
export const readEvidence = (
  address: string,
  referrer: string,
  website: Website,
  { excludedHosts }: TrackingSettings,
): Evidence =>
  evidenceOf(address, referrer, { ownDomains: website.domains, excludedHosts, registrableDomain })

/** Makes arrivals of hits. Most hits say one of a few things, so what was read once is remembered. */
export class HitReader {
  readonly #secrets: DaySecrets
  readonly #countryOf: CountryOf
  readonly #botOf = botCheck()
  #days: { minute: number; timeZone: string; pair: DayPair } | null = null
  /** By website as it was read: other domains of its own make another one. */
  #readings = new WeakMap<Website, (key: string) => Reading>()
  #readFor: TrackingSettings | null = null
  #channels = new WeakMap<Evidence, WebChannel>()
  #channelsBy: readonly CompiledRule[] | null = null

  constructor(secrets: DaySecrets, countryOf: CountryOf) {
    this.#secrets = secrets
    this.#countryOf = countryOf
  }

  /** The secrets of `days` must have been learned. */
  arrivalOf(hit: Hit, website: Website, around: HitSurroundings): Arrival {
    const { sender, days } = around
    const sign = `${website.number} ${sender.ip} ${sender.userAgent}`
    return {
      website,
      kind: hit.kind,
      isServer: false,
      userId: null,
      messageId: uuidOfWireId(hit.messageId),
      at: hit.at,
      receivedAt: around.receivedAt,
      ...this.#readingOf(hit, website, around.settings),
      address: hit.address,
      consent: hit.consent,
      visitorId: hit.visitorId === null ? null : uuidOfWireId(hit.visitorId),
      dayNumbers: once(() => [
        this.#secrets.numberOf(days[0], sign),
        this.#secrets.numberOf(days[1], sign),
      ]),
      name: hit.name,
      target: hit.target,
      properties: hit.properties,
      firstMessageId: hit.firstMessageId === null ? null : uuidOfWireId(hit.firstMessageId),
      bot: isTestPage(hit.address) ? TEST_MARK : this.#botOf(sender, hit.isAutomated),
      country: this.#countryOf(sender.ip),
      language: hit.language,
      viewportWidth: hit.viewportWidth,
      scriptVersion: hit.scriptVersion,
    }
  }

  #readingOf({ address, referrer }: Hit, website: Website, settings: TrackingSettings): Reading {
    if (this.#readFor !== settings) {
      this.#readings = new WeakMap()
      this.#readFor = settings
    }
    let reading = this.#readings.get(website)
    if (!reading) {
      reading = remembered(READINGS_MAX, (key) => {
        const [page = '', from = ''] = key.split('\n')
        const evidence = readEvidence(page, from, website, settings)
        return { evidence, mark: storedMark(evidence), page: pageOf(page) }
      })
      this.#readings.set(website, reading)
    }
    // Neither can hold a line feed: both went through `addressOf` of the wire.
    return reading(`${address}\n${referrer}`)
  }

  /** The civil day of an instant, and the one before; the same for every hit of a minute. */
  daysAround(at: number, timeZone: string): DayPair {
    const minute = Math.floor(at / 60_000)
    if (this.#days?.minute !== minute || this.#days.timeZone !== timeZone) {
      const pair: DayPair = [dayOf(at, timeZone), dayOf(at - DAY_MS, timeZone)]
      this.#days = { minute, timeZone, pair }
    }
    return this.#days.pair
  }

  channelOf(evidence: Evidence, ownRules: readonly CompiledRule[]): WebChannel {
    if (this.#channelsBy !== ownRules) {
      this.#channels = new WeakMap()
      this.#channelsBy = ownRules
    }
    const known = this.#channels.get(evidence)
    if (known) return known
    const channel = webChannel(evidence, { ownRules })
    this.#channels.set(evidence, channel)
    return channel
  }
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
