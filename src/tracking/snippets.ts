import type { Text } from '#kernel/record.ts'
import type { ConsentState } from './wire.ts'

/** How the script is put into a website. */
export type SnippetOptions = {
  /** Where this program serves it, with the neutral word: `https://daten.example.com/m/`. */
  readonly base: string
  readonly siteKey: string
  /** What holds until the banner says otherwise. */
  readonly consent: ConsentState
  /** Signals of the browser that are taken for an objection: then nothing is measured. */
  readonly respect: readonly ('dnt' | 'gpc')[]
  /** What the second script measures; it is left out when this is empty. */
  readonly more: readonly ('scroll' | 'engage' | 'tcf')[]
  /** The site is an application that keeps its pages behind a #. */
  readonly hasHashRoutes: boolean
}

export type SnippetId = 'plain' | 'wordpress' | 'typo3' | 'tag_manager'

/** A snippet with what to do with it, in order. `where` names the file or the field it belongs into. */
export type Snippet = {
  readonly id: SnippetId
  readonly label: Text
  readonly where: Text
  readonly steps: readonly Text[]
  readonly code: string
}

/** Keeps calls from before the script is there. Needed only where the page itself calls `regelkreis`. */
export const CALL_STUB =
  'window.regelkreis=window.regelkreis||function(){(regelkreis.q=regelkreis.q||[]).push(arguments)}'

type Attribute = readonly [name: string, value: string]

/** One tag of a script: its address and its attributes in order. */
type ScriptTag = { readonly source: string; readonly attributes: readonly Attribute[] }

function tagsOf(options: SnippetOptions): ScriptTag[] {
  const { base, siteKey, consent, respect, more, hasHashRoutes } = options
  const folder = base.endsWith('/') ? base : `${base}/`
  const attributes: Attribute[] = [['data-site', siteKey]]
  if (consent !== 'none') attributes.push(['data-consent', consent])
  if (respect.length > 0) attributes.push(['data-respect', respect.join(' ')])
  if (hasHashRoutes) attributes.push(['data-hash', ''])
  const second: ScriptTag = {
    source: `${folder}m.js`,
    attributes: [['data-more', more.join(' ')]],
  }
  return [{ source: `${folder}s.js`, attributes }, ...(more.length > 0 ? [second] : [])]
}

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

/** In a string literal that may stand inside a script element. */
const scriptText = (text: string): string => JSON.stringify(text).replace(/</g, '\\u003c')

/** In single quotes of PHP. */
const phpText = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

function htmlOf({ source, attributes }: ScriptTag): string {
  const rest = attributes.map(([name, value]) =>
    value === '' ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`,
  )
  return `<script async src="${escapeHtml(source)}"${rest.join('')}></script>`
}

const SEE_IT_WORK: Text = {
  de: 'Öffnen Sie die Website in einem neuen Fenster. Auf der Testseite von Regelkreis erscheint der Aufruf nach wenigen Sekunden.',
  en: 'Open the website in a new window. The test page of Regelkreis shows the visit within a few seconds.',
}
const CONSENT_STEP: Text = {
  de: "Lassen Sie Ihr Einwilligungsbanner nach der Entscheidung regelkreis('consent', 'none'), 'statistics' oder 'marketing' aufrufen, auf jeder Seite.",
  en: "Have your consent banner call regelkreis('consent', 'none'), 'statistics' or 'marketing' after the decision, on every page.",
}

/** The tags as they stand, for every page that one writes oneself. */
export function plainSnippet(options: SnippetOptions): Snippet {
  return {
    id: 'plain',
    label: { de: 'Einfache Seite', en: 'Plain page' },
    where: { de: 'Im <head> jeder Seite', en: 'In the <head> of every page' },
    steps: [
      {
        de: 'Fügen Sie den Code in die Vorlage ein, aus der alle Seiten entstehen.',
        en: 'Put the code into the template that every page is made from.',
      },
      CONSENT_STEP,
      SEE_IT_WORK,
    ],
    code: tagsOf(options).map(htmlOf).join('\n'),
  }
}

/** A plugin of one file: it survives a change of the theme. WordPress 5.7 or newer. */
export function wordpressSnippet(options: SnippetOptions): Snippet {
  const prints = tagsOf(options).map(({ source, attributes }) => {
    const pairs: Attribute[] = [['src', source], ...attributes]
    const lines = pairs.map(([name, value]) => {
      const given = value === '' ? 'true' : phpText(value)
      return `        ${phpText(name)} => ${given},`
    })
    return `    wp_print_script_tag([\n        'async' => true,\n${lines.join('\n')}\n    ]);`
  })
  return {
    id: 'wordpress',
    label: { de: 'WordPress', en: 'WordPress' },
    where: {
      de: 'Neue Datei wp-content/mu-plugins/regelkreis.php',
      en: 'New file wp-content/mu-plugins/regelkreis.php',
    },
    steps: [
      {
        de: 'Legen Sie die Datei an. WordPress lädt sie von selbst; ein Wechsel des Themes ändert daran nichts.',
        en: 'Create the file. WordPress loads it by itself, whatever the theme.',
      },
      {
        de: 'Nehmen Sie die Adresse des Skripts in Ihrem Cache-Plugin von „JavaScript verzögern“ und „zusammenfassen“ aus.',
        en: 'In your caching plugin, exempt the address of the script from delaying and combining.',
      },
      CONSENT_STEP,
      SEE_IT_WORK,
    ],
    code: `<?php
/* Plugin Name: Regelkreis */
add_action('wp_head', function () {
${prints.join('\n')}
}, 1);
`,
  }
}

/** TypoScript, for every version that is still maintained. */
export function typo3Snippet(options: SnippetOptions): Snippet {
  const lines = tagsOf(options).map(
    (tag, index) => `page.headerData.${7120 + index} = TEXT
page.headerData.${7120 + index}.value = ${htmlOf(tag)}`,
  )
  return {
    id: 'typo3',
    label: { de: 'TYPO3', en: 'TYPO3' },
    where: {
      de: 'Setup des TypoScript-Templates der Startseite (oder setup.typoscript des Sitepackages)',
      en: 'Setup of the TypoScript template of the root page (or setup.typoscript of the site package)',
    },
    steps: [
      {
        de: 'Fügen Sie die Zeilen am Ende des Setups ein und leeren Sie den Frontend-Cache.',
        en: 'Add the lines to the end of the setup and clear the frontend cache.',
      },
      {
        de: `Ist die Content Security Policy im Frontend eingeschaltet (TYPO3 ab 13), erlauben Sie ${new URL(options.base).origin} für script-src und connect-src.`,
        en: `Where the content security policy is on in the frontend (TYPO3 13 and later), allow ${new URL(options.base).origin} for script-src and connect-src.`,
      },
      CONSENT_STEP,
      SEE_IT_WORK,
    ],
    code: `${lines.join('\n')}\n`,
  }
}

/**
 * A tag of the kind "custom HTML". Tag managers copy scripts and may lose attributes on the way, so the
 * elements are made by a program; in the syntax of 2009, which is all that some of them accept.
 */
export function tagManagerSnippet(options: SnippetOptions): Snippet {
  const calls = tagsOf(options).map(({ source, attributes }) => {
    const given = attributes.map(([name, value]) => `[${scriptText(name)}, ${scriptText(value)}]`)
    return `  add(${scriptText(source)}, [${given.join(', ')}]);`
  })
  return {
    id: 'tag_manager',
    label: { de: 'Tag-Manager', en: 'Tag manager' },
    where: {
      de: 'Tag „Benutzerdefiniertes HTML“ (Google Tag Manager, Matomo Tag Manager)',
      en: 'Tag "Custom HTML" (Google Tag Manager, Matomo Tag Manager)',
    },
    steps: [
      {
        de: 'Legen Sie den Tag mit dem Auslöser „Alle Seiten“ (Google: „Initialisierung“) an. Wechsel innerhalb einer Anwendung zählt das Skript selbst: kein weiterer Auslöser.',
        en: 'Create the tag with the trigger "All pages" (Google: "Initialization"). The script itself counts changes within an application: no further trigger.',
      },
      {
        de: 'Der Tag-Manager lädt oft erst nach der Einwilligung. Wer auch ohne sie zählen will, setzt den Code direkt in die Seite.',
        en: 'Tag managers often load after consent only. To count without it too, put the code into the page itself.',
      },
      CONSENT_STEP,
      SEE_IT_WORK,
    ],
    code: `<script>
(function () {
  function add(source, attributes) {
    var script = document.createElement('script');
    script.async = true;
    for (var i = 0; i < attributes.length; i++) {
      script.setAttribute(attributes[i][0], attributes[i][1]);
    }
    script.src = source;
    document.head.appendChild(script);
  }
${calls.join('\n')}
})();
</script>`,
  }
}

/** Every snippet, in the order in which it is offered. */
export const snippetsOf = (options: SnippetOptions): Snippet[] => [
  plainSnippet(options),
  wordpressSnippet(options),
  typo3Snippet(options),
  tagManagerSnippet(options),
]
