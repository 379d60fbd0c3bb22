import { passwordHash } from '../../src/access/io/logins.ts'
import { createUser } from '../../src/access/io/user-admin.ts'
import { ask } from './app.ts'
import { NOW, wholeProgram } from './program.ts'

/** The whole program with an administrator signed in. */
export async function signedIn() {
  const program = await wholeProgram()
  const [email, password] = ['anna@example.com', 'ein langes passwort']
  await createUser(
    program.db,
    { name: 'Anna', email, role: 'administrator' },
    await passwordHash(password),
    NOW,
  )
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password },
  })
  return { ...program, program, cookie, now: () => NOW }
}
