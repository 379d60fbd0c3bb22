import assert from 'node:assert/strict'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { after, test } from 'node:test'
import { userKind } from '#access/user.ts'
import { campaignKind, campaignMembershipKind } from '#campaigns/campaign.ts'
import { regionKind, teamKind } from '#company/records.ts'
import { costKind } from '#costs/cost.ts'
import { accountKind } from '#crm/account.ts'
import { contactKind } from '#crm/contact.ts'
import { opportunityKind } from '#crm/opportunity.ts'
import { productKind } from '#crm/product.ts'
import { revenueEntryKind } from '#crm/revenue-entry.ts'
import { leadKind } from '#leads/lead.ts'
import { writeCsv, writeXlsx } from '#platform/spreadsheet.ts'
import { dailyCountKind, touchpointKind } from '#tracking/records.ts'
import { sniffFile } from './io/sniff.ts'
import { proposeMappings } from './proposal.ts'
import { targetOf } from './target.ts'
import { templateFor } from './template.ts'

const KINDS = [
  userKind,
  teamKind,
  regionKind,
  accountKind,
  contactKind,
  leadKind,
  opportunityKind,
  revenueEntryKind,
  productKind,
  campaignKind,
  campaignMembershipKind,
  costKind,
  dailyCountKind,
  touchpointKind,
]

const folder = mkdtempSync(join(tmpdir(), 'guess-'))
after(() => rmSync(folder, { recursive: true }))

async function guess(name: string, text: string) {
  const path = join(folder, name)
  writeFileSync(path, text)
  const [best] = proposeMappings(await sniffFile(path), KINDS)
  return { kind: best?.id, columns: best?.mappings[0]?.columns }
}

test('guess: a German list of leads', async () => {
  assert.deepEqual(
    await guess(
      'anfragen.csv',
      'Lead-Nr;Vorname;Nachname;Firma;E-Mail;Telefon;Quelle;Eingang;Status\n17;Erika;Muster;Beispiel GmbH;e@example.com;0221 12345;Messe;01.02.2024;Neu\n',
    ),
    {
      kind: 'lead',
      columns: {
        Vorname: 'first_name',
        Nachname: 'last_name',
        Firma: 'company',
        'E-Mail': 'email',
        Telefon: 'phone',
        Quelle: 'source',
        Eingang: 'created_on',
        Status: 'stage',
      },
    },
  )
})

test('guess: contacts, companies, deals, invoices, cost, counts', async () => {
  const kind = async (text: string) => (await guess('a.csv', text)).kind
  assert.equal(
    await kind(
      'Anrede;Vorname;Nachname;E-Mail;Position;Firma\nFrau;Erika;Muster;e@example.com;Leitung;Beispiel GmbH\n',
    ),
    'contact',
  )
  assert.equal(
    await kind(
      'Firmenname;Straße;PLZ;Ort;Branche;Website\nBeispiel GmbH;Weg 1;50667;Köln;Maschinenbau;www.example.com\n',
    ),
    'account',
  )
  assert.equal(
    await kind(
      'Deal;Betrag;Phase;Abschlussdatum;Besitzer\nAuftrag A;1.200,00;Angebot;31.12.2024;Erika Muster\n',
    ),
    'opportunity',
  )
  assert.equal(
    await kind(
      'Rechnungsnummer;Rechnungsdatum;Kunde;Betrag\nR-1;31.12.2024;Beispiel GmbH;1.200,00\n',
    ),
    'revenue_entry',
  )
  assert.equal(
    await kind(
      'Datum;Kostenart;Kampagne;Lieferant;Kosten\n31.12.2024;Media;Herbst;Verlag;1.200,00\n',
    ),
    'cost',
  )
  assert.equal(
    await kind('Datum;Kanal;Besucher;Sitzungen\n31.12.2024;Messe;12;15\n'),
    'daily_count',
  )
})

test('guess: a table of something else entirely is not forced into a kind', async () => {
  assert.equal(
    (await guess('wetter.csv', 'Station;Luftdruck;Feuchte\nKöln;1013;80\n')).kind,
    undefined,
  )
})

for (const language of ['de', 'en'] as const) {
  for (const kind of KINDS) {
    test(`template: ${kind.id} (${language}) is recognised, column by column, as CSV and XLSX`, async () => {
      const { columns, example, notes } = templateFor(kind, language)
      const sheet = columns.map((header) => ({ header }))
      const csv = join(folder, `${kind.id}-${language}.csv`)
      const xlsx = join(folder, `${kind.id}-${language}.xlsx`)
      await pipeline(writeCsv(sheet, [example]), createWriteStream(csv))
      await pipeline(
        writeXlsx([{ name: 'Daten', columns: sheet, rows: [example] }]),
        createWriteStream(xlsx),
      )
      const wanted = notes.slice(1).map(([header, word]) => [header, word])
      for (const path of [csv, xlsx]) {
        const [best] = proposeMappings(await sniffFile(path), KINDS)
        assert.equal(best?.id, kind.id)
        assert.deepEqual(Object.entries(best.mappings[0]?.columns ?? {}), wanted)
      }
      for (const [, word] of wanted) assert.ok(targetOf(kind, word ?? ''), word)
    })
  }
}
