// A mail server for tests that takes every mail and keeps it (SMTP of RFC 5321, the few commands of one delivery):
//   await using server = await mailServer()
//   ... SMTP_URL = server.url ...
//   server.mails[0]?.text
import { type AddressInfo, createServer, type Socket } from 'node:net'

export type TakenMail = { readonly from: string; readonly to: string; readonly text: string }

export async function mailServer(options: { readonly refuses?: boolean } = {}) {
  const mails: TakenMail[] = []
  const server = createServer((socket) => serve(socket, mails, options.refuses ?? false))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function serve(socket: Socket, mails: TakenMail[], refuses: boolean): void {
  let buffer = ''
  let from = ''
  let to = ''
  let inData = false
  const say = (line: string) => socket.write(`${line}\r\n`)
  const address = (line: string) => /<(.*)>/.exec(line)?.[1] ?? ''
  const command = (line: string) => {
    const word = line.slice(0, 4).toUpperCase()
    if (word === 'EHLO' || word === 'HELO') return say('250 test')
    if (word === 'MAIL') from = address(line)
    if (word === 'RCPT') {
      to = address(line)
      if (refuses) return say('550 no such mailbox')
    }
    if (word === 'DATA') {
      inData = true
      return say('354 go on')
    }
    if (word === 'QUIT') {
      say('221 bye')
      return socket.end()
    }
    return say('250 ok')
  }
  socket.on('error', () => undefined)
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    buffer += chunk
    for (;;) {
      const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n')
      if (end === -1) return
      const piece = buffer.slice(0, end)
      buffer = buffer.slice(end + (inData ? 5 : 2))
      if (!inData) {
        command(piece)
        continue
      }
      mails.push({ from, to, text: piece })
      inData = false
      say('250 taken')
    }
  })
  say('220 test')
}
