import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createCsvParser } from '../csv.ts'
import { uniqueHeader } from '../header.ts'
import { presets, presetsForHeader } from './index.ts'

const FILE = new URL('../../../../shared/data/export_headers/headers.json', import.meta.url)
const skip = existsSync(FILE) ? false : 'the header lists in ../shared/data are not there'

type Listed = { platform: string; export: string; language: string; header: string }
type Line = [platform: string, part: string, language: string, preset: string | null]

/** What each of the 48 header lists is: a preset, or null where we deliberately have none. */
const EXPECTED: readonly Line[] = [
  ['Google Ads', 'Search keyword report', 'en', 'google_ads'],
  ['Google Ads', 'Campaign report', 'en', 'google_ads'],
  ['Google Ads', 'Smart campaigns', 'en', 'google_ads'],
  ['Google Ads', 'Search keyword report ("Excel', 'en', 'google_ads'],
  ['Google Ads', 'Search terms report', 'en', 'google_ads'],
  ['Google Ads', 'Overview card', 'en', 'google_ads'],
  ['Google Ads', 'Ad group report', 'de', 'google_ads'],
  ['Google Ads', 'column names used in German reports', 'de', 'google_ads'],
  ['LinkedIn Campaign Manager', 'Campaign Performance Report', 'en', 'linkedin_ads'],
  ['LinkedIn Campaign Manager', 'Campaign Performance Report', 'en', 'linkedin_ads'],
  ['LinkedIn Campaign Manager', 'Ad (creative)', 'en', 'linkedin_ads'],
  ['LinkedIn Campaign Manager', 'Performance report', 'de', 'linkedin_ads'],
  ['Meta Ads Manager', 'all metrics', 'de', 'meta_ads'],
  ['Meta Ads Manager', 'daily campaign export', 'de', 'meta_ads'],
  ['Meta Ads Manager', 'daily campaign export', 'en', 'meta_ads'],
  ['Meta Ads Manager', 'ad set / ad export', 'en', 'meta_ads'],
  ['Meta Ads Manager', 'upload template', 'en', 'meta_ads'],
  // views of pages, not visitors of a day and channel
  ['Google Analytics 4', 'report download', 'en', null],
  ['Google Analytics 4', 'landing page report', 'de', null],
  ['HubSpot', 'deals export', 'en', 'hubspot_deals'],
  ['HubSpot', 'deals export', 'en', 'hubspot_deals'],
  ['HubSpot', 'contacts export', 'en', 'hubspot_contacts'],
  ['HubSpot', 'contacts export', 'en', 'hubspot_contacts'],
  ['HubSpot', 'companies export', 'en', 'hubspot_companies'],
  ['Salesforce', 'opportunity report', 'en', 'salesforce_opportunities'],
  ['Salesforce', 'opportunity report', 'de', 'salesforce_opportunities'],
  ['Salesforce', 'lead report', 'de', 'salesforce_leads'],
  ['Pipedrive', 'deals export', 'de', 'pipedrive_deals'],
  ['Pipedrive', 'deals export / import', 'en', 'pipedrive_deals'],
  // social figures of posts and pages have no kind of record yet
  ...Array.from({ length: 17 }, (): Line => ['', '', '', null]),
  ['DATEV', 'Buchungsstapel', 'de', 'datev_postings'],
  ['Bundesnetzagentur', 'Ladesäulenregister', 'de', null],
]

const SOCIAL = new Set([
  'LinkedIn page analytics',
  'X / Twitter analytics',
  'X analytics',
  'Facebook page insights',
  'Meta Business Suite',
])

function columnsOf(header: string): string[] {
  const delimiter = header.includes(' | ')
    ? '|'
    : header.includes('\t')
      ? '\t'
      : header.includes(';')
        ? ';'
        : ','
  const parser = createCsvParser({ delimiter, quote: '"', file: 'headers.json' })
  return uniqueHeader(parser.push(`${header}\n`)[0]?.cells ?? [])
}

test('presets: each of the 48 header lists is recognised, or left alone on purpose', {
  skip,
}, () => {
  const { headers } = JSON.parse(readFileSync(FILE, 'utf8')) as { headers: Listed[] }
  assert.equal(headers.length, 48)
  for (const [index, listed] of headers.entries()) {
    const [platform, part, language, preset] = EXPECTED[index] ?? []
    const name = `${index} ${listed.platform}: ${listed.export}`
    if (platform === '') assert.ok(SOCIAL.has(listed.platform), name)
    else {
      assert.equal(listed.platform, platform, name)
      assert.ok(listed.export.includes(part ?? ''), name)
      assert.equal(listed.language, language, name)
    }
    assert.equal(presetsForHeader(columnsOf(listed.header))[0]?.id ?? null, preset, name)
  }
})

test('presets: ids are unique and every preset needs at least one header', () => {
  const ids = presets.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  for (const preset of presets)
    assert.ok(preset.requires.length > 0 && preset.parts.length > 0, preset.id)
})

const kinds = (header: string) => presetsForHeader(header.split(','))[0]?.id ?? null

test('presets: tables that only look alike keep to themselves', () => {
  assert.equal(kinds('LEADID,Last Name,Company,Lead Owner,Lead Source,Lead Status'), 'zoho_leads')
  assert.equal(kinds('ACCOUNTID,Account Name,Account Owner Id,Account Owner'), 'zoho_accounts')
  assert.equal(
    kinds('Account Name,Account Owner,Billing City,Last Activity'),
    'salesforce_accounts',
  )
  assert.equal(kinds('Contact ID,First Name,Last Name,Account Name,Email'), 'salesforce_contacts')
  assert.equal(
    kinds('Person - Name,Person - Organization,Person - Email (Work)'),
    'pipedrive_persons',
  )
  assert.equal(kinds('Organization - Name,Organization - Address'), 'pipedrive_organizations')
  assert.equal(kinds('Lead - Title,Lead - Owner,Person - Name'), 'pipedrive_leads')
  assert.equal(kinds('mql_id,first_contact_date,landing_page_id,origin'), null)
  assert.equal(kinds('Ad_ID,Campaign_Name,Clicks,Impressions,Cost,Ad_Date'), null)
})
