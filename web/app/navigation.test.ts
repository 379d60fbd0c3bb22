import { expect, test } from 'vitest'
import { flatNavigation, isCurrent, navigation, visibleNavigation } from './navigation.ts'

test('a role without a permission does not see the entry, an empty group disappears', () => {
  const seen = visibleNavigation(navigation, (permission) => permission === 'leads:read')
  expect(seen.map((entry) => entry.id)).toEqual(['nav.leads'])
})

test('letters of "g then letter" are unique', () => {
  const letters = flatNavigation(navigation).flatMap((entry) => entry.letter ?? [])
  expect(new Set(letters).size).toBe(letters.length)
})

test('an address below an entry is current, one that only begins alike is not', () => {
  const leads = { id: 'nav.leads', to: '/leads' } as const
  expect(isCurrent(leads, '/leads/4711')).toBe(true)
  expect(isCurrent(leads, '/leads-archive')).toBe(false)
})

test('of two entries whose addresses begin alike only the nearer one is current', () => {
  const entry = (to: string) => flatNavigation(navigation).filter((found) => found.to === to)
  const currentAt = (pathname: string) =>
    [...entry('/costs'), ...entry('/costs/allocation')]
      .filter((found) => isCurrent(found, pathname))
      .map(({ to }) => to)
  expect(currentAt('/costs/allocation')).toEqual(['/costs/allocation'])
  expect(currentAt('/costs/4711')).toEqual(['/costs'])
})
