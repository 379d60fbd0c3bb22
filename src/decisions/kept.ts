import type { Text } from '#kernel/record.ts'
import type { Basis } from '#kpis/questions.ts'
import { type KpiResult, REASONS } from '#kpis/result.ts'
import { both } from './words.ts'

/** What a figure rested on when it was kept, as far as that was noted. */
export type KeptBasis = {
  readonly formula: Text
  readonly settings: Readonly<Record<string, unknown>>
  readonly currency: string
}

const FORMULA: Text = {
  de: 'Die Kennzahl wird seitdem anders berechnet.',
  en: 'The figure is calculated in another way since.',
}

const settingWords = (name: Text): Text =>
  both((language) =>
    language === 'de'
      ? `Diese Einstellung ist seitdem eine andere: ${name.de}.`
      : `This setting is another one since: ${name.en}.`,
  )

const currencyWords = (then: string, now: string): Text => ({
  de: `Damals in ${then}, heute wird in ${now} gerechnet.`,
  en: `Then in ${then}, today in ${now}.`,
})

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * Why a kept value and the one of today cannot stand beside each other; empty where they can. `nameOf` says what a
 * setting is called.
 */
export function basisChanges(
  then: KeptBasis,
  now: Basis,
  nameOf: (setting: string) => Text,
): Text[] {
  const changes: Text[] = []
  const { currency: _, ...settings } = then.settings
  if (!same([then.formula.de, then.formula.en], [now.formula.de, now.formula.en])) {
    changes.push(FORMULA)
  }
  for (const [setting, value] of Object.entries(settings)) {
    const changed = setting in now.settings && !same(value, now.settings[setting])
    if (changed) changes.push(settingWords(nameOf(setting)))
  }
  const currency = String(now.settings.currency)
  if (then.currency !== currency) changes.push(currencyWords(then.currency, currency))
  return changes
}

/** A filter whose record is gone, or that no figure has any more. */
export const filterGone = (name: Text): Text => ({
  de: `Das gibt es nicht mehr: ${name.de}.`,
  en: `This is not there any more: ${name.en}.`,
})

/** The figure or one of its filters is not there any more. */
export const NO_QUESTION: Text = {
  de: 'Diese Kennzahl lässt sich heute so nicht mehr bilden.',
  en: 'This figure cannot be asked for like this any more.',
}

export const MODEL_GONE: Text = {
  de: 'Dieses Attributionsmodell gibt es nicht mehr.',
  en: 'This attribution model is not there any more.',
}

/** Why a figure has no value today; empty where it has one. */
export function undefinedToday(result: KpiResult | undefined): Text[] {
  if (result?.value !== null && result !== undefined) return []
  const reason = REASONS[result?.reason ?? 'input_missing']
  return [{ de: `Heute: ${reason.de}`, en: `Today: ${reason.en}` }]
}
