import type { Chart, Shape } from './chart.ts'
import { INK, PETROL, QUIET, RULE, TONES } from './colors.ts'
import {
  type Cell,
  isNumeric,
  type Line,
  linesOf,
  type Part,
  type ReportDocument,
  type Section,
  type Table,
  type Tile,
  titleOf,
} from './document.ts'

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const STYLE = `
:root{--ink:${INK};--quiet:${QUIET};--rule:${RULE};--petrol:${PETROL};--good:${TONES.good};--attention:${TONES.attention};--bad:${TONES.bad}}
a{color:var(--petrol)}
small{color:var(--quiet);font-size:12px}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font:15px/1.5 Roboto,"Segoe UI",system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:880px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:30px;line-height:1.2;margin:4px 0}
h2{color:var(--petrol);font-size:20px;margin:36px 0 6px}
h3{font-size:15px;margin:16px 0 4px}
p{margin:6px 0 10px}
.company{color:var(--petrol);font-weight:500;margin:0}
.quiet,.notes{color:var(--quiet);font-size:13px}
.notes{list-style:none;padding:0;margin:6px 0 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(185px,1fr));gap:16px;margin:14px 0;padding:0;list-style:none}
.tiles li{border-top:3px solid var(--petrol);padding-top:6px}
.tiles b{display:block;font-size:22px;line-height:1.25}
.tiles span{display:block;font-size:12.5px;color:var(--quiet)}
.good,.tiles .good{color:var(--good)}.attention,.tiles .attention{color:var(--attention)}.bad,.tiles .bad{color:var(--bad)}.neutral{color:var(--quiet)}
.table{overflow-x:auto;margin:12px 0 16px}
table{border-collapse:collapse;width:100%;font-size:13.5px}
caption{text-align:left;font-weight:500;padding-bottom:4px}
th,td{padding:5px 8px;text-align:left;border-bottom:1px solid var(--rule);vertical-align:top;font-weight:400}
thead th{color:var(--quiet);border-color:var(--quiet);font-weight:500;vertical-align:bottom}
.number{text-align:right}
.total th,.total td{border-top:1px solid var(--quiet);font-weight:500}
figure{margin:14px 0}
figcaption{font-weight:500;font-size:13.5px;margin-bottom:4px}
figure svg{width:100%;height:auto;display:block}
@media print{main{max-width:none;padding:0}h2{break-after:avoid}figure,tr{break-inside:avoid}}
`

/** The report as one HTML file that needs nothing else. Everything that comes from records is escaped. */
export function reportHtml(report: ReportDocument): string {
  const title = escaped(`${report.title} ${report.periodName}`)
  return `<!doctype html>
<html lang="${report.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(titleOf(report))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${report.company === '' ? '' : `<p class="company">${escaped(report.company)}</p>\n`}<h1>${title}</h1>
<p class="quiet">${escaped(report.subtitle)}</p>
${report.sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`
}

const sectionHtml = ({ id, title, sentence, parts }: Section): string => `<section id="${id}">
<h2>${escaped(title)}</h2>
${sentence ? `<p>${escaped(sentence)}</p>\n` : ''}${parts.map(partHtml).join('\n')}
</section>`

function partHtml(part: Part): string {
  switch (part.type) {
    case 'paragraph':
      return `<p${part.tone ? ` class="${part.tone}"` : ''}>${escaped(part.text)}</p>`
    case 'heading':
      return `<h3>${escaped(part.text)}</h3>`
    case 'list':
      return `<ul>${part.items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`
    case 'tiles':
      return `<ul class="tiles" aria-label="${escaped(part.caption)}">${part.tiles.map(tileHtml).join('')}</ul>`
    case 'chart':
      return `<figure><figcaption>${escaped(part.chart.title)}</figcaption>${chartSvg(part.chart)}</figure>`
    case 'table':
      return tableHtml(part)
    default:
      return part satisfies never
  }
}

const tileHtml = ({ label, value, change, tone, target }: Tile): string =>
  `<li><span>${escaped(label)}</span><b>${escaped(value)}</b><span class="${tone}">${escaped(change)}</span>${
    target === null ? '' : `<span>${escaped(target)}</span>`
  }</li>`

function lineHtml({ text, href, isAside }: Line): string {
  const words =
    href === undefined ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`
  return isAside ? `<small>${words}</small>` : words
}

const cellHtml = (cell: Cell): string => linesOf(cell).map(lineHtml).join('<br>')

function tableHtml({ caption, columns, rows, hasTotal, footnotes = [] }: Table): string {
  const classOf = (index: number, tone?: string) => {
    const column = columns[index]
    const names = [column && isNumeric(column) ? 'number' : '', tone ?? ''].filter((name) => name)
    return names.length > 0 ? ` class="${names.join(' ')}"` : ''
  }
  const head = columns.map(
    ({ header }, index) => `<th scope="col"${classOf(index)}>${escaped(header)}</th>`,
  )
  const body = rows.map((row, place) => {
    const cells = row.map((cell, index) => {
      const name = index === 0 ? 'th' : 'td'
      const scope = index === 0 ? ' scope="row"' : ''
      return `<${name}${scope}${classOf(index, cell.tone)}>${cellHtml(cell)}</${name}>`
    })
    const isTotal = hasTotal === true && place === rows.length - 1
    return `<tr${isTotal ? ' class="total"' : ''}>${cells.join('')}</tr>`
  })
  const notes =
    footnotes.length === 0
      ? ''
      : `<ul class="notes">${footnotes.map((note) => `<li>${escaped(note)}</li>`).join('')}</ul>`
  return `<div class="table"><table><caption>${escaped(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>${notes}</div>`
}

const number = (value: number): string => String(Math.round(value * 100) / 100)

/** The chart as SVG: the shapes that the PDF draws. */
function chartSvg({ alt, width, height, shapes }: Chart): string {
  return `<svg viewBox="0 0 ${number(width)} ${number(height)}" role="img" aria-label="${escaped(alt)}" font-family="Roboto,Segoe UI,system-ui,sans-serif">${shapes.map(shapeSvg).join('')}</svg>`
}

function shapeSvg(shape: Shape): string {
  switch (shape.type) {
    case 'rect':
      return `<rect x="${number(shape.x)}" y="${number(shape.y)}" width="${number(shape.width)}" height="${number(shape.height)}" fill="${shape.fill}"/>`
    case 'line': {
      const points = shape.points.map(([x, y]) => `${number(x)},${number(y)}`).join(' ')
      const dash = shape.dash ? ' stroke-dasharray="2 2"' : ''
      return `<polyline points="${points}" fill="none" stroke="${shape.stroke}" stroke-width="${shape.width}"${dash}/>`
    }
    case 'text': {
      const weight = shape.bold ? ' font-weight="500"' : ''
      return `<text x="${number(shape.x)}" y="${number(shape.y)}" font-size="${shape.size}" text-anchor="${shape.anchor}" fill="${shape.fill}"${weight}>${escaped(shape.text)}</text>`
    }
    default:
      return shape satisfies never
  }
}
