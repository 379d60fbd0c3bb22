import type { Move, Reason, SubjectId } from './derivation.ts'

type Language = 'de' | 'en'

const REASONS: Readonly<Record<Language, Readonly<Record<Reason, string>>>> = {
  de: {
    rules: 'eigene Kanalregeln geändert',
    settings: 'Liste „Keine Quelle sind“ geändert',
    program: 'neue Kanalregeln des Programms',
  },
  en: {
    rules: 'own channel rules changed',
    settings: 'list “No source are” changed',
    program: 'new channel rules of the program',
  },
}

const SUBJECTS: Readonly<Record<Language, Readonly<Record<SubjectId, readonly [string, string]>>>> =
  {
    de: {
      visit: ['Besuch', 'Besuche'],
      touchpoint: ['Kontaktpunkt', 'Kontaktpunkte'],
      lead: ['Lead', 'Leads'],
    },
    en: {
      visit: ['visit', 'visits'],
      touchpoint: ['touchpoint', 'touchpoints'],
      lead: ['lead', 'leads'],
    },
  }

const IN_BRACKETS = / \([^()]*\)$/

/** Names of channels by id, without what stands in brackets at the end where no other begins alike. */
export function shortNames(
  channels: readonly { readonly id: string; readonly name: string }[],
): Map<string, string> {
  const short = (name: string) => name.replace(IN_BRACKETS, '')
  const isAlone = (name: string) =>
    channels.filter((other) => short(other.name) === short(name)).length === 1
  return new Map(channels.map(({ id, name }) => [id, isAlone(name) ? short(name) : name]))
}

const MOVES_SHOWN = 5

/** `1.204 Besuche von Direkt zu Suche (organisch)`. */
export function moveText(
  { subject, from, to, count }: Move,
  nameOf: (channel: string) => string,
  language: Language,
): string {
  const number = new Intl.NumberFormat(language).format(count)
  const subjectName = SUBJECTS[language][subject][count === 1 ? 0 : 1]
  const [between, then] = language === 'de' ? ['von', 'zu'] : ['from', 'to']
  return `${number} ${subjectName} ${between} ${nameOf(from)} ${then} ${nameOf(to)}`
}

/** The entry of the diary: why channels were given anew, and the largest moves. */
export function diaryNote(
  { moves, reasons }: { readonly moves: readonly Move[]; readonly reasons: readonly Reason[] },
  nameOf: (channel: string) => string,
  language: Language,
): string {
  const why = reasons.map((reason) => REASONS[language][reason]).join(', ')
  const shown = moves.slice(0, MOVES_SHOWN).map((move) => moveText(move, nameOf, language))
  const rest = moves.slice(MOVES_SHOWN).reduce((sum, { count }) => sum + count, 0)
  const more = language === 'de' ? 'weitere' : 'more'
  if (rest > 0) shown.push(`${new Intl.NumberFormat(language).format(rest)} ${more}`)
  const head = language === 'de' ? 'Kanäle neu zugeordnet' : 'Channels given anew'
  return `${head} (${why}): ${shown.join('; ')}`
}
