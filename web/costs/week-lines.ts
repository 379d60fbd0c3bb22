import type { WeekPreview } from '#costs/ledger-shapes.ts'
import { channelPlaces, type WeekPlace } from '#costs/week.ts'

type Item = WeekPreview['items'][number]

/** A line of the preview: its hours, and where they go by now. */
export type WeekLine = {
  readonly hours: number
  readonly words: string
  readonly place: WeekPlace | null
  readonly key: string | null
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

const keyOf = ({ channel, campaign_id }: WeekPlace): string => campaign_id ?? `channel ${channel}`

/** The line of an item, with what was chosen for it: what its words mean first, then every channel. */
export function lineOf(
  { hours, words, place, candidates }: Item,
  chosen: string | undefined,
  language: 'de' | 'en',
): WeekLine {
  const places = new Map(
    [...(place ? [place] : []), ...candidates, ...channelPlaces(language)].map((one) => [
      keyOf(one),
      one,
    ]),
  )
  const own = chosen === undefined ? place : (places.get(chosen) ?? place)
  return {
    hours,
    words,
    place: own,
    key: own ? keyOf(own) : null,
    options: [...places].map(([value, { label }]) => ({ value, label })),
  }
}

/** A usual week as people would type it. */
export const wordsOfUsual = (usual: WeekPreview['usual']): string =>
  usual.map(({ hours, label }) => `${String(hours).replace('.', ',')} h ${label}`).join('\n')
