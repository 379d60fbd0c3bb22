import { isbot } from 'isbot'
import { remembered } from '#kernel/remembered.ts'

const AGENTS_MAX = 5_000

/** What a request says about the program that sent it. */
export type BrowserHints = {
  readonly userAgent: string
  readonly acceptLanguage: string | undefined
  readonly fetchSite: string | undefined
  readonly isHttps: boolean
}

/** Judges user agents; the latest answers are remembered. */
export function botCheck(): (hints: BrowserHints, isAutomated: boolean) => string | null {
  const isListed = remembered(AGENTS_MAX, (agent) => isbot(agent))
  return ({ userAgent, acceptLanguage, fetchSite, isHttps }, isAutomated) => {
    if (userAgent === '') return 'no_agent'
    if (isListed(userAgent)) return 'listed'
    if (isAutomated) return 'webdriver'
    // Every browser says which languages its owner reads.
    if (!acceptLanguage) return 'no_language'
    // Chromium says so on https since 2019; programs that only call themselves Chrome forget it.
    if (isHttps && fetchSite === undefined && /\bChrome\/(?:[89]\d|\d{3})/.test(userAgent)) {
      return 'no_fetch_hints'
    }
    return null
  }
}
