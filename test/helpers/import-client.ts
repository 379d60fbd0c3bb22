import assert from 'node:assert/strict'
import type { ServerProcess } from './server.ts'

// The import screen's calls, for tests and measurements against the real server.

export type View = {
  id: string
  state: string
  error: { code: string; text?: { de: string } } | null
  counts: Record<string, number> | null
  files: {
    id: string
    name: string
    mappings: unknown[]
    parts: { counts: Record<string, number> }[]
  }[]
}

/** Makes the first administrator of a fresh server and signs in; `company` is what the form says besides. The session as a fetch. */
export async function signedIn(server: ServerProcess, company: Record<string, string> = {}) {
  const token =
    new URL(server.setupLink ?? '').searchParams.get('token') ?? server.setupLink?.split('/').at(-1)
  const person = { token, name: 'Eva', email: 'eva@firma.de', password: 'correct horse battery' }
  const headers = { origin: server.address, 'content-type': 'application/json' }
  const setup = await fetch(`${server.address}/api/setup`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ...person, ...company }),
  })
  assert(setup.ok, await setup.text())
  return signIn(server)
}

export async function signIn(server: ServerProcess) {
  const headers = { origin: server.address, 'content-type': 'application/json' }
  const answer = await fetch(`${server.address}/api/auth/sign-in/email`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email: 'eva@firma.de', password: 'correct horse battery' }),
  })
  assert(answer.ok, await answer.text())
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return async (path: string, init: RequestInit = {}) =>
    fetch(`${server.address}${path}`, {
      ...init,
      headers: { cookie, origin: server.address, ...(init.headers as Record<string, string>) },
    })
}

export type Call = Awaited<ReturnType<typeof signIn>>

export async function upload(call: Call, files: Record<string, string | Uint8Array>) {
  const form = new FormData()
  for (const [name, content] of Object.entries(files)) {
    form.append(
      'files',
      new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]),
      name,
    )
  }
  return call('/api/imports', { method: 'POST', body: form })
}

export async function settled(call: Call, id: string, limitMs = 120_000): Promise<View> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const view = (await (await call(`/api/imports/${id}`)).json()) as View
    if (!view.state.endsWith('ing')) return view
    assert(performance.now() < deadline, `still ${view.state}`)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}

export const start = (call: Call, id: string, run: string) =>
  call(`/api/imports/${id}/${run}`, { method: 'POST' })
