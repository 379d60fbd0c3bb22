import { SECOND_YEAR } from './calendar.ts'
import { campaignId, campaignName, runningCampaigns } from './campaigns.ts'
import { type Chance, chanceOf } from './chance.ts'
import { ascii } from './names.ts'

/** Where a lead or touch came from, as a CRM would hold it; the rules of tracking make the channel of it. */
export type Origin = {
  readonly channel: string
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  readonly campaign_id: string | null
  readonly title: string
}

type Channel = {
  readonly id: string
  /** Sources and media as they arrive; with null both, the campaign speaks for itself. */
  readonly given: readonly (readonly [source: string | null, medium: string | null])[]
  readonly titles: readonly string[]
  /** How many of 1,000 leads: first year, second year. */
  readonly leads: readonly [number, number]
  /** How much more often a lead of it becomes an opportunity. */
  readonly quality: number
  /** Share of its leads that name a campaign. */
  readonly campaigns: 0 | 0.5 | 1
}

const CHANNELS: readonly Channel[] = [
  {
    id: 'organic_search',
    given: [
      ['google', 'organic'],
      ['bing', 'organic'],
      ['duckduckgo', 'organic'],
    ],
    titles: ['Kontaktformular', 'Datenblatt geladen', 'Preisanfrage'],
    leads: [210, 215],
    quality: 1.1,
    campaigns: 0,
  },
  {
    id: 'paid_search',
    given: [
      ['google', 'cpc'],
      ['google', 'cpc'],
      ['bing', 'cpc'],
    ],
    titles: ['Preisanfrage', 'Kontaktformular', 'Auslegungsrechner'],
    leads: [170, 195],
    quality: 1,
    campaigns: 1,
  },
  {
    id: 'ai_assistant',
    given: [
      ['chatgpt.com', 'referral'],
      ['perplexity.ai', 'referral'],
    ],
    titles: ['Kontaktformular', 'Datenblatt geladen'],
    leads: [4, 22],
    quality: 1.2,
    campaigns: 0,
  },
  {
    id: 'organic_social',
    given: [
      ['linkedin', 'social'],
      ['linkedin', 'social'],
      ['xing', 'social'],
    ],
    titles: ['Beitrag kommentiert', 'Nachricht über das Netzwerk', 'Whitepaper geladen'],
    leads: [90, 70],
    quality: 0.9,
    campaigns: 0.5,
  },
  {
    id: 'paid_social',
    given: [['linkedin', 'paid_social']],
    titles: ['Formular in der Anzeige', 'Whitepaper geladen'],
    leads: [150, 130],
    quality: 0.75,
    campaigns: 1,
  },
  {
    id: 'paid_video',
    given: [['youtube', 'cpc']],
    titles: ['Video gesehen, Formular'],
    leads: [0, 14],
    quality: 0.6,
    campaigns: 1,
  },
  {
    id: 'email',
    given: [['newsletter', 'email']],
    titles: ['Klick im Newsletter', 'Antwort auf den Newsletter'],
    leads: [70, 85],
    quality: 0.9,
    campaigns: 1,
  },
  {
    id: 'event',
    given: [[null, null]],
    titles: ['Teilnahme am Webinar', 'Anmeldung zum Webinar'],
    leads: [45, 40],
    quality: 0.9,
    campaigns: 1,
  },
  {
    id: 'trade_fair',
    given: [[null, null]],
    titles: ['Gespräch am Messestand', 'Karte am Messestand', 'Vorführung am Messestand'],
    leads: [90, 60],
    quality: 1.3,
    campaigns: 1,
  },
  {
    id: 'telephone',
    given: [['Anruf', null]],
    titles: ['Anruf in der Zentrale', 'Rückruf gewünscht'],
    leads: [60, 40],
    quality: 1.8,
    campaigns: 0,
  },
  {
    id: 'telemarketing',
    given: [['Telefonakquise', null]],
    titles: ['Anruf aus der Telefonaktion'],
    leads: [0, 25],
    quality: 0.8,
    campaigns: 1,
  },
  {
    id: 'recommendation',
    given: [['Empfehlung', null]],
    titles: ['Empfehlung eines Kunden'],
    leads: [40, 34],
    quality: 2.4,
    campaigns: 0.5,
  },
  {
    id: 'partner',
    given: [['Vertriebspartner', null]],
    titles: ['Anfrage über den Partner'],
    leads: [15, 26],
    quality: 1.7,
    campaigns: 0.5,
  },
  {
    id: 'marketplace',
    given: [['Marktplatz', null]],
    titles: ['Anfrage aus dem Verzeichnis'],
    leads: [30, 22],
    quality: 0.7,
    campaigns: 1,
  },
  {
    id: 'ad_offline',
    given: [['fachzeitschrift', 'anzeige']],
    titles: ['Antwortkarte', 'Kurzadresse der Anzeige'],
    leads: [28, 14],
    quality: 0.8,
    campaigns: 1,
  },
  {
    id: 'direct_mail',
    given: [['kundenmailing', 'post']],
    titles: ['Antwort auf das Mailing'],
    leads: [20, 0],
    quality: 1,
    campaigns: 1,
  },
  {
    id: 'display',
    given: [['branchennetz', 'display']],
    titles: ['Banner der Wiederansprache'],
    leads: [0, 16],
    quality: 0.5,
    campaigns: 1,
  },
  {
    id: 'referral',
    given: [
      ['branchenportal.example', 'referral'],
      ['verband-antrieb.example', 'referral'],
    ],
    titles: ['Kontaktformular', 'Datenblatt geladen'],
    leads: [30, 28],
    quality: 1,
    campaigns: 0,
  },
]

/** The channels the published yearly case counts as social media. */
export const SOCIAL_CHANNELS: readonly string[] = ['organic_social', 'paid_social']

/** Nobody knows where they came from: entered by hand without a source, or the browser told nothing. */
const NOT_KNOWN: readonly (readonly [Origin, number])[] = [
  [plain('unknown', null, null, 'Kontakt ohne Angabe'), 6],
  [plain('direct', '(direct)', '(none)', 'Kontaktformular'), 7],
  [plain('not_assignable', 'kurzlink-tk7', null, 'Kontaktformular'), 1.5],
]

function plain(
  channel: string,
  source: string | null,
  medium: string | null,
  title: string,
): Origin {
  return { channel, source, medium, campaign: null, campaign_id: null, title }
}

function originIn(channel: Channel, month: number, chance: Chance): Origin | null {
  const running = runningCampaigns(channel.id, month)
  const [source, medium] = chance.pick(channel.given)
  if (source === null && running.length === 0) return null
  const named = running.length > 0 && chance.happens(channel.campaigns)
  const key = named ? chance.pick(running) : null
  return {
    channel: channel.id,
    source,
    medium,
    campaign: key && medium ? ascii(campaignName(key)) : null,
    campaign_id: key ? campaignId(key) : null,
    title: chance.pick(channel.titles),
  }
}

export type OriginWish = {
  readonly month: number
  /** Only social media, or anything but; null: either. */
  readonly social: boolean | null
  /** It became an opportunity: better channels are more likely. */
  readonly isGood: boolean
  /** Share of leads without a known origin. */
  readonly unknownShare: number
}

/** Draws origins; the same sequence every time. */
export function originSource(part: string): (wish: OriginWish) => Origin {
  const chance = chanceOf(part)
  return ({ month, social, isGood, unknownShare }) => {
    if (social !== true && chance.happens(isGood ? unknownShare / 2 : unknownShare)) {
      return chance.weighted(NOT_KNOWN)
    }
    const year = month < SECOND_YEAR ? 0 : 1
    const fitting = CHANNELS.filter(
      ({ id, leads }) =>
        leads[year] > 0 && (social === null || SOCIAL_CHANNELS.includes(id) === social),
    )
    for (;;) {
      const channel = chance.weighted(
        fitting.map((one) => [one, one.leads[year] * (isGood ? one.quality : 1)] as const),
      )
      const origin = originIn(channel, month, chance)
      if (origin) return origin
    }
  }
}
