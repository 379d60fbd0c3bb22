import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { IsoDate } from '#kernel/period.ts'

const DAYS_KEPT = 2

export type DaySecrets = {
  /** Numbers of the visitor behind `sign` (website, address, program) on these civil days. Sync: learn them first. */
  numberOf(date: IsoDate, sign: string): string
  /** Makes sure of the secrets of these days. Throws when the database is away and one is missing. */
  learn(dates: readonly IsoDate[]): Promise<void>
  /** The database may have been emptied by a crash: what is known here is written to it once more. */
  writeAgain(): void
  /** Deletes what is older than two days, here and in the database. */
  forget(before: IsoDate): Promise<void>
}

/**
 * Secrets of days: they make the number that stands for a visitor without consent. Once one is deleted, nobody can
 * tell any more who a number was. The table is emptied by a crash of the database, so each use writes it anew.
 */
export function daySecrets(pool: pg.Pool): DaySecrets {
  const known = new Map<IsoDate, KeyObject>()
  const written = new Set<IsoDate>()
  const learnOne = async (date: IsoDate) => {
    const { rows } = await pool.query<{ secret: Buffer }>(
      `insert into tracking.day_secret as kept (date, secret) values ($1, $2)
           on conflict (date) do update set secret = kept.secret
       returning secret`,
      [date, known.get(date)?.export() ?? randomBytes(32)],
    )
    const secret = rows[0]?.secret
    if (!secret) return
    known.set(date, createSecretKey(secret))
    written.add(date)
  }
  return {
    numberOf(date, sign) {
      const secret = known.get(date)
      if (!secret) throw new Error(`the secret of ${date} was not learned`)
      return uuidOf(createHmac('sha256', secret).update(sign).digest())
    },
    async learn(dates) {
      for (const date of dates) if (!written.has(date)) await learnOne(date)
      while (known.size > DAYS_KEPT + 1) {
        const oldest = [...known.keys()].sort()[0]
        if (oldest === undefined) return
        known.delete(oldest)
        written.delete(oldest)
      }
    },
    writeAgain: () => written.clear(),
    async forget(before) {
      for (const date of [...known.keys()]) {
        if (date >= before) continue
        known.delete(date)
        written.delete(date)
      }
      await pool.query('delete from tracking.day_secret where date < $1', [before])
    },
  }
}

/** The first 16 bytes as a uuid. */
export function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** An id of the script (22 signs of base64url) as a uuid. */
export const uuidOfWireId = (id: string): string => uuidOf(Buffer.from(id, 'base64url'))
