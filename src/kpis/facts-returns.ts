import { fact } from './fact.ts'

const contracts = { records: 'contracts' } as const
const meetings = { records: 'meetings' } as const
const requests = { records: 'service-requests' } as const

/** Facts about what marketing brings back besides deals. */
export const RETURN_FACTS = {
  renewals_due: fact(
    'count',
    ['fällige und entschiedene Verträge', 'Contracts due and decided'],
    [
      'Verträge, deren letzter Tag in den Zeitraum fällt und die verlängert oder beendet wurden; noch nicht entschiedene zählen nicht.',
      'Contracts whose last day falls in the period and that were renewed or ended; those not decided yet do not count.',
    ],
    contracts,
  ),
  renewals_won: fact(
    'count',
    ['verlängerte Verträge', 'Renewed contracts'],
    ['Davon verlängert.', 'Of them renewed.'],
    contracts,
  ),
  renewals_undecided: fact(
    'count',
    ['fällige, noch nicht entschiedene Verträge', 'Contracts due and not decided'],
    [
      'Verträge, deren letzter Tag in den Zeitraum fällt und bei denen noch nicht eingetragen ist, ob sie verlängert wurden.',
      'Contracts whose last day falls in the period and of which nobody has noted yet whether they were renewed.',
    ],
    contracts,
  ),
  renewed_amount: fact(
    'money',
    ['Jahreswert der verlängerten Verträge', 'Yearly value of renewed contracts'],
    [
      'Was die verlängerten Verträge in einem Jahr von 365 Tagen bringen; Verträge ohne Betrag zählen nicht mit.',
      'What the renewed contracts bring in a year of 365 days; contracts without an amount do not count.',
    ],
    { ...contracts, missing: 'no_amounts' },
  ),
  recommendations: fact(
    'count',
    ['Empfehlungen', 'Recommendations'],
    ['Wer wen im Zeitraum empfohlen hat.', 'Who recommended whom in the period.'],
    { records: 'recommendations' },
  ),
  job_applications: fact(
    'count',
    ['Bewerbungen', 'Job applications'],
    ['Bewerbungen mit Eingang im Zeitraum.', 'Applications that came in in the period.'],
    { records: 'job-applications' },
  ),
  hires: fact(
    'count',
    ['Einstellungen', 'Hires'],
    ['Einstellungen im Zeitraum.', 'Hires in the period.'],
    { records: 'hires' },
  ),
  recruiting_savings: fact(
    'money',
    ['Ersparnis der Einstellungen', 'Saving of hires'],
    [
      'Ersparnis gegenüber dem üblichen Weg: die eigene Angabe der Einstellung, sonst der Betrag aus den Einstellungen.',
      'Saving against the usual way: the own figure of the hire, else the amount in the settings.',
    ],
    { records: 'hires', missing: 'setting_missing' },
  ),
  service_requests: fact(
    'count',
    ['Serviceanfragen', 'Service requests'],
    ['Anfragen mit Eingang im Zeitraum.', 'Requests that came in in the period.'],
    requests,
  ),
  meetings_held: fact(
    'count',
    ['Termine', 'Meetings'],
    ['Termine im Zeitraum, die stattgefunden haben.', 'Meetings of the period that took place.'],
    meetings,
  ),
  appointments_booked: fact(
    'count',
    ['stattgefundene und versäumte Termine', 'Meetings held and missed'],
    [
      'Termine im Zeitraum, die stattfanden oder versäumt wurden; abgesagte und noch anstehende zählen nicht.',
      'Meetings of the period that were held or missed; cancelled ones and those still to come do not count.',
    ],
    meetings,
  ),
  appointments_missed: fact(
    'count',
    ['versäumte Termine', 'Missed appointments'],
    ['Davon versäumt: Niemand kam.', 'Of them missed: nobody came.'],
    meetings,
  ),
}
