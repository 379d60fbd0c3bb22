import { closeSync, openSync, readSync, rmSync } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { messageOf, OperatorError } from '#platform/failure.ts'
import { BrokenBackup, MAGIC } from './frames.ts'
import { verifyBackup } from './read-backup.ts'
import { type BackupParts, type Sink, type WrittenBackup, writeBackup } from './write-backup.ts'

/**
 * Writes a backup to a file that is there whole or not at all: under another name, flushed to the disk, read
 * back and checked, then renamed. Mode 600. Replaces an older backup of that name, never another file.
 * Throws OperatorError when the place does not take it.
 */
export async function writeBackupFile(path: string, parts: BackupParts): Promise<WrittenBackup> {
  await refuseForeignFile(path)
  const staging = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
  const remove = () => rmSync(staging, { force: true })
  process.once('exit', remove)
  try {
    const written = await writeTo(staging, parts)
    await verifyBackup(staging)
    await rename(staging, path)
    await flushFolder(dirname(path))
    return written
  } catch (error) {
    throw explained(error, path)
  } finally {
    await rm(staging, { force: true })
    process.off('exit', remove)
  }
}

async function writeTo(staging: string, parts: BackupParts): Promise<WrittenBackup> {
  const file = await open(staging, 'wx', 0o600)
  try {
    const written = await writeBackup(parts, sinkOf(file))
    await file.sync()
    return written
  } finally {
    await file.close()
  }
}

const sinkOf =
  (file: FileHandle): Sink =>
  async (bytes) => {
    let at = 0
    while (at < bytes.length) at += (await file.write(bytes, at)).bytesWritten
  }

/** The name itself must survive a crash, not only what it names. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().catch(() => undefined)
  await handle.close()
}

async function refuseForeignFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found === null) return
  if (!found.isFile() || (found.size > 0 && !isBackup(path))) {
    throw new OperatorError(`${path} exists and is no backup: choose another name.`)
  }
}

/** Does the file begin as a backup does? Says nothing about the rest of it. */
export function isBackup(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(MAGIC.length)
    return readSync(file, start) === start.length && start.equals(MAGIC)
  } finally {
    closeSync(file)
  }
}

/** What an operator can do about a place that takes no file. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'the folder does not exist',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
}

function explained(error: unknown, path: string): unknown {
  if (error instanceof BrokenBackup) {
    return new OperatorError(
      `What was written to ${path} cannot be read back: ${error.message}`,
      1,
      {
        cause: error,
      },
    )
  }
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']
  if (reason === undefined) return error
  return new OperatorError(`${path} cannot be written: ${reason} (${messageOf(error)}).`, 1, {
    cause: error,
  })
}
