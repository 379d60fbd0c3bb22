import { expect, type Page } from '@playwright/test'
import type { RunOptions } from 'axe-core'
import axe from 'axe-core'

const SCREENS = 'test-results/screens'

const SIZES = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const

/**
 * No accessibility violation that axe can see. The message names rule and element. axe is put into a document
 * once and reports violations only: a third of the time of its own Playwright wrapper, and pages have no frames.
 */
export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(rules === undefined ? {} : { runOnly: { type: 'rule', values: rules } }),
  }
  const violations = () =>
    page.evaluate(async (given) => {
      const found = await (globalThis as unknown as { axe: typeof axe }).axe.run(given)
      return found.violations.flatMap((violation) =>
        violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}`),
      )
    }, options)
  // What is still fading in has too little contrast for a moment.
  await expect.poll(violations).toEqual([])
}

/** Nothing sticks out to the right of the window, once charts have taken their new size. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const root = page.locator('html')
  const over = () => root.evaluate((element) => element.scrollWidth - element.clientWidth)
  await expect.poll(over).toBeLessThanOrEqual(0)
}

/**
 * Pictures of the screen as it stands, wide and on a phone, light and dark, to be looked at:
 * `test-results/screens/<name>.<size>.<scheme>.png`. Checks axe (in the dark:
 * contrast) and that nothing sticks out.
 */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(150)
      await page.screenshot({ path: `${SCREENS}/${name}.${size}.${colorScheme}.png` })
      if (size === 'wide') {
        await expectAccessible(page, colorScheme === 'dark' ? ['color-contrast'] : undefined)
      }
    }
    await expectNoOverflow(page)
  }
  await page.setViewportSize(SIZES.wide)
  await page.emulateMedia({ colorScheme: 'light' })
}
