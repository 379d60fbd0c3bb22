import { fact } from './fact.ts'

const leads = { records: 'leads' } as const

/** Facts about how far the other facts can be trusted. */
export const TRUST_FACTS = {
  attributable_leads: fact(
    'count',
    ['messbare Leads', 'Attributable leads'],
    [
      'Leads des Zeitraums mit bekanntem Kanal; direkt zählt nur mit Beleg (eigene Angabe, Bestandsgeschäft); unbekannt und nicht zuordenbar nie.',
      'Leads of the period with a known channel; direct counts only with evidence (self-report, existing business); unknown and not assignable never.',
    ],
    leads,
  ),
  attributable_revenue: fact(
    'money',
    ['messbarer Umsatz', 'Attributable revenue'],
    [
      'Auftragswert der im Zeitraum gewonnenen Verkaufschancen mit eigener Kampagne oder messbarem Lead.',
      'Amount of opportunities won in the period with a campaign of their own or an attributable lead.',
    ],
    { records: 'opportunities', missing: 'no_amounts' },
  ),
  conversions: fact(
    'count',
    ['Conversions', 'Conversions'],
    ['Erreichte Ziele im Zeitraum.', 'Goals reached in the period.'],
    { missing: 'needs_tracking' },
  ),
  attributable_conversions: fact(
    'count',
    ['messbare Conversions', 'Attributable conversions'],
    ['Davon mit bekanntem Kanal.', 'Of them with a known channel.'],
    { missing: 'needs_tracking' },
  ),
  visitors_with_consent: fact(
    'count',
    ['Besucher mit Einwilligung', 'Visitors with consent'],
    [
      'Davon mit Einwilligung in Statistik oder Marketing.',
      'Of them with consent to statistics or marketing.',
    ],
    { records: 'visitor-days', missing: 'needs_tracking', additive: false },
  ),
  visitors_asked: fact(
    'count',
    ['Besucher, deren Einwilligung bekannt ist', 'Visitors whose consent is known'],
    [
      'Besucher der eigenen Messung, jeder einmal im Zeitraum; ohne Websites, die vor der Einwilligung niemanden zählen (streng).',
      'Visitors of our own tracking, everyone once in the period; without websites that count nobody before consent (strict).',
    ],
    { records: 'visitor-days', missing: 'needs_tracking', additive: false },
  ),
  touchpoints: fact(
    'count',
    ['Kontaktpunkte', 'Touchpoints'],
    ['Kontaktpunkte im Zeitraum.', 'Touchpoints in the period.'],
    { records: 'touchpoints' },
  ),
  touchpoints_with_campaign: fact(
    'count',
    ['Kontaktpunkte mit Kampagne', 'Touchpoints with a campaign'],
    ['Davon mit Kampagne.', 'Of them with a campaign.'],
    { records: 'touchpoints' },
  ),
  lead_fields_expected: fact(
    'count',
    ['geprüfte Felder der Leads', 'Lead fields checked'],
    [
      'Je Lead des Zeitraums sechs Felder: Quelle, Erstkontakt, Kontaktpunkt, UTM-Angaben, Kampagne, Reaktionszeit.',
      'Six fields per lead of the period: source, first seen, touchpoint, UTM parameters, campaign, response time.',
    ],
    leads,
  ),
  lead_fields_filled: fact(
    'count',
    ['ausgefüllte Felder der Leads', 'Lead fields filled in'],
    ['Davon ausgefüllt.', 'Of them filled in.'],
    leads,
  ),
  deal_fields_expected: fact(
    'count',
    ['geprüfte Felder der Verkaufschancen', 'Opportunity fields checked'],
    [
      'Je im Zeitraum angelegter Verkaufschance drei Felder: Verkaufsstufe, Abschlussdatum (auch erwartetes), Betrag.',
      'Three fields per opportunity opened in the period: stage, close date (an expected one too), amount.',
    ],
    { records: 'opportunities' },
  ),
  deal_fields_filled: fact(
    'count',
    ['ausgefüllte Felder der Verkaufschancen', 'Opportunity fields filled in'],
    ['Davon ausgefüllt.', 'Of them filled in.'],
    { records: 'opportunities' },
  ),
  tracking_changes: fact(
    'count',
    ['Messänderungen', 'Tracking changes'],
    ['Einträge im Messtagebuch im Zeitraum.', 'Notes in the tracking diary in the period.'],
    { records: 'tracking-changes', additive: false },
  ),
}
