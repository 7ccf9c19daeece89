/** The patterns of SIMILAR TO as regular expressions: `%` and `_` as in LIKE, `| * + ? {} () []` as in regular ones. */
import { DataError } from '../../types/data-error.ts'

/** The regular expression that the whole text has to match. Throws DataError unless the escape is one character or none. */
export function similarPattern(pattern: string, escape: string): string {
  return `^(?:${translate(pattern, escape).join('')})$`
}

/**
 * The regular expression of SQL's `SUBSTRING(x SIMILAR p ESCAPE e)`: its group is the part between two `e"`, of which the
 * part before takes as little as it can, or the whole text without them.
 */
export function similarSubstring(pattern: string, escape: string): string {
  const parts = translate(pattern, escape)
  if (parts.length === 1) return `^(${parts[0]!})$`
  const [before, wanted, after = ''] = parts
  return `^(?:${before!.replaceAll('.*', '.*?')})(${wanted!})(?:${after})$`
}

/** The parts between the escape character with a double quote. */
function translate(pattern: string, escape: string): string[] {
  if ([...escape].length > 1) throw new DataError('MV5105', 'the escape of SIMILAR TO is one character')
  const parts = ['']
  const add = (source: string) => parts.push(parts.pop()! + source)
  let isInClass = false
  let isEscaped = false
  for (const point of pattern) {
    if (isEscaped) {
      if (point === '"') parts.push('')
      else add(`\\${point}`)
      isEscaped = false
    } else if (point === escape) isEscaped = true
    else if (isInClass) {
      add(point === '\\' ? '\\\\' : point)
      isInClass = point !== ']'
    } else {
      add(plain(point))
      isInClass = point === '['
    }
  }
  if (parts.length > 3) throw new DataError('MV5105', 'SUBSTRING takes at most two separators')
  return parts
}

function plain(point: string): string {
  if (point === '%') return '.*'
  if (point === '_') return '.'
  if (point === '(') return '(?:'
  return point === '\\' || point === '.' || point === '^' || point === '$' ? `\\${point}` : point
}
