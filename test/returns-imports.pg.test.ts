// Files of contracts, recommendations, applications, hires, service requests and meetings become records, once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testImports } from './helpers/imports.ts'

const FILES: readonly {
  readonly kind: string
  readonly table: string
  readonly read: string
  readonly text: string
  readonly found: Readonly<Record<string, unknown>>
}[] = [
  {
    kind: 'contract',
    table: 'returns.contract',
    read: 'name, number, start_date, end_date, amount, billing_period, outcome, decided_on, end_reason',
    text: 'Bezeichnung;Vertragsnummer;Kunde;Beginn;Letzter Tag;Betrag;Betrag je;Stand;Grund des Endes\nWartung;V-1;Pumpen GmbH;01.01.2025;31.12.2025;1.200,50;Quartal;beendet;Preis\n',
    found: {
      ...{ name: 'Wartung', number: 'V-1', start_date: '2025-01-01', end_date: '2025-12-31' },
      ...{ amount: 120_050, billing_period: 'quarter', outcome: 'ended' },
      // a file knows no day of the decision: the last day of the contract is taken
      ...{ decided_on: '2025-12-31', end_reason: 'Preis' },
    },
  },
  {
    kind: 'recommendation',
    table: 'returns.recommendation',
    read: 'recommended_on, recommender_name, recommended_name, channel',
    text: 'Datum;Name des Empfehlers;Empfohlen\n10.03.2026;Frau Alt;Neu AG\n',
    found: {
      ...{ recommended_on: '2026-03-10', recommender_name: 'Frau Alt' },
      ...{ recommended_name: 'Neu AG', channel: 'recommendation' },
    },
  },
  {
    kind: 'job_application',
    table: 'returns.job_application',
    read: 'applied_on, position, reference, status, source',
    text: 'Eingang;Stelle;Kennung;Stand;Quelle\n02.03.2026;Monteur;B-17;im Gespräch;linkedin\n',
    found: {
      ...{ applied_on: '2026-03-02', position: 'Monteur', reference: 'B-17' },
      ...{ status: 'interview', source: 'linkedin' },
    },
  },
  {
    kind: 'hire',
    table: 'returns.hire',
    read: 'hired_on, position, saving',
    text: 'Eingestellt am;Stelle;Ersparnis\n15.03.2026;Monteur;3.500,00\n',
    found: { hired_on: '2026-03-15', position: 'Monteur', saving: 350_000 },
  },
  {
    kind: 'service_request',
    table: 'returns.service_request',
    read: 'subject, kind, status, requested_at, resolved_at',
    text: 'Eingang;Betreff;Art;Erledigt am\n20.03.2026 10:00;Dichtung;Störung;20.03.2026 12:30\n',
    found: {
      ...{ subject: 'Dichtung', kind: 'fault', status: 'resolved' },
      requested_at: new Date('2026-03-20T10:00:00Z'),
      resolved_at: new Date('2026-03-20T12:30:00Z'),
    },
  },
  {
    kind: 'meeting',
    table: 'returns.meeting',
    read: 'starts_at, origin, outcome, channel',
    text: 'Zeitpunkt;Herkunft;Ergebnis\n21.03.2026 09:00;Kaltakquise am Telefon;versäumt\n',
    found: {
      ...{ starts_at: new Date('2026-03-21T09:00:00Z'), origin: 'cold_call' },
      ...{ outcome: 'missed', channel: 'telemarketing' },
    },
  },
]

for (const { kind, table, read, text, found } of FILES) {
  test(`a German file of the kind ${kind} is read, and once more changes nothing`, async () => {
    await using workplace = await testImports({ currency: 'EUR' })
    const file = await workplace.file(`${kind}.csv`, text)
    const wish = { as: kind }
    const first = await workplace.commit([file], wish)
    assert.equal(first.files[0]?.rows.new, 1, JSON.stringify(first.files[0]))
    assert.deepEqual(await workplace.rows(`select ${read} from ${table}`), [found])
    const again = await workplace.commit([file], wish)
    assert.equal(again.files[0]?.rows.new, 0, JSON.stringify(again.files[0]))
    assert.equal((await workplace.rows(`select from ${table}`)).length, 1)
  })
}
