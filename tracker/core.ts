// The script on the website. What it sends is written down in src/tracking/wire.ts, how it gets into a page
// in docs/tracking.md. It stays below 2,000 bytes gzipped (test/tracker-build.test.ts), so some lines are
// shorter than elsewhere. It makes one global, `regelkreis`, and leaves the page alone: a call that fails is
// swallowed, links and forms go their own way.
declare global {
  interface Window {
    regelkreis?: Regelkreis
  }
  /** Put in by build.ts. */
  const VERSION: string
}

type Regelkreis = {
  (name: string, value?: unknown): unknown
  /** Calls from before the script was there. */
  q?: unknown[][]
  /** For the second script, and the sign that the first one is there. */
  hit?: Send
}
type Send = (kind: string, properties?: unknown, name?: unknown, address?: string) => void

const CONSENT = ['statistics', 'marketing']
/** Which fragments of an address are evidence; anything else behind a # is nobody's business. */
const FIELD = 'regelkreis_visitor'
const EVIDENCE = /tm_|pk_|clid=/
const DOWNLOAD = /\.(pdf|zip|docx?|xlsx?|pptx?|csv|exe|mp[34]|dwg|dxf|ste?p|igs|stl)$/i

const script = (document.currentScript ??
  document.querySelector('script[data-site]')) as HTMLScriptElement
const early = window.regelkreis
if (script && !early?.hit) start(early?.q ?? [])

function start(calls: unknown[][]): void {
  const { site, consent: byDefault, respect = '', hash } = script.dataset
  const endpoint = script.src.replace(/[^/]*$/, 't')
  let isRunning = false
  let isOff: unknown
  let consent = 0
  let visitor = ''
  let identity: unknown
  /** The address that was counted last, and where it was come from. */
  let page = ''
  let referrer = document.referrer
  /** What this document began with: the evidence that a later consent makes last. */
  let landing: object | undefined
  const queue = new Map<string, string>()
  let underWay = 0
  let waitMs = 500

  /** Storage may be forbidden, properties may be circular: then it is left. */
  const attempt = <T>(act: () => T): T | undefined => {
    try {
      return act()
    } catch {
      return
    }
  }

  // --- the device: written only with consent, or where a person asked for it

  const knownVisitor = (): string => {
    const cookie = /rk_v=([\w-]{22})/.exec(document.cookie)
    // The server's cookie has an end: a copy here would raise it from the dead.
    if (cookie) delete localStorage.rk_v
    const copy: string = localStorage.rk_v ?? ''
    return cookie?.[1] ?? (+copy.slice(22) > Date.now() ? copy.slice(0, 22) : '')
  }
  const forget = (): void => {
    const { hostname } = location
    visitor = ''
    // Whichever domain the server gave it: that of the host itself (none), or one above.
    hostname.replace(/^|\.|$/g, (dot, at) => {
      // biome-ignore lint/suspicious/noDocumentCookie: the other way is asynchronous, and this must be at once
      document.cookie = `rk_v=;path=/;max-age=0;domain=${hostname.slice(at + dot.length)}`
      return dot
    })
    attempt(() => {
      for (const key in localStorage) if (/^rk_[qv]/.test(key)) delete localStorage[key]
    })
  }
  /** The time, then chance (72 bits): what comes together lies together in the server's indexes, however large these are. */
  const newId = (): string =>
    [Date.now(), ...crypto.getRandomValues(new BigUint64Array(2))]
      .map((part) => part.toString(36))
      .join('')
      .slice(0, 22)

  // --- sending: every hit is kept until the server has it

  /** Survives the page, as a beacon does; a beacon would take cookies along even without a visitor. */
  const post = (batch: readonly (readonly [string, string])[]): Promise<Response> => {
    const body = `{"s":${Date.now()},"b":[${batch.map(([, text]) => text)}]}`
    return fetch(endpoint, {
      method: 'POST',
      body,
      // Browsers let 64 kB outlive a page.
      keepalive: body.length < 6e4,
      credentials: visitor ? 'include' : 'omit',
    })
  }
  const flush = (): void => {
    if (underWay || !queue.size) return
    const batch = [...queue].slice(0, 20)
    underWay = batch.length
    post(batch)
      .then(
        // 429 and 5xx: later. Anything else below is an answer, a refusal too.
        (answer) => answer.status < 429,
        () => false,
      )
      .then((isTaken) => {
        underWay = 0
        if (isTaken) {
          waitMs = 500
          for (const [id] of batch) {
            queue.delete(id)
            attempt(() => delete localStorage[`rk_q${id}`])
          }
          flush()
        } else {
          waitMs = Math.min(waitMs * 2, 3e5)
          setTimeout(flush, waitMs)
        }
      })
  }
  /** What waits goes now, since the page may not come back: in parts, for the server reads no more than 50 of one. */
  const leave = (): void => {
    look()
    const all = [...queue]
    for (let at = underWay; all[at]; at += 20) post(all.slice(at, at + 20)).catch(() => 0)
  }
  const hit: Send = (n, p, e, at) => {
    if (isOff) return
    if (n !== 'page') look()
    const m = newId()
    const u = at ?? (EVIDENCE.test(location.hash) ? location.href : page)
    const one = {
      k: site,
      m,
      t: Date.now(),
      n,
      u,
      r: referrer,
      c: consent,
      v: visitor,
      e,
      p,
      w: innerWidth,
      l: navigator.language,
      x: VERSION,
      h: +navigator.webdriver,
      ...(n === 'consent' && landing),
    }
    landing ??= { u, r: referrer, f: m }
    const text = JSON.stringify(one)
    if (queue.size < 99) queue.set(m, text)
    if (consent) attempt(() => (localStorage[`rk_q${m}`] = text))
    flush()
  }

  // --- pages, also those of applications that load only one

  const keyNow = (): string => location.href.replace(hash ?? /#.*/, '')
  const countPage = (): void => {
    if (page) referrer = page
    page = keyNow()
    hit('page')
  }
  const look = (): void => {
    if (page !== keyNow()) countPage()
  }
  const watch = (name: 'pushState' | 'replaceState'): void => {
    const original = history[name]
    history[name] = function (...args) {
      const { pathname } = location
      const isCounted = page === keyNow()
      original.apply(this, args)
      // A filter that writes itself into the address makes no new page.
      if (name > 'q' && isCounted && pathname === location.pathname) page = keyNow()
      // Applications forward at once: what counts is where they arrive.
      else setTimeout(look)
    }
  }

  // --- clicks and forms: watched, never held up

  const onClick = (event: MouseEvent): void => {
    const link = event
      .composedPath()
      .find((one) => (one as Element).localName === 'a') as HTMLAnchorElement
    if (!link || event.button > 1) return
    const isFile = link.hasAttribute('download') || DOWNLOAD.test(link.pathname)
    if (isFile || (/^[hmt]/.test(link.protocol) && link.host !== location.host))
      hit(isFile ? 'file' : 'out', { to: link.href })
  }
  const onSubmit = (event: Event): void => {
    const form = event.target as HTMLFormElement
    const name = form.getAttribute('data-regelkreis')
    if (name === null) return
    const field = form.querySelector(`[name=${FIELD}]`) ?? document.createElement('input')
    if (visitor) form.append(Object.assign(field, { type: 'hidden', name: FIELD, value: visitor }))
    else field.remove()
    hit('form', { form: name || form.getAttribute('id') })
  }

  // --- what the page may ask for

  /** Hits that an earlier page could not get rid of. The server counts what comes twice once. */
  const restore = (): void => {
    for (const key in localStorage)
      if (/^rk_q/.test(key)) queue.set(key.slice(4), localStorage[key])
  }
  const setConsent = (name?: unknown): void => {
    if (isOff) return
    const level = CONSENT.indexOf(name as string) + 1
    visitor ||= attempt(knownVisitor) ?? ''
    if (level && !visitor) {
      visitor = newId()
      // 395 days are the 13 months of the cookie.
      attempt(() => (localStorage.rk_v = visitor + (Date.now() + 3.4128e10)))
    }
    if (level === consent && (level || !visitor)) return
    // What still waits with the id that is withdrawn is not sent any more.
    if (!level) for (const [id, text] of queue) if (/"v":"\w/.test(text)) queue.delete(id)
    if (!consent) attempt(restore)
    consent = level
    // Before the first page view there is nothing to tell: it says itself how far consent goes.
    if (page) hit('consent')
    if (!level) forget()
  }
  const run = ([name, value]: readonly unknown[]): unknown => {
    if (name === 'consent') setConsent(value)
    else if (name === 'identify') identity = value
    else if (name === 'off') {
      setConsent()
      isOff = attempt(() => (localStorage.rk_off = value ?? 1))
    } else if (name !== 'visitor') hit('event', value, name)
    // Who somebody is waits for the consent to be told.
    if (identity && consent > 1) {
      hit('identify', identity)
      identity = 0
    }
    return visitor
  }
  const regelkreis: Regelkreis = (...call) =>
    attempt(() => (isRunning ? run(call) : calls.push(call)))

  const begin = (): void => {
    const signals = navigator as Navigator & { globalPrivacyControl?: boolean }
    isRunning = true
    isOff =
      attempt(() => localStorage.rk_off) ||
      (/dnt/.test(respect) && signals.doNotTrack === '1') ||
      (/gpc/.test(respect) && signals.globalPrivacyControl)
    if (isOff) forget()
    const decision = calls.findLast(([name]) => name === 'consent')
    const wish = decision ? decision[1] : byDefault
    if (CONSENT.includes(wish as string)) setConsent(wish)
    countPage()
    if (decision) setConsent(wish)
    for (const call of calls) if (call[0] !== 'consent') regelkreis(...(call as [string]))
    const link = /^#regelkreis=o(ff)?/.exec(location.hash)
    if (link) run(['off', link[1] ?? ''])
    watch('pushState')
    watch('replaceState')
    addEventListener('popstate', look)
    addEventListener('click', onClick, true)
    addEventListener('auxclick', onClick, true)
    addEventListener('submit', onSubmit, true)
    addEventListener('online', flush)
    addEventListener('visibilitychange', leave)
    addEventListener('pageshow', (event) => event.persisted && countPage())
  }
  regelkreis.hit = hit
  window.regelkreis = regelkreis
  if ((document as Document & { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', begin)
  else begin()
}

export {}
