// The second script, for pages that ask for it by `data-more="scroll engage tcf"`: how far a page was read,
// how long it was really looked at, and the consent of a banner after IAB TCF v2.
import type {} from './core.ts'

type TcData = {
  readonly eventStatus?: string
  readonly gdprApplies?: boolean
  readonly purpose?: { readonly consents?: Readonly<Record<number, boolean | undefined>> }
}
type Tcf = (
  command: 'addEventListener',
  version: 2,
  callback: (data: TcData | null, isSuccess: boolean) => void,
) => void

/** Without a sign of life for so long nobody is looking any more. */
const IDLE_MS = 30_000
const TICK_MS = 1000
/** How long a banner may take to put its interface there. */
const TCF_TRIES = 40
const TCF_TRY_MS = 250

/** TCF purposes: 1 store on the device, 7 and 8 measure advertising and content. */
const STATISTICS = [1, 7, 8]
/** And 3, 4 make and use profiles for advertising, which linking a visit to a contact comes to. */
const MARKETING = [...STATISTICS, 3, 4]

const script = (document.currentScript ??
  document.querySelector('script[data-more]')) as HTMLScriptElement | null
const wanted = script?.dataset.more ?? ''
if (/tcf/.test(wanted)) followTcf(TCF_TRIES)
if (/scroll|engage/.test(wanted)) measure(/scroll/.test(wanted), /engage/.test(wanted))

function followTcf(tries: number): void {
  const tcf = (window as Window & { __tcfapi?: Tcf }).__tcfapi
  if (!tcf) {
    if (tries > 0) setTimeout(() => followTcf(tries - 1), TCF_TRY_MS)
    return
  }
  tcf('addEventListener', 2, (data, isSuccess) => {
    // While the banner is open nothing has been decided.
    if (!isSuccess || !data || !/^(tcloaded|useractioncomplete)$/.test(data.eventStatus ?? ''))
      return
    const consents = data.purpose?.consents ?? {}
    const has = (purposes: readonly number[]) => purposes.every((purpose) => consents[purpose])
    tell('consent', has(MARKETING) ? 'marketing' : has(STATISTICS) ? 'statistics' : 'none')
  })
}

/** Calls the first script, or leaves the call for it. */
function tell(name: string, value: unknown): void {
  if (window.regelkreis) window.regelkreis(name, value)
  else {
    const calls: unknown[][] = []
    window.regelkreis = Object.assign((...call: unknown[]) => calls.push(call), { q: calls })
  }
}

/** Sums per page: seconds looked at, and the deepest part of it that was seen, in percent. */
function measure(withScroll: boolean, withTime: boolean): void {
  let address = pageNow()
  let seconds = 0
  let deepest = 0
  let told = 0
  let lastSign = Date.now()

  const look = (): void => {
    const { scrollHeight } = document.documentElement
    const seen = Math.round(((scrollY + innerHeight) / Math.max(scrollHeight, innerHeight)) * 100)
    if (withScroll) deepest = Math.max(deepest, Math.min(seen, 100))
  }
  /** Seconds since the last report; the server adds them up. */
  const report = (): void => {
    if (seconds > 0 || deepest > told) {
      const properties = { ...(withTime && { seconds }), ...(withScroll && { scroll: deepest }) }
      window.regelkreis?.hit?.('engage', properties, undefined, address)
    }
    seconds = 0
    told = deepest
  }
  const turn = (): void => {
    if (address === pageNow()) return
    report()
    address = pageNow()
    deepest = told = 0
    look()
  }
  const sign = (): void => {
    lastSign = Date.now()
  }
  setInterval(() => {
    turn()
    if (withTime && !document.hidden && Date.now() - lastSign < IDLE_MS) seconds++
  }, TICK_MS)
  for (const type of ['pointermove', 'pointerdown', 'keydown', 'scroll', 'touchstart', 'focus'])
    addEventListener(type, sign, { passive: true, capture: true })
  addEventListener('scroll', look, { passive: true })
  addEventListener('load', look)
  addEventListener('visibilitychange', () => {
    turn()
    if (document.hidden) report()
    else sign()
  })
  look()
}

function pageNow(): string {
  return location.href.replace(/#.*/, '')
}
