import type { Text } from '#kernel/record.ts'

/** Why nothing could be credited for a conversion. */
export const REASONS = [
  'nobody',
  'no_touch',
  'after_close',
  'outside_lookback',
  'left_out',
  'no_milestone',
] as const
export type Reason = (typeof REASONS)[number]

const said = (de: string, en: string): Text => ({ de, en })

/** What a reason means, and what can be done about it. */
export const REASON_TEXTS: Readonly<Record<Reason, { readonly why: Text; readonly todo: Text }>> = {
  nobody: {
    why: said(
      'Der Abschluss hat weder Unternehmen noch Kontakt noch Lead.',
      'The deal has no account, no contact and no lead.',
    ),
    todo: said(
      'Tragen Sie an der Verkaufschance das Unternehmen oder den Lead ein.',
      'Enter the account or the lead on the opportunity.',
    ),
  },
  no_touch: {
    why: said(
      'Zu niemandem dort ist ein Kontaktpunkt erfasst.',
      'No touchpoint is recorded for anybody there.',
    ),
    todo: said(
      'Erfassen Sie, wie der Kontakt entstand: als Lead mit Quelle oder als Kontaktpunkt.',
      'Record how the contact came about: as a lead with a source, or as a touchpoint.',
    ),
  },
  after_close: {
    why: said(
      'Alle Kontaktpunkte liegen nach dem Abschluss.',
      'All touchpoints lie after the close.',
    ),
    todo: said(
      'Prüfen Sie das Datum des Abschlusses und die Zeitpunkte der Kontaktpunkte.',
      'Check the closing date and the times of the touchpoints.',
    ),
  },
  outside_lookback: {
    why: said(
      'Alle Kontaktpunkte liegen länger zurück als der eingestellte Rückblick.',
      'All touchpoints are older than the lookback that is set.',
    ),
    todo: said(
      'Verlängern Sie den Rückblick, wenn Ihr Verkaufszyklus so lang ist.',
      'Extend the lookback if your sales cycle is that long.',
    ),
  },
  left_out: {
    why: said(
      'Alle Kontaktpunkte gehören zu Kanälen, die hier ausgelassen sind.',
      'All touchpoints belong to channels that are left out here.',
    ),
    todo: said(
      'Nehmen Sie die ausgelassenen Kanäle wieder in die Auswertung.',
      'Take the channels back in that were left out.',
    ),
  },
  no_milestone: {
    why: said(
      'Keiner der Meilensteine dieses Modells wurde erreicht.',
      'None of the milestones of this model was reached.',
    ),
    todo: said(
      'Wählen Sie ein Modell ohne Meilensteine oder tragen Sie die Anfrage als Kontaktpunkt ein.',
      'Choose a model without milestones, or enter the enquiry as a touchpoint.',
    ),
  },
}
