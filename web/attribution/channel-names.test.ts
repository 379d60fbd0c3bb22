import { expect, test } from 'vitest'
import { channelNames, shortNames } from './channel-names.ts'

test('names lose their brackets only where no other channel begins alike', () => {
  const names = ['Suche (organisch)', 'Empfehlung (Kunden, Netzwerk)', 'Messe', 'Messe (Ausland)']
  const short = shortNames(names, 'de')
  expect(names.map((name) => short.get(name))).toEqual([
    // There is a search that is paid, though it is not in the list.
    'Suche (organisch)',
    'Empfehlung',
    'Messe',
    'Messe (Ausland)',
  ])
})

test('a channel without a name is called by its id', () => {
  const nameOf = channelNames(
    { direct: { de: 'Direkt (kein Verweis, keine Kennung)', en: 'Direct' } },
    'de',
  )
  expect([nameOf('direct'), nameOf('ghost')]).toEqual(['Direkt', 'ghost'])
})
