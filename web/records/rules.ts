import { campaignRuleTexts } from '#campaigns/rules.ts'
import { budgetRuleTexts } from '#costs/budget.ts'
import { overheadRuleTexts } from '#costs/overhead-key.ts'
import { costRuleTexts } from '#costs/rules.ts'
import { crmRuleTexts } from '#crm/rules.ts'
import { decisionRuleTexts } from '#decisions/rules.ts'
import type { Text } from '#kernel/record.ts'
import { leadRuleTexts } from '#leads/rules.ts'
import { planningRuleTexts } from '#planning/rules.ts'
import { returnRuleTexts } from '#returns/rules.ts'
import { roiRuleTexts } from '#roi/proxy-measure.ts'
import { upliftRuleTexts } from '#roi/stated-uplift.ts'
import { trackingRuleTexts } from '#tracking/rules.ts'

const text = (de: string, en: string): Text => ({ de, en })

/** Rules that hold for every kind of record: what a field can hold at all. */
const generalRuleTexts: Readonly<Record<string, Text>> = {
  'records.required': text('Bitte ausfüllen.', 'Please fill in.'),
  'records.text_expected': text('Hier ist nur Text möglich.', 'Only text is possible here.'),
  'records.text_too_long': text('Der Text ist zu lang.', 'The text is too long.'),
  'records.number_expected': text('Bitte eine Zahl eingeben.', 'Please enter a number.'),
  'records.amount_expected': text(
    'Bitte einen Betrag mit höchstens zwei Nachkommastellen eingeben.',
    'Please enter an amount with at most two decimals.',
  ),
  'records.whole_cents_expected': text(
    'Bitte einen Betrag mit höchstens zwei Nachkommastellen eingeben.',
    'Please enter an amount with at most two decimals.',
  ),
  'records.whole_number_expected': text(
    'Bitte eine ganze Zahl eingeben.',
    'Please enter a whole number.',
  ),
  'records.number_too_large': text('Die Zahl ist zu groß.', 'The number is too large.'),
  'records.rate_out_of_range': text(
    'Der Prozentwert ist nicht plausibel.',
    'The percentage is not plausible.',
  ),
  'records.email_expected': text(
    'Bitte eine E-Mail-Adresse eingeben, zum Beispiel name@firma.de.',
    'Please enter an e-mail address, for example name@company.com.',
  ),
  'records.date_expected': text(
    'Bitte ein Datum eingeben, zum Beispiel 21.11.2026.',
    'Please enter a date, for example 21 Nov 2026.',
  ),
  'records.instant_expected': text(
    'Bitte Datum und Uhrzeit eingeben.',
    'Please enter date and time.',
  ),
  'records.yes_or_no_expected': text('Bitte ja oder nein wählen.', 'Please choose yes or no.'),
  'records.choice_expected': text(
    'Bitte einen Wert der Liste wählen.',
    'Please choose a value of the list.',
  ),
  'records.reference_expected': text(
    'Bitte einen Eintrag der Liste wählen.',
    'Please choose a record of the list.',
  ),
  'records.unknown_reference': text(
    'Diesen Eintrag gibt es nicht mehr. Bitte neu wählen.',
    'This record does not exist any more. Please choose again.',
  ),
  'records.list_expected': text('Bitte eine Liste eingeben.', 'Please enter a list.'),
  'records.derived_field': text(
    'Dieses Feld wird berechnet und kann nicht geändert werden.',
    'This field is calculated and cannot be changed.',
  ),
  'records.in_use': text(
    'Daran hängt inzwischen anderes; lösen Sie das zuerst.',
    'Something else depends on it by now; detach that first.',
  ),
  'records.changed_meanwhile': text(
    'Jemand anderes hat den Eintrag inzwischen geändert. Laden Sie die Seite neu.',
    'Somebody else has changed the record meanwhile. Load the page again.',
  ),
  'records.undo_blocked': text(
    'Das wurde inzwischen weiter geändert und bleibt deshalb, wie es ist.',
    'It was changed again since and therefore stays as it is.',
  ),
  'records.undone_already': text('Das ist schon zurückgenommen.', 'It is taken back already.'),
  'records.action_gone': text(
    'Diese Änderung ist zu alt, um sie zurückzunehmen.',
    'This change is too old to be taken back.',
  ),
  'records.not_your_action': text(
    'Das kann nur zurücknehmen, wer es getan hat, oder die Administration.',
    'Only whoever did it or an administrator can take it back.',
  ),
  'records.too_many': text(
    'Höchstens 10.000 Einträge auf einmal. Grenzen Sie die Liste ein.',
    'At most 10,000 records at once. Narrow the list down.',
  ),
  'records.selection_changed': text(
    'Die Treffer haben sich inzwischen geändert. Laden Sie die Liste neu.',
    'The hits have changed meanwhile. Load the list again.',
  ),
  'records.filter_name_taken': text(
    'Sie haben schon einen Filter mit diesem Namen.',
    'You have a filter of this name already.',
  ),
  'records.duplicate': text(
    'Einen Eintrag mit diesen Angaben gibt es schon.',
    'A record with these values exists already.',
  ),
  'access.email_taken': text(
    'Diese E-Mail-Adresse gehört schon einem anderen Benutzer.',
    'This e-mail address belongs to another user already.',
  ),
  'access.email_missing': text(
    'Für die Einladung wird eine E-Mail-Adresse gebraucht.',
    'An invitation needs an e-mail address.',
  ),
  'access.role_missing': text(
    'Für die Einladung wird eine Rolle gebraucht.',
    'An invitation needs a role.',
  ),
  'access.email_of_login': text(
    'Wer sich anmeldet, braucht eine E-Mail-Adresse.',
    'Whoever signs in needs an e-mail address.',
  ),
  'access.two_factor_missing': text(
    'Hier ist kein zweiter Faktor eingerichtet.',
    'No second factor is set up here.',
  ),
  'access.last_administrator': text(
    'Das ist der letzte Benutzer mit der Rolle Administration; er muss bleiben.',
    'This is the last administrator; it must stay.',
  ),
}

const ruleTexts: Readonly<Record<string, Text>> = {
  ...generalRuleTexts,
  ...crmRuleTexts,
  ...leadRuleTexts,
  ...campaignRuleTexts,
  ...costRuleTexts,
  ...budgetRuleTexts,
  ...overheadRuleTexts,
  ...decisionRuleTexts,
  ...planningRuleTexts,
  ...returnRuleTexts,
  ...roiRuleTexts,
  ...upliftRuleTexts,
  ...trackingRuleTexts,
}

/** What a broken rule means for people; an unknown one is shown by its code. */
export const ruleText = (rule: string): Text => ruleTexts[rule] ?? text(rule, rule)

/** Whether a code of the server has a text. */
export const hasRuleText = (rule: string): boolean => rule in ruleTexts
