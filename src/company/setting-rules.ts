import { text } from '#kernel/fields.ts'
import type { Text } from '#kernel/record.ts'
import type { SettingValues } from './settings.ts'

/** The texts of the rules, by rule. */
export const companyRuleTexts: Readonly<Record<string, Text>> = {
  'company.unknown_time_zone': text(
    'Diese Zeitzone ist nicht bekannt. Beispiel: Europe/Berlin.',
    'This time zone is not known. Example: Europe/Berlin.',
  ),
  'company.unknown_currency': text(
    'Bitte ein ISO-Kürzel mit drei Buchstaben angeben, zum Beispiel EUR.',
    'Please give an ISO code of three letters, such as EUR.',
  ),
  'company.currency_in_use': text(
    'Es gibt schon Beträge in der bisherigen Währung; sie würden sonst umbenannt statt umgerechnet.',
    'There are amounts in the present currency; they would be renamed, not converted.',
  ),
  'company.logo_no_image': text(
    'Das ist kein Bild im Format PNG, JPEG oder WebP.',
    'This is no picture in the format PNG, JPEG or WebP.',
  ),
  'company.logo_too_many_pixels': text(
    'Das Bild hat zu viele Bildpunkte: höchstens 4.096 je Seite.',
    'The picture has too many pixels: at most 4,096 a side.',
  ),
  'company.no_time_of_day': text(
    'Bitte eine Uhrzeit angeben, zum Beispiel 02:30.',
    'Please give a time of day, such as 02:30.',
  ),
  'company.not_a_clock_time': text(
    'Bitte eine Uhrzeit zwischen 00:00 und 24:00 angeben, zum Beispiel 08:00.',
    'Please give a time of day between 00:00 and 24:00, such as 08:00.',
  ),
  'company.closes_before_opening': text(
    'Das Ende der Geschäftszeit muss nach ihrem Beginn liegen.',
    'Business hours must end after they begin.',
  ),
  'company.no_folder': text(
    'Bitte nur Kleinbuchstaben, Ziffern und „-“ verwenden, höchstens 32 Zeichen.',
    'Please use small letters, digits and “-” only, 32 characters at most.',
  ),
  'company.out_of_range': text(
    'Der Wert liegt außerhalb des Erlaubten.',
    'The value is out of range.',
  ),
}

const SHARES = [
  'sales_cost_share',
  'margin_rate',
  'monthly_churn',
  'trust_share_minimum',
  'trust_share_fall',
]
const KEPT = ['backup_keep_daily', 'backup_keep_weekly', 'backup_keep_monthly']
const KEPT_MAX = 366
/** Whole numbers from, to. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  session_idle_minutes: [5, 480],
  event_retention_months: [1, 60],
  recurring_months_ahead: [0, 24],
}
const POSITIVE = [
  'stale_days',
  'customer_lifetime_years',
  'clv_fixed_cents',
  'usual_deal_value',
  'usual_cycle_days',
  'lookback_days',
  'roi_window_awareness_days',
  'roi_window_leads_days',
  'roi_window_retention_days',
  'roi_window_recruiting_days',
  'test_weeks',
]

/** The rule that each changed value breaks, by key. `isTimeZone` comes from the platform's zone data. */
export function brokenSettings(
  changes: SettingValues,
  isTimeZone: (name: string) => boolean,
): { field: string; rule: string }[] {
  const broken: { field: string; rule: string }[] = []
  const { time_zone: zone, currency } = changes
  if (typeof zone === 'string' && !isTimeZone(zone)) {
    broken.push({ field: 'time_zone', rule: 'company.unknown_time_zone' })
  }
  if (typeof currency === 'string' && !/^[A-Z]{3}$/.test(currency)) {
    broken.push({ field: 'currency', rule: 'company.unknown_currency' })
  }
  const { backup_time: time } = changes
  if (typeof time === 'string' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    broken.push({ field: 'backup_time', rule: 'company.no_time_of_day' })
  }
  const { script_folder: folder } = changes
  if (typeof folder === 'string' && !/^[a-z0-9-]{1,32}$/.test(folder)) {
    broken.push({ field: 'script_folder', rule: 'company.no_folder' })
  }
  const outOfRange = (key: string, isFine: (n: number) => boolean) => {
    const given = changes[key]
    if (typeof given === 'number' && !isFine(given))
      broken.push({ field: key, rule: 'company.out_of_range' })
  }
  for (const key of SHARES) outOfRange(key, (n) => n >= 0 && n <= 1)
  for (const key of POSITIVE) outOfRange(key, (n) => n > 0)
  for (const [key, [low, high]] of Object.entries(RANGES)) {
    outOfRange(key, (n) => n >= low && n <= high)
  }
  for (const key of KEPT) outOfRange(key, (n) => n >= 0 && n <= KEPT_MAX)
  return broken
}

/** The rule that all values together break after a change. */
export const brokenTogether = (values: SettingValues): { field: string; rule: string }[] =>
  String(values.business_opens) < String(values.business_closes)
    ? []
    : [{ field: 'business_closes', rule: 'company.closes_before_opening' }]
