import type { Chance } from './chance.ts'

/** Names of people and companies, put together by chance. None is meant to be anybody's. */

const FIRST_NAMES =
  'Achim Almut Amira Anke Arne Beate Benedikt Birte Carsten Cem Dagmar Detlef Dilara Dörte Eike Elif Elke Falk Femke Frauke Georg Gesa Gregor Hanno Heike Henning Hülya Ilka Ingo Jannis Jasmin Jette Jörn Juliane Kai Karim Katja Kerstin Lars Leonie Levent Maike Marek Marlies Meral Merle Mirko Nadja Nils Okan Olaf Paula Pia Rainer Ronja Rüdiger Selma Silke Sönke Tanja Thore Tilman Ulrike Uwe Veit Vera Wiebke Yasemin Zoltan'.split(
    ' ',
  )

const LAST_NAMES =
  'Abelshauser Ahrendtz Bierbichl Bölkow Brömmel Busskamp Clevorn Dahlhues Dreyling Ebbersmeyer Eickworth Fasshoff Flörsch Gahlen Gerstkamp Grothues Hallwachs Hellfritz Hövelborn Ilgenfritz Jannaschek Kallfass Kerstholt Knippschild Köhnlein Krumbiegel Lauterjung Lembeckz Lohrengel Mahlstedt Mesenhöller Nüsslein Oberwinder Osterkamp Pannhoff Pflügge Quermann Raffelt Rehkämper Ruhrmeister Sandvoß Schlotmann Schürings Sievenich Speckamp Stratenwerth Tegelkamp Thiesbrummel Tönsmann Uhlenkott Vennhaus Wachtendorn Weidlich Wesselborg Wiggering Wolpers Zellerhoff Zumbrock'.split(
    ' ',
  )

export type Person = { readonly first: string; readonly last: string }

export const person = (chance: Chance): Person => ({
  first: chance.pick(FIRST_NAMES),
  last: chance.pick(LAST_NAMES),
})

const STEMS =
  'Bram Loh Ossen Tann Kräh Hull Dren Gries Rott Kalk Eller Breit Vel Quer Birk Fahl Gron Illen Jor Kest Lamm Mors Ohl Pless Rumm Schell Tiem Uhl Vorn Zier Wupp Emsch Niers Sül Ahl Brül Ville Dünn Itter Angel'.split(
    ' ',
  )
const ENDINGS =
  'rath scheid fels mühl broich kamp loh siep wick tal horst grund siefen lage moor wede'.split(' ')

type Trade = { readonly industry: string; readonly words: readonly string[] }

const TRADES: readonly (readonly [Trade, number])[] = [
  [{ industry: 'Maschinenbau', words: ['Maschinenbau', 'Sondermaschinen', 'Werkzeugbau'] }, 26],
  [{ industry: 'Lebensmittel', words: ['Backwaren', 'Molkerei', 'Abfülltechnik'] }, 14],
  [{ industry: 'Chemie', words: ['Chemie', 'Lacke', 'Klebstoffe'] }, 13],
  [{ industry: 'Logistik', words: ['Fördertechnik', 'Lagersysteme', 'Logistik'] }, 12],
  [{ industry: 'Automobilzulieferer', words: ['Fahrzeugteile', 'Pressteile', 'Guss'] }, 12],
  [{ industry: 'Verpackung', words: ['Verpackungen', 'Folien', 'Kartonagen'] }, 9],
  [{ industry: 'Wasser und Abwasser', words: ['Wassertechnik', 'Klärtechnik'] }, 8],
  [{ industry: 'Pharma', words: ['Pharmatechnik', 'Reinraum'] }, 6],
]

const LEGAL_FORMS = ['GmbH', 'GmbH', 'GmbH', 'GmbH & Co. KG', 'AG', 'KG'] as const

export type Company = {
  readonly name: string
  readonly domain: string
  readonly industry: string
}

/** A company; two draws may give the same one. */
export function company(chance: Chance): Company {
  const place = `${chance.pick(STEMS)}${chance.pick(ENDINGS)}`
  const { industry, words } = chance.weighted(TRADES)
  const word = chance.pick(words)
  return {
    name: `${place} ${word} ${chance.pick(LEGAL_FORMS)}`,
    domain: `${ascii(place)}-${ascii(word)}.example`,
    industry,
  }
}

const addressLetters = new Map<string, string>()

/** Letters that an address may have; remembered, for the same words come thousands of times. */
export function ascii(text: string): string {
  let letters = addressLetters.get(text)
  if (letters === undefined) {
    letters = text
      .toLowerCase()
      .replaceAll('ä', 'ae')
      .replaceAll('ö', 'oe')
      .replaceAll('ü', 'ue')
      .replaceAll('ß', 'ss')
      .replaceAll(/[^a-z0-9]+/g, '-')
    addressLetters.set(text, letters)
  }
  return letters
}

export const addressOf = ({ first, last }: Person, domain: string): string =>
  `${ascii(first)}.${ascii(last)}@${domain}`

/** A number of those that the Bundesnetzagentur keeps free for films: nobody answers it. */
export const phone = (chance: Chance): string =>
  `+49 221 4710${String(chance.integer(0, 999)).padStart(3, '0')}`

export type Town = {
  readonly city: string
  readonly postalCode: string
  readonly region: 'rhineland' | 'ruhr' | 'north' | 'south'
}

const town = (city: string, postalCode: string, region: Town['region']): Town => ({
  city,
  postalCode,
  region,
})

const TOWNS: readonly (readonly [Town, number])[] = [
  [town('Köln', '50667', 'rhineland'), 14],
  [town('Düsseldorf', '40210', 'rhineland'), 11],
  [town('Aachen', '52062', 'rhineland'), 8],
  [town('Bonn', '53111', 'rhineland'), 6],
  [town('Leverkusen', '51373', 'rhineland'), 7],
  [town('Mönchengladbach', '41061', 'rhineland'), 6],
  [town('Krefeld', '47798', 'rhineland'), 6],
  [town('Neuss', '41460', 'rhineland'), 4],
  [town('Dortmund', '44135', 'ruhr'), 8],
  [town('Essen', '45127', 'ruhr'), 7],
  [town('Bielefeld', '33602', 'ruhr'), 6],
  [town('Münster', '48143', 'ruhr'), 5],
  [town('Siegen', '57072', 'ruhr'), 5],
  [town('Hannover', '30159', 'north'), 6],
  [town('Bremen', '28195', 'north'), 4],
  [town('Hamburg', '20095', 'north'), 5],
  [town('Kassel', '34117', 'north'), 3],
  [town('Stuttgart', '70173', 'south'), 7],
  [town('Nürnberg', '90402', 'south'), 5],
  [town('Mannheim', '68161', 'south'), 5],
  [town('Augsburg', '86150', 'south'), 4],
  [town('Ulm', '89073', 'south'), 3],
]

export const townOf = (chance: Chance): Town => chance.weighted(TOWNS)

const STREETS = ['Am Wasserturm', 'Industriestraße', 'Hafenweg', 'Werkstraße', 'Gewerbering']

export const street = (chance: Chance): string =>
  `${chance.pick(STREETS)} ${chance.integer(1, 118)}`

const POSITIONS =
  'Einkauf|Technische Leitung|Produktionsleitung|Instandhaltung|Konstruktion|Geschäftsführung|Werkleitung|Projektleitung|Qualitätssicherung'.split(
    '|',
  )

export const position = (chance: Chance): string => chance.pick(POSITIONS)
