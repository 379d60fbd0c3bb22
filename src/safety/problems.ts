import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'

/** Why a backup failed, for people, by the code that is stored; `other` shows the message besides. */
export const BACKUP_PROBLEMS = {
  ENOENT: text('Der Ordner ist nicht da.', 'The folder is not there.'),
  EEXIST: text(
    'Wo der Ordner sein soll, liegt eine Datei.',
    'A file lies where the folder should be.',
  ),
  ENOTDIR: text(
    'Wo der Ordner sein soll, liegt eine Datei.',
    'A file lies where the folder should be.',
  ),
  EACCES: text(
    'Das Programm darf in den Ordner nicht schreiben.',
    'The program may not write into the folder.',
  ),
  EPERM: text(
    'Das Programm darf in den Ordner nicht schreiben.',
    'The program may not write into the folder.',
  ),
  EROFS: text('Der Datenträger kann nur gelesen werden.', 'The disk can only be read.'),
  ENOSPC: text('Der Datenträger ist voll.', 'The disk is full.'),
  EDQUOT: text('Das Kontingent auf dem Datenträger ist verbraucht.', 'The quota is used up.'),
  interrupted: text(
    'Das Programm wurde währenddessen beendet.',
    'The program ended while it was at work.',
  ),
  unreadable: text(
    'Die Datei ließ sich nicht fehlerfrei zurücklesen.',
    'The file could not be read back without error.',
  ),
  other: text('Unerwarteter Fehler.', 'Unexpected error.'),
} as const satisfies Readonly<Record<string, Text>>

export type BackupProblem = keyof typeof BACKUP_PROBLEMS

export const isBackupProblem = (code: unknown): code is BackupProblem =>
  typeof code === 'string' && Object.hasOwn(BACKUP_PROBLEMS, code)

/** The texts of refusals, by code. */
export const safetyRefusals: Readonly<Record<string, Text>> = {
  'safety.backup_under_way': text(
    'Eine Sicherung läuft bereits.',
    'A backup is being made already.',
  ),
}
