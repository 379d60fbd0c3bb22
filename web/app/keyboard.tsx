import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMay } from '../platform/session.ts'
import { HelpOverlay } from './help-overlay.tsx'
import { flatNavigation, navigation, visibleNavigation } from './navigation.ts'
import { openHelp, openSearch } from './overlays.ts'
import { SearchOverlay } from './search-overlay.tsx'

const SEQUENCE_MS = 1200

/** True while a person types into something: keys are letters then, not commands. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

/** `/` search, `?` help, `g` then a letter goes to a screen. */
export function Keyboard() {
  const may = useMay()
  const navigate = useNavigate()
  const entries = flatNavigation(visibleNavigation(navigation, may))

  useEffect(() => {
    let goUntil = 0
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (isTyping(event.target) || document.querySelector('[aria-modal="true"]')) return
      const going = event.timeStamp < goUntil
      goUntil = 0
      const target = going ? entries.find((entry) => entry.letter === event.key) : undefined
      if (target?.to) void navigate({ to: target.to })
      else if (event.key === 'g') goUntil = event.timeStamp + SEQUENCE_MS
      else if (event.key === '/') openSearch()
      else if (event.key === '?') openHelp()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })

  return (
    <>
      <SearchOverlay />
      <HelpOverlay entries={entries} />
    </>
  )
}
