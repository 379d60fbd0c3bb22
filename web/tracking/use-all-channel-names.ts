import { CHANNELS } from '#tracking/channels.ts'
import { useChannelNames } from '../attribution/use-channel-names.ts'

const ALL = CHANNELS.map(({ id }) => id)

/** How the company calls its channels, as short as they can be told apart. */
export const useAllChannelNames = (): ((channel: string) => string) => useChannelNames(ALL)
