import { expect, test } from 'vitest'
import { channelNames, shortNames } from './channel-names.ts'

test('names lose their brackets only where they still differ', () => {
  const names = ['Suche (organisch)', 'Suche (bezahlt)', 'Empfehlung (Kunden, Netzwerk)', 'Messe']
  expect([...shortNames(names).values()]).toEqual([
    'Suche (organisch)',
    'Suche (bezahlt)',
    'Empfehlung',
    'Messe',
  ])
  expect([...shortNames(['Telefon', 'Telefon (eingehend)']).values()]).toEqual([
    'Telefon',
    'Telefon (eingehend)',
  ])
})

test('a channel without a name is called by its id', () => {
  const nameOf = channelNames({ direct: { de: 'Direkt (kein Verweis)', en: 'Direct' } }, 'de')
  expect([nameOf('direct'), nameOf('ghost')]).toEqual(['Direkt', 'ghost'])
})
