// The site of website.ts behind a browser, and what tests of the script look at.
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import type { Hit } from '../../../src/tracking/wire.ts'
import {
  FOREIGN_INTAKE_HOST,
  INTAKE_HOST,
  OTHER_HOST,
  type Recorder,
  SITE_HOST,
  startRecorder,
  startWebsite,
  type Website,
} from './website.ts'

/** Every test has a site and a recorder of its own, and ends with: no exception, no foreign host. */
export const test = base.extend<{ intake: Recorder; site: Website; page: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: the way Playwright wants it
  intake: async ({}, use) => {
    await using recorder = await startRecorder()
    await use(recorder)
  },
  site: async ({ intake }, use) => {
    await using site = await startWebsite(intake.base(INTAKE_HOST))
    await use(site)
  },
  page: async ({ page, context }, use) => {
    const problems = watchFor(context)
    await use(page)
    expect(problems()).toEqual([])
  },
})

const OUR_HOSTS = [SITE_HOST, INTAKE_HOST, FOREIGN_INTAKE_HOST, OTHER_HOST]

export function watchFor(context: BrowserContext): () => string[] {
  const problems: string[] = []
  context.on('weberror', (error) => problems.push(`exception: ${error.error().message}`))
  context.on('request', (request) => {
    const { hostname } = new URL(request.url())
    if (!OUR_HOSTS.includes(hostname)) problems.push(`request to ${hostname}`)
  })
  return () => problems
}

/** What a test looks at: kind and path, and what else it names. */
export const brief = (hit: Hit): string => `${hit.kind} ${new URL(hit.address).pathname}`
export const briefs = (intake: Recorder): string[] => intake.hits().map(brief)
export const expectHits = (intake: Recorder, expected: readonly string[]) =>
  expect.poll(() => briefs(intake)).toEqual(expected)
/** Long enough for a hit that should not come. */
export const settle = (page: Page) => page.waitForTimeout(250)
export const call = (page: Page, name: string, value?: unknown): Promise<unknown> =>
  page.evaluate(`regelkreis(${JSON.stringify(name)}, ${JSON.stringify(value) ?? 'undefined'})`)

export type OnDevice = { readonly cookies: string[]; readonly storage: string[] }
export async function onDevice(page: Page): Promise<OnDevice> {
  const cookies = (await page.context().cookies()).map(({ name }) => name)
  const storage = await page.evaluate<string[]>(
    '[...Object.keys(localStorage), ...Object.keys(sessionStorage)]',
  )
  return { cookies, storage: storage.map((key) => key.slice(0, 4)).sort() }
}
export const NOTHING: OnDevice = { cookies: [], storage: [] }
