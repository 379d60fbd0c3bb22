import type { CategoryTable, Chart } from './datev.ts'

/**
 * Which ledger accounts are cost, and of which category. Names and numbers: DATEV standard charts
 * SKR 03 (order by process) and SKR 04 (order by statement), editions of 2018 and later. '' = no cost
 * of marketing or sales. Wages, rent, taxes, depreciation, interest and goods are left out: they are
 * no marketing cost unless a company says which part is. The mapping carries the table and people
 * edit it there; keys are accounts or ranges.
 */
export const ACCOUNT_CATEGORIES: Readonly<Record<Chart, CategoryTable>> = {
  skr03: {
    '4600-4629': 'media', // Werbekosten, Streuartikel
    '4630-4639': 'external', // Geschenke
    '4640-4649': 'external', // Repräsentationskosten
    '4650-4659': 'sales', // Bewirtungskosten
    '4660-4699': 'sales', // Reisekosten
    '4760-4769': 'sales', // Verkaufsprovisionen
    '4780-4789': 'sales', // Fremdarbeiten (Vertrieb)
    '4806': 'technology', // Wartungskosten für Hard- und Software
    '4900-4908': 'external', // Sonstige betriebliche Aufwendungen
    '4909': 'external', // Fremdleistungen, Fremdarbeiten
    '4920-4929': 'technology', // Telefon, Internet
    '4940': 'external', // Zeitschriften, Bücher (Fachliteratur)
    '4945': 'external', // Fortbildungskosten
    '4964': 'technology', // Überlassung von Rechten (Lizenzen, Konzessionen)
  },
  skr04: {
    '6300-6302': 'external', // Sonstige betriebliche Aufwendungen
    '6303': 'external', // Fremdleistungen, Fremdarbeiten
    '6495': 'technology', // Wartungskosten für Hard- und Software
    '6600-6604': 'media', // Werbekosten
    '6605-6609': 'media', // Streuartikel
    '6610-6629': 'external', // Geschenke
    '6630-6639': 'external', // Repräsentationskosten
    '6640-6649': 'sales', // Bewirtungskosten
    '6650-6699': 'sales', // Reisekosten
    '6770-6779': 'sales', // Verkaufsprovisionen
    '6780-6789': 'sales', // Fremdarbeiten (Vertrieb)
    '6805-6810': 'technology', // Telefon, Internet
    '6820': 'external', // Zeitschriften, Bücher (Fachliteratur)
    '6821': 'external', // Fortbildungskosten
    '6837': 'technology', // Überlassung von Rechten (Lizenzen, Konzessionen)
  },
}
