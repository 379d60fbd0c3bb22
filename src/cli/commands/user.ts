import { text as readText } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { passwordHash } from '#access/io/logins.ts'
import type { AccessTables } from '#access/io/tables.ts'
import { createUser, listUsers, resetPassword, resetTwoFactor } from '#access/io/user-admin.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, NewPassword } from '#access/password.ts'
import { isRole, ROLES } from '#access/policy.ts'
import { Refusal } from '#kernel/refusal.ts'
import { OperatorError } from '#platform/failure.ts'
import { randomPassword } from '#platform/random.ts'
import type { Command, CommandContext } from '../command.ts'

export const command: Command = {
  name: 'user',
  summary: 'list and create users, reset a password or a second factor',
  usage: `./regelkreis user list [--json]
./regelkreis user create EMAIL --name NAME [--role ROLE] [--password-stdin] [--json]
./regelkreis user reset-password EMAIL [--password-stdin] [--json]
./regelkreis user reset-two-factor EMAIL [--json]

Works on the data of this installation, whether the server runs or not. A new password is printed once,
unless it is given; resetting one signs the user out everywhere. Resetting the second factor of somebody who lost
the device and the recovery codes does so as well; the password is then enough.
  --name NAME        the name that colleagues see
  --role ROLE        one of ${ROLES.join(', ')} (default: viewer)
  --password-stdin   read the password from standard input (${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} signs)
  --json             print what was done as JSON`,
  async run(args, context) {
    const [action, ...rest] = args
    const run = ACTIONS[action ?? '']
    if (!run)
      throw new OperatorError(
        `user: list, create, reset-password or reset-two-factor?\n\n${this.usage}`,
        2,
      )
    try {
      await run(rest, context)
    } catch (error) {
      throw error instanceof Refusal ? new OperatorError(wordsOf(error)) : error
    }
    return undefined
  },
}

type Run = (args: string[], context: CommandContext) => Promise<void>

const OPTIONS = {
  name: { type: 'string' },
  role: { type: 'string', default: 'viewer' },
  'password-stdin': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

const databaseOf = async (context: CommandContext) =>
  (await context.store()).database.db.withTables<AccessTables>()

const list: Run = async (args, context) => {
  const { values } = parseArgs({ args, options: { json: OPTIONS.json } })
  const users = await listUsers(await databaseOf(context))
  if (values.json) return context.out(JSON.stringify(users))
  if (users.length === 0)
    return context.out('Nobody yet. Start the program and open its set-up link.')
  for (const user of users) {
    const state = user.active ? (user.hasLogin ? '' : ' (no login)') : ' (disabled)'
    const second = user.two_factor ? ' (two-factor)' : ''
    context.out(
      `${user.name} <${user.email ?? 'no e-mail'}> ${user.role ?? 'no role'}${state}${second}`,
    )
  }
}

const create: Run = async (args, context) => {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
  const email = emailOf(positionals)
  if (!values.name) throw new OperatorError('user create: --name is missing.', 2)
  const { name, role } = values
  if (!isRole(role)) {
    throw new OperatorError(`--role: one of ${ROLES.join(', ')}, not "${role}".`, 2)
  }
  const password = await passwordFor(values['password-stdin'] ?? false)
  const db = await databaseOf(context)
  const hash = await passwordHash(password.text)
  const id = await createUser(db, { name, email, role }, hash, context.now())
  tell(context, values.json, { id, email, role }, password)
}

const reset: Run = async (args, context) => {
  const { values, positionals } = parseArgs({
    args,
    options: { 'password-stdin': OPTIONS['password-stdin'], json: OPTIONS.json },
    allowPositionals: true,
  })
  const email = emailOf(positionals)
  const password = await passwordFor(values['password-stdin'] ?? false)
  const db = await databaseOf(context)
  await resetPassword(db, email, await passwordHash(password.text), context.now())
  tell(context, values.json, { email }, password)
}

const resetSecond: Run = async (args, context) => {
  const { values, positionals } = parseArgs({
    args,
    options: { json: OPTIONS.json },
    allowPositionals: true,
  })
  const email = emailOf(positionals)
  const reset = await resetTwoFactor(await databaseOf(context), email)
  if (values.json) return context.out(JSON.stringify({ email, reset }))
  context.out(
    reset
      ? `${email} signs in with the password alone again, and is signed out everywhere.`
      : `${email} has no second factor.`,
  )
}

const ACTIONS: Readonly<Record<string, Run>> = {
  list,
  create,
  'reset-password': reset,
  'reset-two-factor': resetSecond,
}

type Password = { readonly text: string; readonly isMade: boolean }

async function passwordFor(fromStdin: boolean): Promise<Password> {
  if (!fromStdin) return { text: randomPassword(), isMade: true }
  const text = (await readText(process.stdin)).replace(/\r?\n$/, '')
  if (!NewPassword.safeParse(text).success) {
    throw new OperatorError(
      `The password needs ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} signs.`,
    )
  }
  return { text, isMade: false }
}

function tell(
  { out }: CommandContext,
  asJson: boolean | undefined,
  facts: Readonly<Record<string, string>>,
  password: Password,
): void {
  const made = password.isMade ? { password: password.text } : {}
  if (asJson) out(JSON.stringify({ ...facts, ...made }))
  else if (!password.isMade) out(`Password of ${facts.email} set.`)
  else {
    out(`New password of ${facts.email}: ${password.text}`)
    out('It is shown this once. The user can change it after signing in.')
  }
}

function emailOf(positionals: readonly string[]): string {
  const [email, ...more] = positionals
  if (!email || more.length > 0) throw new OperatorError('Give one e-mail address.', 2)
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new OperatorError(`"${email}" is no e-mail address.`)
  return email
}

/** The refusals that can happen here, in words for the operator. */
const wordsOf = (refusal: Refusal): string => {
  const { email = '', user = '' } = refusal.detail
  const words: Readonly<Record<string, string>> = {
    'access.user_not_found': `There is no user with the address ${user}.`,
    'access.email_taken': `There is already a user with the address ${email}.`,
    'access.role_missing': 'This user has no role and cannot sign in. Give a role first.',
    'access.email_missing': 'This user has no e-mail address.',
  }
  return words[refusal.code] ?? refusal.message
}
