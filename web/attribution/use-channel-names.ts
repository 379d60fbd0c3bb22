import { useQuery } from '@tanstack/react-query'
import { useLanguage } from '../platform/language.ts'
import { channelTexts } from '../records/channel-words.ts'
import { kindById } from '../records/kinds.ts'
import { fetchOptions, recordKeys } from '../records/records-api.ts'
import { shortNames } from './channel-names.ts'

/** Names of the channels of a journey as the company calls them; English ones as the program does. */
export function useChannelNames(channels: readonly string[]): (channel: string) => string {
  const language = useLanguage()
  const kind = kindById('channel')
  const ids = [...new Set(channels)].sort()
  const options = useQuery({
    queryKey: kind ? recordKeys.options(kind, { id: ids }) : ['channel'],
    enabled: kind !== undefined && ids.length > 0,
    staleTime: 300_000,
    queryFn: ({ signal }) => (kind ? fetchOptions(kind, { id: ids }, signal) : []),
  })
  const known = new Map((options.data ?? []).map(({ id, label }) => [id, label]))
  const named = (channel: string): string => {
    const built = channelTexts.get(channel)?.[language]
    return (
      (language === 'en' ? built : known.get(channel)) ?? known.get(channel) ?? built ?? channel
    )
  }
  const short = shortNames(ids.map(named), language)
  return (channel) => short.get(named(channel)) ?? named(channel)
}
