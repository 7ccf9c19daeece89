/**
 * PostgreSQL's template patterns for dates and times (`to_char`, `to_date`, `to_timestamp`) taken apart: fields with their
 * modifiers, and text. Compiled once a template.
 */

/** A field of a template, or the text between two. */
export type TemplateItem =
  | {
      readonly kind: 'field'
      /** As written: the case says how names and halves of the day are written. */
      readonly word: string
      /** FM in front: nothing is padded. */
      readonly fill: boolean
      /** `TH` or `th` behind: an ordinal. */
      readonly ordinal: 'TH' | 'th' | null
    }
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }

const CASELESS = (
  'A.D. A.M. AD AM B.C. BC CC DDD DD D FF1 FF2 FF3 FF4 FF5 FF6 HH24 HH12 HH IDDD ID IW IYYY IYY IY I J MI MM MS ' +
  'OF P.M. PM Q RM SSSSS SSSS SS TZH TZM TZ US WW W Y,YYY YYYY YYY YY Y'
).split(' ')
const CASED = 'MONTH Month month MON Mon mon DAY Day day DY Dy dy'.split(' ')
/** The longest first; a word is all upper or all lower case, but for names. */
const WORDS = [...CASED, ...CASELESS, ...CASELESS.map(word => word.toLowerCase())].sort(
  (a, b) => b.length - a.length,
)
const MAX_CACHED_TEMPLATES = 256
const templates = new Map<string, readonly TemplateItem[]>()

/** The items of a template. */
export function templateItems(template: string): readonly TemplateItem[] {
  let items = templates.get(template)
  if (items === undefined) {
    items = itemsOf(template)
    if (templates.size >= MAX_CACHED_TEMPLATES) templates.clear()
    templates.set(template, items)
  }
  return items
}

function itemsOf(template: string): TemplateItem[] {
  const items: TemplateItem[] = []
  for (let at = 0; at < template.length;) {
    const item = fieldAt(template, at) ?? textAt(template, at)
    if (item.item !== null) items.push(item.item)
    at = item.end
  }
  return items
}

interface Found {
  readonly item: TemplateItem | null
  readonly end: number
}

function fieldAt(template: string, start: number): Found | null {
  const modifier = template.slice(start, start + 2).toUpperCase()
  const fill = modifier === 'FM'
  const at = fill || modifier === 'FX' || modifier === 'TM' ? start + 2 : start
  const word = WORDS.find(candidate => template.startsWith(candidate, at))
  if (word === undefined) return at === start ? null : { item: null, end: at }
  const end = at + word.length
  const suffix = template.slice(end, end + 2)
  const ordinal = suffix === 'TH' || suffix === 'th' ? suffix : null
  return { item: { kind: 'field', word, fill, ordinal }, end: ordinal === null ? end : end + 2 }
}

function textAt(template: string, start: number): Found {
  const first = template[start]!
  if (first === '"') {
    const end = template.indexOf('"', start + 1)
    const text = template.slice(start + 1, end < 0 ? template.length : end)
    return { item: { kind: 'text', text, quoted: true }, end: end < 0 ? template.length : end + 1 }
  }
  const isEscaped = first === '\\' && template[start + 1] === '"'
  const text = isEscaped ? '"' : String.fromCodePoint(template.codePointAt(start)!)
  return { item: { kind: 'text', text, quoted: false }, end: start + text.length + (isEscaped ? 1 : 0) }
}
