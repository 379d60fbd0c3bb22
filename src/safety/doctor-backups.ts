import { text } from '#kernel/fields.ts'
import type { Check } from './doctor.ts'
import { agoText, DAY_MS, hasDatabase } from './doctor-facts.ts'

const TITLE = text('Letzte Sicherung', 'Last backup')
/** A daily backup may be late by two hours before anybody is bothered. */
const LATE_MS = 26 * 60 * 60_000
const TOO_LATE_MS = 3 * DAY_MS

export const checkLastBackup: Check = ({ now, database, backups }) => {
  if (!hasDatabase(database)) return null
  if (backups.lastFileMissing) {
    return {
      id: 'last_backup',
      state: 'bad',
      title: TITLE,
      finding: text('Ihre Datei ist nicht mehr da', 'Its file is no longer there'),
      advice: text(
        'Klären, wer sie entfernt hat, dann „Jetzt sichern“.',
        'Find out who removed it, then “Back up now”.',
      ),
    }
  }
  const { lastDone, lastFailed, schedule, installedAt } = database
  const age = now - (lastDone ?? installedAt)
  const state =
    age > TOO_LATE_MS ? 'bad' : age > LATE_MS || lastFailed !== null ? 'attention' : 'ok'
  const failed = lastFailed === null ? null : agoText(now - lastFailed)
  const suffix = failed
    ? text(`; danach fehlgeschlagen ${failed.de}`, `; failed after that ${failed.en}`)
    : text('', '')
  const last = lastDone === null ? null : agoText(now - lastDone)
  const none =
    age > LATE_MS
      ? text('Es gibt keine', 'There is none')
      : text('Noch keine; die Installation ist neu', 'None so far; the installation is new')
  const advice =
    failed !== null
      ? text(
          'Den Grund unter Einstellungen, Sicherung lesen und beheben, dann „Jetzt sichern“.',
          'Read the reason under Settings, Backup, mend it, then “Back up now”.',
        )
      : schedule === 'off'
        ? text(
            'Die tägliche Sicherung einschalten oder „./regelkreis backup“ selbst planen.',
            'Switch the daily backup on, or schedule "./regelkreis backup" yourself.',
          )
        : text(
            '„Jetzt sichern“ oder „./regelkreis backup DATEI“.',
            '“Back up now” or "./regelkreis backup FILE".',
          )
  return {
    id: 'last_backup',
    state,
    title: TITLE,
    finding: text((last ?? none).de + suffix.de, (last ?? none).en + suffix.en),
    advice: state === 'ok' ? null : advice,
  }
}

export const checkBackupPlace: Check = ({ backups: { folder, sameDisk, writable } }) => {
  const base = { id: 'backup_place', title: text('Ort der Sicherungen', 'Place of the backups') }
  if (!writable) {
    return {
      ...base,
      state: 'bad',
      finding: text(
        `In ${folder} darf das Programm nicht schreiben`,
        `The program may not write into ${folder}`,
      ),
      advice: text(
        'Den Ordner dem Benutzer des Programms geben oder BACKUP_FOLDER ändern.',
        'Give the folder to the user of the program, or change BACKUP_FOLDER.',
      ),
    }
  }
  return {
    ...base,
    state: sameDisk ? 'attention' : 'ok',
    finding: sameDisk
      ? text(
          `${folder} liegt auf dem Datenträger der Daten`,
          `${folder} lies on the disk of the data`,
        )
      : text(folder, folder),
    advice: sameDisk
      ? text(
          'BACKUP_FOLDER auf einen anderen Datenträger legen oder die Dateien regelmäßig wegkopieren.',
          'Put BACKUP_FOLDER on another disk, or copy the files away regularly.',
        )
      : null,
  }
}
