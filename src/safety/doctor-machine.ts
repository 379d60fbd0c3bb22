import { text } from '#kernel/fields.ts'
import type { Check } from './doctor.ts'
import { bytesText, DAY_MS, hasDatabase, mode } from './doctor-facts.ts'

export const checkNode: Check = ({ node: { version, oldest } }) => {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number)
  const isNew = major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
  return {
    id: 'node',
    state: isNew ? 'ok' : 'bad',
    title: text('Node', 'Node'),
    finding: text(version, version),
    advice: isNew
      ? null
      : text(
          `Node ${oldest.join('.')} oder neuer einsetzen.`,
          `Use Node ${oldest.join('.')} or newer.`,
        ),
  }
}

/** Bits that let anybody but the owner in. */
const OTHERS = 0o077

export const checkFolder: Check = ({ folder }) => {
  const base = { id: 'folder', title: text('Datenordner', 'Data folder') }
  const { path } = folder
  if (!folder.writable) {
    return {
      ...base,
      state: 'bad',
      finding: text(`${path}: kein Schreibrecht`, `${path}: no right to write`),
      advice: text(
        'Als Eigentümer des Ordners starten oder REGELKREIS_DATA ändern.',
        'Start as owner of the folder, or change REGELKREIS_DATA.',
      ),
    }
  }
  const open = (folder.mode & OTHERS) !== 0
  const rights = mode(folder.mode)
  return {
    ...base,
    state: open ? 'attention' : 'ok',
    finding: open
      ? text(`${path} ist für andere offen (${rights})`, `${path} is open to others (${rights})`)
      : text(`${path}, nur für das Programm offen`, `${path}, open to the program only`),
    advice: open ? text(`chmod 700 ${path}`, `chmod 700 ${path}`) : null,
  }
}

export const checkSecret: Check = ({ secret, folder }) => {
  const base = { id: 'secret', title: text('Geheimnis', 'Secret') }
  if (secret === 'setting') {
    return {
      ...base,
      state: 'ok',
      finding: text(
        'Kommt aus REGELKREIS_SECRET; gehört nicht zur Sicherung',
        'Comes from REGELKREIS_SECRET; is not part of a backup',
      ),
      advice: null,
    }
  }
  if (secret.mode === null) {
    return {
      ...base,
      state: 'ok',
      finding: text('Entsteht beim ersten Start', 'Is made at the first start'),
      advice: null,
    }
  }
  const open = (secret.mode & OTHERS) !== 0
  const file = `${folder.path}/secret`
  return {
    ...base,
    state: open ? 'bad' : 'ok',
    finding: open
      ? text(
          `${file} können andere lesen (${mode(secret.mode)})`,
          `Others can read ${file} (${mode(secret.mode)})`,
        )
      : text(
          'Liegt im Datenordner, nur für das Programm',
          'In the data folder, for the program only',
        ),
    advice: open ? text(`chmod 600 ${file}`, `chmod 600 ${file}`) : null,
  }
}

const FREE_BAD_BYTES = 500_000_000
const FREE_ATTENTION_BYTES = 2_000_000_000

export const checkDisk: Check = ({ disk: { freeBytes }, database }) => {
  const size = hasDatabase(database) && database.embedded ? database.bytes : 0
  // A large import or a restore can need the size of the database once more.
  const attention = Math.max(FREE_ATTENTION_BYTES, size)
  const state = freeBytes < FREE_BAD_BYTES ? 'bad' : freeBytes < attention ? 'attention' : 'ok'
  const free = bytesText(freeBytes)
  return {
    id: 'disk',
    state,
    title: text('Freier Platz', 'Free space'),
    finding: text(`${free.de} am Datenordner`, `${free.en} at the data folder`),
    advice:
      state === 'ok'
        ? null
        : text(
            'Platz schaffen: alte Sicherungen auslagern, weniger aufbewahren oder den Datenträger vergrößern.',
            'Make room: move old backups away, keep fewer, or enlarge the disk.',
          ),
  }
}

export const checkJobs: Check = ({ database }) => {
  if (!hasDatabase(database)) return null
  const { failedJobs } = database
  return {
    id: 'jobs',
    state: failedJobs > 0 ? 'attention' : 'ok',
    title: text('Hintergrundarbeiten', 'Background work'),
    finding:
      failedJobs > 0
        ? text(
            `${failedJobs} endgültig fehlgeschlagen`,
            `${failedJobs} failed and will not be tried again`,
          )
        : text('Keine fehlgeschlagen', 'None failed'),
    advice:
      failedJobs > 0
        ? text(
            'Im Protokoll des Programms nach „job failed“ suchen.',
            'Look for "job failed" in the log of the program.',
          )
        : null,
  }
}

export const checkMail: Check = ({ mail }) => {
  const base = { id: 'mail', title: text('E-Mail-Versand', 'Outgoing mail') }
  if (mail === null) {
    return {
      ...base,
      state: 'ok',
      finding: text(
        'Nicht eingerichtet; Einladungen werden als Link übergeben',
        'Not set up; invitations are handed over as links',
      ),
      advice: null,
    }
  }
  return {
    ...base,
    state: mail.problem === null ? 'ok' : 'bad',
    finding:
      mail.problem === null
        ? text('Der Mailserver antwortet', 'The mail server answers')
        : text(
            `Der Mailserver antwortet nicht: ${mail.problem}`,
            `The mail server does not answer: ${mail.problem}`,
          ),
    advice:
      mail.problem === null
        ? null
        : text(
            'SMTP_URL prüfen: Name, Port, Kennwort, Firewall.',
            'Check SMTP_URL: name, port, password, firewall.',
          ),
  }
}

const LOCAL_HOSTS = ['127.0.0.1', '::1', 'localhost']

export const checkAddress: Check = ({ address: { host, publicUrl, tls } }) => {
  const isSafe = tls || publicUrl?.startsWith('https:') === true || LOCAL_HOSTS.includes(host)
  const shown = publicUrl ?? host
  return {
    id: 'address',
    state: isSafe ? 'ok' : 'attention',
    title: text('Adresse', 'Address'),
    finding: isSafe
      ? text(shown, shown)
      : text(
          `${shown}: Kennwörter gehen unverschlüsselt durch das Netz`,
          `${shown}: passwords cross the network unencrypted`,
        ),
    advice: isSafe
      ? null
      : text(
          'TLS_CERT und TLS_KEY setzen oder einen Proxy mit TLS davorstellen und PUBLIC_URL=https://… setzen.',
          'Set TLS_CERT and TLS_KEY, or put a proxy with TLS in front and set PUBLIC_URL=https://...',
        ),
  }
}

const EXPIRES_SOON_DAYS = 14

export const checkCertificate: Check = ({ certificate, now }) => {
  if (certificate === null) return null
  const base = { id: 'certificate', title: text('Zertifikat', 'Certificate') }
  const renew = text(
    'Das Zertifikat erneuern; das Programm übernimmt die neue Datei von selbst.',
    'Renew the certificate; the program takes the new file over by itself.',
  )
  if ('problem' in certificate) {
    const { problem } = certificate
    return { ...base, state: 'bad', finding: text(problem, problem), advice: renew }
  }
  const days = Math.floor((certificate.expiresAt - now) / DAY_MS)
  const soon = days < EXPIRES_SOON_DAYS
  return {
    ...base,
    state: soon ? 'attention' : 'ok',
    finding: text(`Gilt noch ${days} Tage`, `Valid for ${days} more days`),
    advice: soon ? renew : null,
  }
}

export const checkWeb: Check = ({ web }) => ({
  id: 'web',
  state: web ? 'ok' : 'bad',
  title: text('Oberfläche', 'Screens'),
  finding: web ? text('Gebaut', 'Built') : text('Nicht gebaut', 'Not built'),
  advice: web
    ? null
    : text(
        '„npm start“ oder „node scripts/setup.mjs“ baut sie.',
        '"npm start" or "node scripts/setup.mjs" builds them.',
      ),
})
