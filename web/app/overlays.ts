import { useSyncExternalStore } from 'react'

/** What lies over every screen: the search, the overview of keys. One at a time. */
type Overlay = 'search' | 'help' | null

let current: Overlay = null
const listeners = new Set<() => void>()

function show(overlay: Overlay): void {
  current = overlay
  for (const listener of listeners) listener()
}

export const openSearch = () => show('search')
export const openHelp = () => show('help')
export const closeOverlay = () => show(null)

export function useOverlay(): Overlay {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    () => current,
  )
}
