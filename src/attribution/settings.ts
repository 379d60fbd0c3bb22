import { z } from 'zod'
import type { Setting } from '#company/settings.ts'
import { choice, field, text } from '#kernel/fields.ts'
import type { MilestoneRules } from './milestones.ts'
import { MODEL_NAMES, MODELS, parseModel } from './models.ts'
import { isRule } from './sum-models.ts'
import type { Grain } from './transforms.ts'

/**
 * Whose touches belong to a deal: everybody of the account, the people on the opportunity (its contact and the one
 * of its lead) and what the account was told as a whole, or its primary contact alone.
 */
export const SCOPES = ['account', 'contacts', 'primary'] as const
export type Scope = (typeof SCOPES)[number]

const section = text('Attribution', 'Attribution')

const setting = (initial: unknown, declared: Setting['field']): Setting => ({
  field: declared,
  initial,
})

/** What a company decides about who gets credit; the lookback in days stands with planning. */
export const ATTRIBUTION_SETTINGS: readonly Setting[] = [
  setting(
    'position_based',
    field.choice(
      'attribution_model',
      'Modell',
      'Model',
      MODEL_NAMES.filter((name) => isRule(MODELS[name].model)).map((name) =>
        choice(name, MODELS[name].label.de, MODELS[name].label.en),
      ),
      {
        section,
        required: true,
        help: text(
          'Nach diesem Modell werden Gutschriften gespeichert. Andere lassen sich jederzeit daneben ansehen.',
          'Credits are kept by this model. Others can be looked at beside it at any time.',
        ),
      },
    ),
  ),
  setting(
    'days',
    field.choice(
      'attribution_lookback',
      'Rückblick',
      'Lookback',
      [
        choice('days', 'Begrenzt (Tage siehe Planung)', 'Limited (days as in planning)'),
        choice('unlimited', 'Unbegrenzt', 'Unlimited'),
      ],
      { section, required: true },
    ),
  ),
  setting(
    'account',
    field.choice(
      'attribution_scope',
      'Wessen Kontaktpunkte zählen',
      'Whose touchpoints count',
      [
        choice('account', 'Alle des Unternehmens', 'Everybody of the account'),
        choice('contacts', 'Kontakte der Verkaufschance', 'Contacts of the opportunity'),
        choice('primary', 'Nur der Hauptkontakt', 'The primary contact only'),
      ],
      { section, required: true },
    ),
  ),
  setting(
    'session',
    field.choice(
      'attribution_grain',
      'Mehrere Kontaktpunkte eines Besuchs',
      'Several touchpoints of a visit',
      [
        choice('session', 'Einer je Besuch und Kanal', 'One for each visit and channel'),
        choice('touch', 'Jeder zählt', 'Every one counts'),
      ],
      { section, required: true },
    ),
  ),
  setting(
    'first_form',
    field.choice(
      'attribution_lead_creation',
      'Meilenstein Lead',
      'Milestone lead',
      [
        choice('first_form', 'Erste Anfrage mit Namen', 'First time a name was given'),
        choice(
          'last_before',
          'Letzter Kontaktpunkt vor dem Anlegen',
          'Last touchpoint before it was created',
        ),
      ],
      { section, required: true },
    ),
  ),
  setting(
    'first',
    field.choice(
      'attribution_reentry',
      'Mehrmals erreichte Meilensteine',
      'Milestones reached several times',
      [
        choice('first', 'Das erste Mal zählt', 'The first time counts'),
        choice('last', 'Das letzte Mal zählt', 'The last time counts'),
        choice('even', 'Gleichmäßig verteilen', 'Spread evenly'),
      ],
      { section, required: true },
    ),
  ),
]

/** How journeys are read from the records. Every part has a default. */
export type JourneyRules = {
  readonly scope: Scope
  /** Null: unlimited. */
  readonly lookbackDays: number | null
  readonly grain: Grain
} & MilestoneRules

/** The settings that attribution reads, of all settings of the company. */
export const AttributionSettings = z
  .object({
    currency: z.string().default('EUR'),
    time_zone: z.string().default('Europe/Berlin'),
    margin_rate: z.number().nullable().default(null),
    lookback_days: z.number().positive().default(365),
    attribution_model: z
      .string()
      .refine((word) => parseModel(word) !== null, 'expected a model')
      .default('position_based'),
    attribution_lookback: z.enum(['days', 'unlimited']).default('days'),
    attribution_scope: z.enum(SCOPES).default('account'),
    attribution_grain: z.enum(['session', 'touch']).default('session'),
    attribution_lead_creation: z.enum(['first_form', 'last_before']).default('first_form'),
    attribution_reentry: z.enum(['first', 'last', 'even']).default('first'),
  })
  .transform((given) => ({
    currency: given.currency,
    timeZone: given.time_zone,
    marginRate: given.margin_rate,
    model: given.attribution_model,
    rules: {
      scope: given.attribution_scope,
      lookbackDays: given.attribution_lookback === 'unlimited' ? null : given.lookback_days,
      grain: given.attribution_grain,
      leadCreation: given.attribution_lead_creation,
      reentry: given.attribution_reentry,
    } satisfies JourneyRules as JourneyRules,
  }))
export type AttributionSettings = z.infer<typeof AttributionSettings>
