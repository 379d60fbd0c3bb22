import type { SourceKind } from './source-lists.ts'

type ClickId = {
  /** The platform that adds it, by kind. */
  readonly kind: SourceKind
  /** Only paid clicks carry it. Meta adds `fbclid` to unpaid ones too. */
  readonly isPaid: boolean
}

const clickId = (kind: SourceKind, isPaid: boolean): ClickId => ({ kind, isPaid })

/** Ids that ad platforms and networks add to an address, by name in lower case (source T4). */
export const CLICK_IDS: Readonly<Record<string, ClickId>> = {
  gclid: clickId('search', true),
  gbraid: clickId('search', true),
  wbraid: clickId('search', true),
  gad_source: clickId('search', true),
  gad_campaignid: clickId('search', true),
  dclid: clickId('display', true),
  msclkid: clickId('search', true),
  ttclid: clickId('social', true),
  twclid: clickId('social', true),
  rdt_cid: clickId('social', true),
  li_fat_id: clickId('social', true),
  fbclid: clickId('social', false),
  epik: clickId('social', false),
  sccid: clickId('social', false),
}
