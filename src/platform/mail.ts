import { createTransport } from 'nodemailer'

export type MailSettings = {
  /** `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://...:465`. */
  readonly url: string
  /** `Regelkreis <regelkreis@example.com>` */
  readonly from: string
}

export type Attachment = {
  readonly filename: string
  readonly content: Buffer
  readonly contentType: string
}

export type Mail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** `<id@host>`: the same for every try of one mail, so that doubles can be told. */
  readonly messageId?: string
  readonly attachments?: readonly Attachment[]
}

export type Mailer = {
  /** Hands a mail over to the server; throws with its reason when it is not taken. */
  readonly send: (mail: Mail) => Promise<void>
  /** Connects and signs in without sending; throws with the reason. */
  readonly check: () => Promise<void>
}

const CONNECT_LIMIT_MS = 5_000
const ANSWER_LIMIT_MS = 10_000

/** The way to the mail server of the operator; null where none is set. Plain text, one connection per mail. */
export function createMailer(settings: MailSettings | null): Mailer | null {
  if (settings === null) return null
  const transport = createTransport({
    url: settings.url,
    connectionTimeout: CONNECT_LIMIT_MS,
    greetingTimeout: CONNECT_LIMIT_MS,
    socketTimeout: ANSWER_LIMIT_MS,
    // A text of ours is never a path or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async ({ to, subject, text, messageId, attachments }) => {
      await transport.sendMail({
        from: settings.from,
        to: [{ name: '', address: to }],
        subject,
        text,
        ...(messageId && { messageId }),
        ...(attachments && { attachments: [...attachments] }),
      })
    },
    check: async () => {
      await transport.verify()
    },
  }
}
