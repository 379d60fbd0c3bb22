/**
 * money: whole cents (means may have fractions). rate: a share, 0.25 = 25 %. ratio: a quotient, shown
 * as 4.0 (400 %). money_per_day: cents a day.
 */
export type Unit =
  | 'money'
  | 'rate'
  | 'ratio'
  | 'days'
  | 'minutes'
  | 'months'
  | 'years'
  | 'count'
  | 'money_per_day'
