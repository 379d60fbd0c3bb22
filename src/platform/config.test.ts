import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import test from 'node:test'
import { Environment, readConfig } from './config.ts'
import { OperatorError } from './failure.ts'

test('config: nothing set gives the defaults of docs/operations.md', () => {
  assert.deepEqual(readConfig({}), {
    databaseUrl: null,
    dataFolder: resolve('data'),
    secret: null,
    host: '127.0.0.1',
    port: 8080,
    publicUrl: null,
    trustedProxies: [],
    tls: null,
    mail: null,
    backupFolder: resolve('data/backups'),
    countryFile: null,
    metricsToken: null,
    log: { level: 'info', format: 'auto' },
    importFileMaxBytes: 2_147_483_648,
    workerConcurrency: 2,
  })
})

test('config: values are parsed, empty ones count as unset', () => {
  const config = readConfig({
    DATABASE_URL: 'postgresql://someone:secret@db.example.com/regelkreis',
    PORT: '18001',
    HOST: '',
    PUBLIC_URL: 'https://regelkreis.example.com/',
    TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.1',
    IMPORT_FILE_MAX: '500 mb',
  })
  assert.equal(config.port, 18001)
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.publicUrl, 'https://regelkreis.example.com')
  assert.equal(config.importFileMaxBytes, 524_288_000)
  assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '192.168.1.1'])
})

const wrong = [
  {
    name: 'a port that is no number',
    env: { PORT: 'eighty' },
    message: /PORT: expected a number.*"eighty"/,
  },
  { name: 'a port out of range', env: { PORT: '70000' }, message: /PORT: expected/ },
  {
    name: 'a MySQL address',
    env: { DATABASE_URL: 'mysql://u:hidden@h/d' },
    message: /DATABASE_URL: expected a URL like postgresql/,
  },
  {
    name: 'a short secret',
    env: { REGELKREIS_SECRET: 'hidden' },
    message: /REGELKREIS_SECRET: expected at least 32/,
  },
  {
    name: 'a size without a unit',
    env: { IMPORT_FILE_MAX: '2000000' },
    message: /IMPORT_FILE_MAX: expected a size in MB or GB/,
  },
  {
    name: 'a certificate without its key',
    env: { TLS_CERT: 'cert.pem' },
    message: /TLS_KEY: expected the path of a PEM file.*because TLS_CERT is set/,
  },
  {
    name: 'a mail server without a sender',
    env: { SMTP_URL: 'smtp://u:hidden@mail.example.com' },
    message: /MAIL_FROM: expected an address.*because SMTP_URL is set/,
  },
  {
    name: 'a mail server by another protocol',
    env: { SMTP_URL: 'https://u:hidden@mail.example.com', MAIL_FROM: 'a@b.example' },
    message: /SMTP_URL: expected a URL like smtp/,
  },
  {
    name: 'a sender with a second header in it',
    env: { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'a@b.example\nBcc: c@d.example' },
    message: /MAIL_FROM: expected an address/,
  },
  {
    name: 'a misspelt key',
    env: { REGELKREIS_DATEN: 'x' },
    message: /REGELKREIS_DATEN: no such setting/,
  },
]
for (const { name, env, message } of wrong) {
  test(`config: ${name} is refused by name, without secrets`, () => {
    assert.throws(
      () => readConfig(env),
      (error) => {
        assert(error instanceof OperatorError)
        assert.equal(error.exitCode, 2)
        assert.match(error.message, message)
        assert.doesNotMatch(error.message, /hidden/)
        return true
      },
    )
  })
}

test('docs/operations.md explains every setting', () => {
  const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  const keys = Object.keys(Environment.shape)
  assert(keys.length >= 8)
  assert.deepEqual(
    keys.filter((key) => !page.includes(`| \`${key}\` |`)),
    [],
  )
})
