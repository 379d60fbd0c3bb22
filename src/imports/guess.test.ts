import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { IMPORT_KINDS } from '../../test/helpers/import-kinds.ts'
import { sniffFile } from './io/sniff.ts'
import { proposeMappings } from './proposal.ts'

const folder = mkdtempSync(join(tmpdir(), 'guess-'))
after(() => rmSync(folder, { recursive: true }))

async function guess(name: string, text: string) {
  const path = join(folder, name)
  writeFileSync(path, text)
  const [best] = proposeMappings(await sniffFile(path), IMPORT_KINDS)
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
