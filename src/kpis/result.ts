import type { Text } from '#kernel/record.ts'
import type { StandingNote } from './define.ts'
import type { ReasonCode } from './fact.ts'
import type { FactId } from './facts.ts'
import type { Interval } from './interval.ts'
import type { ConversionEstimate } from './kaplan-meier.ts'
import type { PeriodWarning } from './period-warning.ts'
import type { TargetResult } from './targets.ts'
import type { Unit } from './unit.ts'

/** Remarks on one value. */
export type NoteCode =
  | StandingNote
  | 'simple_attribution'
  | 'cost_incomplete'
  | 'with_spread'
  | 'estimated_margin'
  | 'immature_cohort'
  | 'period_view_only'
  | 'small_sample'
  | 'not_a_share'

/** A figure with everything that is needed to show it honestly. `null` = not defined, see `reason`. */
export type KpiResult = {
  readonly value: number | null
  readonly unit: Unit
  readonly inputs: Readonly<Partial<Record<FactId, number | null>>>
  /** Id of the band the value lies in. */
  readonly band?: string
  readonly interval?: Interval
  /** Cases the figure rests on. */
  readonly n?: number
  /** A rate on fewer than 30 cases: shown greyed with its count. */
  readonly small?: true
  readonly reason?: ReasonCode
  readonly notes?: readonly NoteCode[]
  /** The value is right, but the period cannot show what people will read into it. */
  readonly warning?: PeriodWarning
  /** Velocity base or CLV method in use. */
  readonly variant?: string
  /** Kaplan-Meier estimate of the conversion, beside the raw ratio. */
  readonly estimate?: ConversionEstimate
  /** Plan against actual, where a target holds for exactly this period and filter. */
  readonly target?: TargetResult
}

/** A rate on fewer cases is greyed. */
export const SMALL_SAMPLE_BELOW = 30

export const REASONS: Readonly<Record<ReasonCode, Text>> = {
  denominator_zero: {
    de: 'Nicht definiert: Der Nenner ist 0.',
    en: 'Not defined: the denominator is 0.',
  },
  input_missing: {
    de: 'Nicht definiert: Eine Ausgangszahl fehlt.',
    en: 'Not defined: an input is missing.',
  },
  needs_tracking: {
    de: 'Braucht die Messung der eigenen Website, die noch nicht eingerichtet ist.',
    en: 'Needs tracking of your own website, which is not there yet.',
  },
  needs_attribution: {
    de: 'Die Quelle des Leads kennt keine Customer Journey. Wählen Sie ein Modell, das Kontaktpunkte bewertet.',
    en: 'The source of the lead knows no journey. Choose a model that looks at touchpoints.',
  },
  needs_leads: {
    de: 'Braucht Angaben, die das Lead-Management noch nicht erfasst.',
    en: 'Needs data that lead management does not record yet.',
  },
  needs_costs: {
    de: 'Braucht Kostenangaben, die noch nicht erfasst werden.',
    en: 'Needs cost data that are not recorded yet.',
  },
  no_visitor_counts: {
    de: 'Für den Zeitraum gibt es keine Besucherzahlen. Importieren Sie Tageszahlen oder richten Sie die Messung ein.',
    en: 'There are no visitor counts for the period. Import daily counts or set up tracking.',
  },
  no_amounts: {
    de: 'Kein Abschluss des Zeitraums hat einen Betrag.',
    en: 'No won opportunity of the period has an amount.',
  },
  no_costs: {
    de: 'Für diese Auswahl sind keine Marketingkosten erfasst.',
    en: 'No marketing cost is recorded for this scope.',
  },
  stage_not_recorded: {
    de: 'Kein einziger Lead hat ein Datum für diese Stufe: Sie wird nicht erfasst oder wurde nicht importiert.',
    en: 'No lead at all has a date for this stage: it is not recorded or was not imported.',
  },
  no_cases: {
    de: 'Im Zeitraum gibt es keinen Fall dazu.',
    en: 'The period has no such case.',
  },
  no_dimension: {
    de: 'Diese Ausgangszahl lässt sich so nicht filtern oder aufteilen.',
    en: 'This input cannot be filtered or split this way.',
  },
  margin_missing: {
    de: 'Für mindestens einen Abschluss fehlen Kosten und Deckungsbeitragsquote. Hinterlegen Sie eine Quote am Produkt oder in den Einstellungen.',
    en: 'At least one won opportunity has neither cost nor a margin rate. Set a rate on the product or in the settings.',
  },
  no_platform_counts: {
    de: 'Keine Kostenbuchung des Zeitraums bringt diese Zahl mit.',
    en: 'No cost entry of the period brings this number.',
  },
  setting_missing: {
    de: 'In den Einstellungen fehlt der Wert dafür.',
    en: 'The setting for it is empty.',
  },
  stage_unknown: {
    de: 'Von mindestens einer Verkaufschance, die damals offen war, ist die Stufe von damals nicht bekannt.',
    en: 'Of at least one opportunity that was open then, the stage it was in is not known.',
  },
}

export const NOTES: Readonly<Record<NoteCode, Text>> = {
  by_model: {
    de: 'Nach dem Attributionsmodell: Gutschriften der Abschlüsse auf Kontaktpunkte des Marketings. Direkte, unbekannte und nicht zuordenbare Kontaktpunkte ohne Kampagne und Abschlüsse ohne Kontaktpunkt zählen nicht. Ein Modell zeigt Zusammenhänge, keine Ursachen.',
    en: 'By the attribution model: credits of won deals on touchpoints of marketing. Direct, unknown and unassignable touchpoints without a campaign, and deals without a touchpoint, do not count. A model shows association, not cause.',
  },
  simple_attribution: {
    de: 'Quelle des Leads (einfache Zuordnung): Der ganze Abschluss zählt für die eigene Kampagne der Verkaufschance, sonst für die Quelle des Leads. Nicht zu sehen ist, welche weiteren Kontaktpunkte mitgewirkt haben; Abschlüsse ohne bekannte Quelle fehlen.',
    en: 'Source of the lead (simple attribution): the whole deal counts for the own campaign of the opportunity, else for the source of the lead. It does not show which other touchpoints contributed; deals without a known source are left out.',
  },
  of_period: {
    de: 'Horizont: der Zeitraum. Nicht vergleichbar mit einem ROI über die ganze Kundenbeziehung.',
    en: 'Horizon: the period. Not comparable with an ROI over the whole customer relation.',
  },
  participation: {
    de: 'Beteiligung, keine Zuordnung: Ein Abschluss zählt bei jedem Kanal, der ihn berührt hat. Kanäle lassen sich deshalb nicht addieren, und der Anteil bezieht sich auf alle Abschlüsse.',
    en: 'Participation, not attribution: a deal counts for every channel that touched it. So channels do not add up, and the share is one of all won opportunities.',
  },
  no_profit: {
    de: 'Ein Ertrag vor Kosten, kein Gewinn. Ob er sich lohnt, zeigt der Break-even-ROAS.',
    en: 'A return before cost, not a profit. The break-even ROAS shows whether it pays.',
  },
  media_cost_only: {
    de: 'Nur Mediakosten, ohne Personal, Technik und Dienstleister.',
    en: 'Media cost only, without personnel, technology and services.',
  },
  overlap: {
    de: 'Über Buchungen summiert: Wer mehrfach erreicht wurde, zählt mehrfach.',
    en: 'Summed over entries: somebody reached several times counts several times.',
  },
  cost_incomplete: {
    de: 'Kosten unvollständig: Mindestens eine der fünf Kostenarten ist in dieser Auswahl leer.',
    en: 'Cost incomplete: at least one of the five cost kinds is empty in this scope.',
  },
  with_spread: {
    de: 'Mit umgelegten Kosten: Zu den eigenen Kosten kommt der Teil der Gemeinkosten, der nach dem Umlageschlüssel darauf entfällt. Die Liste der Buchungen zeigt nur die eigenen.',
    en: 'With spread cost: beside own cost it has the part of the overheads that falls to it by the overhead key. The list of entries shows own cost only.',
  },
  estimated_margin: {
    de: 'Deckungsbeitrag zum Teil geschätzt: nach der Quote des Produkts oder des Unternehmens.',
    en: 'Margin partly estimated: by the rate of the product or of the company.',
  },
  immature_cohort: {
    de: 'Junge Kohorte: Die übliche Zeit bis zur nächsten Stufe ist noch nicht vergangen, die Quote wird noch steigen.',
    en: 'Young cohort: the usual time to the next stage has not passed yet, the rate will still rise.',
  },
  period_view_only: {
    de: 'Diese Zahl gibt es nur in der Periodensicht.',
    en: 'This figure exists in the period view only.',
  },
  small_sample: {
    de: 'Weniger als 30 Fälle: nur eine grobe Richtung.',
    en: 'Fewer than 30 cases: a rough direction only.',
  },
  not_a_share: {
    de: 'Periodensicht: Die Fälle stammen aus verschiedenen Kohorten, der Wert kann über 100 % liegen.',
    en: 'Period view: the cases come from different cohorts, the value can exceed 100 %.',
  },
}
