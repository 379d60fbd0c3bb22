import type { Company } from './schema.ts'

type Facts = {
  readonly name: string
  readonly url: string
  readonly until: Date
  readonly company: Company
  /** False: the person had a password and wants a new one. */
  readonly isFirst: boolean
}

/** Subject and text of the mail that carries a one-time link, in the language and time of the company. */
export function invitationMail(facts: Facts): { subject: string; text: string } {
  const { company } = facts
  const german = company.language !== 'en'
  const until = new Intl.DateTimeFormat(german ? 'de-DE' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: company.time_zone,
  }).format(facts.until)
  const of = company.name === '' ? '' : ` (${company.name})`
  return german ? inGerman(facts, until, of) : inEnglish(facts, until, of)
}

const inGerman = ({ name, url, isFirst }: Facts, until: string, of: string) => ({
  subject: isFirst ? `Ihr Zugang zu Regelkreis${of}` : `Neues Passwort für Regelkreis${of}`,
  text: `Guten Tag ${name},

${isFirst ? `für Sie wurde ein Zugang zu Regelkreis${of} angelegt.` : `für Ihren Zugang zu Regelkreis${of} wurde ein neues Passwort angefordert.`} Mit diesem Link wählen Sie ein Passwort:

${url}

Der Link gilt einmal und bis ${until}. Geben Sie ihn nicht weiter.
${isFirst ? '' : 'Bis dahin gilt Ihr bisheriges Passwort. '}Wenn Sie nichts damit anfangen können, wenden Sie sich an Ihre Administration.
`,
})

const inEnglish = ({ name, url, isFirst }: Facts, until: string, of: string) => ({
  subject: isFirst ? `Your access to Regelkreis${of}` : `New password for Regelkreis${of}`,
  text: `Hello ${name},

${isFirst ? `access to Regelkreis${of} has been set up for you.` : `a new password was requested for your access to Regelkreis${of}.`} Choose a password with this link:

${url}

The link works once and until ${until}. Do not pass it on.
${isFirst ? '' : 'Until then your present password counts. '}If you did not expect this, please ask your administrator.
`,
})
