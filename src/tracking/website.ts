import { field, text } from '#kernel/fields.ts'
import type { Choice, RecordKind, RuleResult, Text, Values } from '#kernel/record.ts'

/** What is kept of visitors who have not consented. */
export const CONSENT_MODES = ['strict', 'cookieless', 'full'] as const
export type ConsentMode = (typeof CONSENT_MODES)[number]

export type ConsentModeText = {
  readonly label: Text
  /** What is measured and stored. */
  readonly what: Text
  /** What the law has to do with it. */
  readonly law: Text
}

/** The three modes as people read them. Notes for a talk with the data protection officer, no legal advice. */
export const CONSENT_MODE_TEXTS: Readonly<Record<ConsentMode, ConsentModeText>> = {
  strict: {
    label: text('Streng: nur Seitenaufrufe zählen', 'Strict: count page views only'),
    what: text(
      'Vor der Einwilligung wird nur gezählt, wie oft eine Seite an einem Tag aufgerufen wurde. Kein Besuch, keine Herkunft, keine Kennung, nichts auf dem Gerät.',
      'Before consent only the views of a page on a day are counted. No visit, no origin, no id, nothing on the device.',
    ),
    law: text(
      'Es entstehen keine personenbezogenen Daten, und auf das Gerät wird nicht zugegriffen (§ 25 TDDDG). Der vorsichtigste Weg; die Herkunft von Besuchen ohne Einwilligung bleibt unbekannt.',
      'No personal data arise, and the device is not accessed (§ 25 TDDDG). The most careful way; where visits without consent came from stays unknown.',
    ),
  },
  cookieless: {
    label: text('Ohne Cookie: Besuche eines Tages', 'Without cookie: visits of a day'),
    what: text(
      'Vor der Einwilligung bekommt ein Besuch eine Nummer, die nur für einen Tag gilt. Sie entsteht aus IP-Adresse und Browserkennung mit einem Tagesgeheimnis, das nach zwei Tagen gelöscht wird. Herkunft und Seiten des Besuchs werden gezählt, aber nie einer Person zugeordnet. Auf dem Gerät wird nichts gespeichert.',
      'Before consent a visit gets a number that holds for a day. It is made from IP address and browser with a secret of the day, deleted after two days. Origin and pages of the visit are counted, but never linked to a person. Nothing is stored on the device.',
    ),
    law: text(
      'Auf dem Gerät wird nichts gespeichert oder ausgelesen. Die Tagesnummer ist bis zur Löschung des Geheimnisses pseudonym; dafür braucht es eine Rechtsgrundlage, üblich ist das berechtigte Interesse (Art. 6 Abs. 1 f DSGVO) mit Abwägung und Hinweis auf das Widerspruchsrecht. Die deutschen Aufsichtsbehörden kennen keine allgemeine Ausnahme für Reichweitenmessung.',
      'Nothing is stored on or read from the device. Until the secret is deleted the number of the day is pseudonymous; it needs a legal basis, usually legitimate interest (Art. 6(1)(f) GDPR) with a balancing test and a notice of the right to object. German authorities know no general exemption for audience measurement.',
    ),
  },
  full: {
    label: text('Voll: wie mit Einwilligung „Statistik“', 'Full: as with consent to statistics'),
    what: text(
      'Besuche werden von Anfang an so gemessen, als läge die Einwilligung in Statistik vor: mit einer Besucherkennung über mehrere Besuche.',
      'Visits are measured from the beginning as if consent to statistics were given: with a visitor id over several visits.',
    ),
    law: text(
      'Nur mit einer anderen Rechtsgrundlage, die Sie nennen können: etwa ein Portal mit Anmeldung und Vertrag oder ein Intranet mit Betriebsvereinbarung. Auf einer öffentlichen Website in der EU ist das ohne Einwilligung in aller Regel unzulässig (§ 25 TDDDG).',
      'Only with another legal basis that you can name: a portal with sign-in and contract, or an intranet with a works agreement. On a public website in the EU it is as a rule not allowed without consent (§ 25 TDDDG).',
    ),
  },
}

const MODES: readonly Choice[] = CONSENT_MODES.map((value) => ({
  value,
  label: CONSENT_MODE_TEXTS[value].label,
}))

/** A website that is measured. */
export const websiteKind: RecordKind = {
  id: 'website',
  path: 'websites',
  label: text('Website', 'Website'),
  plural: text('Websites', 'Websites'),
  table: 'tracking.website',
  area: 'tracking',
  fields: [
    field.text('name', 'Name', 'Name', {
      required: true,
      inList: true,
      help: text('Wie Sie die Website nennen.', 'What you call the website.'),
    }),
    field.list('domains', 'Eigene Domains', 'Own domains', {
      required: true,
      inList: true,
      help: text(
        'Zum Beispiel example.de; Subdomains gehören dazu. Mehrere Domains, zwischen denen Besucher wechseln, gehören zu einer Website.',
        'Such as example.com; subdomains are included. Several domains that visitors change between belong to one website.',
      ),
    }),
    field.choice('before_consent', 'Vor der Einwilligung', 'Before consent', MODES, {
      required: true,
      inList: true,
      help: text(
        'Was gemessen wird, solange ein Besucher nicht zugestimmt hat. „Voll“ nur mit eigener Rechtsgrundlage.',
        'What is measured while a visitor has not consented. "Full" only with a legal basis of its own.',
      ),
    }),
    field.url('script_address', 'Adresse des Skripts', 'Address of the script', {
      help: text(
        'Eine Subdomain der Website, die zu diesem Programm führt, zum Beispiel https://daten.example.de: Dann bleibt die Besucherkennung auch in Safari länger als sieben Tage. Leer: die Adresse des Programms.',
        'A subdomain of the website that leads to this program, such as https://data.example.com: then the visitor id lasts longer than seven days in Safari too. Empty: the address of the program.',
      ),
    }),
    field.text('key', 'Schlüssel', 'Key', { derived: true }),
    field.boolean('active', 'Aktiv', 'Active', {
      help: text(
        'Nein: Aufrufe dieser Website werden nicht mehr angenommen.',
        'No: hits of this website are no longer taken.',
      ),
    }),
    field.longtext('notes', 'Notizen', 'Notes'),
  ],
  title: ['name'],
  search: ['name'],
  hidden: ['number', 'write_key'],
  sort: 'name',
}

/** The texts of the rules, by rule. */
export const websiteRuleTexts: Readonly<Record<string, Text>> = {
  'tracking.no_domain': text(
    'Bitte nur Domains angeben, zum Beispiel example.de.',
    'Please give domains only, such as example.com.',
  ),
  'tracking.script_address': text(
    'Bitte nur Protokoll und Host angeben, zum Beispiel https://daten.example.de.',
    'Please give protocol and host only, such as https://data.example.com.',
  ),
}

export type WebsiteFacts = { readonly newKey: () => string }

/** A host as people paste it: `https://www.Example.de/seite` is `example.de`. Null for what is none. */
export function domainOf(given: string): string | null {
  const text = given.trim().toLowerCase()
  const url = URL.parse(/^[a-z]+:\/\//.test(text) ? text : `https://${text}`)
  const host = url?.hostname.replace(/^(\*\.|www\.)/, '').replace(/\.$/, '') ?? ''
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(host)
    ? host
    : null
}

/** Whether a host is a domain or lies below it. */
export const isWithin = (host: string, domain: string): boolean =>
  host === domain || host.endsWith(`.${domain}`)

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : []

/** Domains in one writing, once each, and a key where there is none. */
export function deriveWebsite(
  before: Values | null,
  website: Values,
  { newKey }: WebsiteFacts,
): Values {
  const domains = listOf(website.domains).map((given) => domainOf(given) ?? given.trim())
  const address = typeof website.script_address === 'string' ? website.script_address : null
  return {
    ...website,
    domains: [...new Set(domains)],
    script_address: address?.replace(/\/+$/, '') || null,
    // Never another one: it stands in the pages of the website.
    key: before?.key ?? website.key ?? newKey(),
  }
}

export function checkWebsite(_before: Values | null, website: Values): RuleResult[] {
  const problems: RuleResult[] = []
  if (listOf(website.domains).some((given) => domainOf(given) === null)) {
    problems.push({ field: 'domains', rule: 'tracking.no_domain', severity: 'invalid' })
  }
  const address = website.script_address
  const url = typeof address === 'string' ? URL.parse(address) : null
  if (typeof address === 'string' && (!url || url.origin !== address.toLowerCase())) {
    problems.push({ field: 'script_address', rule: 'tracking.script_address', severity: 'invalid' })
  }
  return problems
}

/** The page of the program on which people see whether the script of a website works. */
export const TEST_PATH = '/website-test.html'
/** What visits of it are marked with, in place of why something looks like a program: no figure counts them. */
export const TEST_MARK = 'test'

export const isTestPage = (address: string): boolean =>
  // Looked for first: every hit passes here, and taking an address apart costs more.
  address.includes(TEST_PATH) && URL.parse(address)?.pathname === TEST_PATH
