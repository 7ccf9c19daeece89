/**
 * The one text of a JSON value: members sorted by name, so that equal values give equal bytes whoever built them.
 * What fits on a line stands on one line; a plan stays readable and its differences small.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

const LINE = 100

/** On one line, without spaces; what fingerprints are made of. */
export function compactJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(compactJson).join(',')}]`
  return `{${members(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${compactJson(member)}`)
    .join(',')}}`
}

/** Indented by two spaces, with a newline at the end; what files are made of. */
export function canonicalJson(value: Json): string {
  return `${indented(value, 0, 0)}\n`
}

/** `taken`: how many columns of the line the text before it needs. */
function indented(value: Json, depth: number, taken: number): string {
  const line = spaced(value, LINE - taken)
  if (line !== null) return line
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const pad = '  '.repeat(depth + 1)
  const list = isList(value)
  const parts = list
    ? value.map(item => pad + indented(item, depth + 1, pad.length + 1))
    : members(value).map(([name, member]) => {
        const head = `${pad}${JSON.stringify(name)}: `
        return head + indented(member, depth + 1, head.length + 1)
      })
  const [open, close] = list ? ['[', ']'] : ['{', '}']
  return `${open}\n${parts.join(',\n')}\n${'  '.repeat(depth)}${close}`
}

/** On one line of at most `room` columns; null when it is longer, found out without writing all of it. */
function spaced(value: Json, room: number): string | null {
  if (value === null || typeof value !== 'object') {
    const text = JSON.stringify(value)
    return text.length <= room ? text : null
  }
  const list = isList(value)
  const entries = list ? value.map((item): [string, Json] => ['', item]) : members(value)
  const parts: string[] = []
  let left = room - (list || entries.length === 0 ? 2 : 4)
  for (const [name, member] of entries) {
    const head = list ? '' : `${JSON.stringify(name)}: `
    const separator = parts.length === 0 ? 0 : 2
    const text = spaced(member, left - head.length - separator)
    if (text === null) return null
    parts.push(head + text)
    left -= head.length + text.length + separator
  }
  if (left < 0) return null
  if (list) return `[${parts.join(', ')}]`
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}

function members(value: { readonly [name: string]: Json }): [string, Json][] {
  return Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1))
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
