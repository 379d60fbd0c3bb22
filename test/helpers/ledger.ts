import assert from 'node:assert/strict'
import { passwordHash } from '../../src/access/io/logins.ts'
import { createUser } from '../../src/access/io/user-admin.ts'
import { ask } from './app.ts'
import { NOW, wholeProgram } from './program.ts'

export type Row = { id: string; version: number } & Record<string, unknown>

/** The whole program with an administrator signed in, and what tests of the ledger do with it. */
export async function ledger() {
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
  const call = async <T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ) => {
    const answer = await ask(program, method, `/api/${path}`, { cookie, ...(body ? { body } : {}) })
    return answer as { status: number; body: T }
  }
  const create = async (path: string, body: object): Promise<Row> => {
    const answer = await call<{ record: Row }>('POST', path, body)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.record
  }
  const all = async (path: string) => (await call<{ items: Row[] }>('GET', path)).body.items
  /** Marketing cost of March 2026 as the figures have it, in cents. */
  const march = async (id = 'marketing_cost'): Promise<number | null> => {
    const answer = await call<{ kpis: Record<string, { value: number | null }> }>(
      'GET',
      `kpis?ids=${id}&from=2026-03-01&until=2026-04-01`,
    )
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.kpis[id]?.value ?? null
  }
  /** Changes a record as it is now; answers it. */
  const change = async (path: string, id: string, changes: object): Promise<Row> => {
    const { body } = await call<{ record: Row }>('GET', `${path}/${id}`)
    const answer = await call<{ record: Row }>('PATCH', `${path}/${id}`, {
      version: body.record.version,
      changes,
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body.record
  }
  const remove = async (path: string, id: unknown): Promise<void> => {
    const { body } = await call<{ record: Row }>('GET', `${path}/${id}`)
    const answer = await call('DELETE', `${path}/${id}?version=${body.record.version}`)
    assert.ok(answer.status < 300, JSON.stringify(answer.body))
  }
  /** Takes the newest change of a kind back that was of this type. */
  const undo = async (path: string, type: string): Promise<void> => {
    const { body } = await call<{ items: { id: string; type: string }[] }>('GET', `${path}/actions`)
    const last = body.items.find((one) => one.type === type)
    const answer = await call('POST', `${path}/actions/${last?.id}/undo`)
    assert.ok(answer.status < 300, JSON.stringify(answer.body))
  }
  return {
    program,
    cookie,
    call,
    create,
    change,
    remove,
    undo,
    all,
    march,
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}
