/**
 * What a backup leaves out, with the reason. Everything else in the database is in it: a table that a later
 * migration adds is backed up without anybody thinking of it, unless it is unlogged and so a cache.
 */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  jobs: 'work that waits belongs to the running program: done again after a restore, it would happen twice',
  safety: 'which files lie in which folder is true of this installation, not of another one',
  public: 'extensions only; no table of the program lies there',
  'platform.migration':
    'the header carries the migrations; a restore compares and does not write them',
  'access.login_session':
    'a stolen file must not open a session; after a restore people sign in again',
  'access.login_verification': 'links and codes that are valid for minutes',
  'access.login_rate_limit': 'attempts to sign in, counted for a minute',
}

/** Is this table (`schema.name`) part of a backup? */
export function isBackedUp(table: string): boolean {
  const [schema = ''] = table.split('.')
  if (schema.startsWith('pg_') || schema === 'information_schema') return false
  return !(schema in LEFT_OUT) && !(table in LEFT_OUT)
}
