import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mailServer } from '../../test/helpers/mail-server.ts'
import { createMailer } from './mail.ts'

const FROM = 'Regelkreis <regelkreis@example.com>'

test('mail: arrives with its words, umlauts and line breaks included', async () => {
  await using server = await mailServer()
  const mailer = createMailer({ url: server.url, from: FROM })
  await mailer?.check()
  await mailer?.send({
    to: 'jörg@example.com',
    subject: 'Größe zählt',
    text: 'Guten Tag,\nhier der Link: https://example.com/setup?token=abc=\n',
  })
  const [mail] = server.mails
  assert.equal(mail?.from, 'regelkreis@example.com')
  assert.match(mail?.text ?? '', /^Subject: =\?UTF-8\?/m)
  assert.match(mail?.text ?? '', /https:\/\/example\.com\/setup\?token=3Dabc=3D|token=abc=/)
})

test('mail: an address cannot carry further recipients', async () => {
  await using server = await mailServer()
  const mailer = createMailer({ url: server.url, from: FROM })
  await mailer
    ?.send({ to: 'a@example.com, b@example.com', subject: 'x', text: 'x' })
    .catch(() => undefined)
  assert(server.mails.every(({ to }) => !['a@example.com', 'b@example.com'].includes(to)))
})

test('mail: what the server refuses is thrown with its reason; without a server there is no mailer', async () => {
  await using server = await mailServer({ refuses: true })
  const mailer = createMailer({ url: server.url, from: FROM })
  const mail = { to: 'a@example.com', subject: 'x', text: 'x' }
  await assert.rejects(async () => mailer?.send(mail), /no such mailbox/)
  const nobody = createMailer({ url: 'smtp://127.0.0.1:1', from: FROM })
  await assert.rejects(async () => nobody?.check(), /ECONNREFUSED/)
  assert.equal(createMailer(null), null)
})
