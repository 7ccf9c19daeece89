/** The text of `format`: `%[position$][-][width]s`, `I` for names and `L` for literals, `%%`. */
import { DataError } from '../../types/data-error.ts'
import { codePointLength } from '../../types/store-value.ts'
import { quoteLiteral } from './quote.ts'

const SPECIFIER = /%(?:(\d+)\$)?(-)?(?:(\d+)|\*(?:(\d+)\$)?)?([\s\S]?)/g
const MAX_WIDTH = 1_000_000

/** Fills the arguments, null for NULL, into the text. Throws DataError for a text or arguments that do not fit. */
export function formatText(text: string, args: readonly (string | null)[]): string {
  let next = 0
  const take = (position: string | undefined): string | null => {
    if (position === '0') throw fail('the arguments of FORMAT are counted from 1')
    const index = position === undefined ? next : Number(position) - 1
    if (index >= args.length) throw fail('FORMAT has too few arguments')
    next = index + 1
    return args[index]!
  }
  return text.replace(
    SPECIFIER,
    (
      whole: string,
      position?: string,
      minus?: string,
      width?: string,
      widthPosition?: string,
      type: string = '',
    ) => {
      if (type === '%' && whole === '%%') return '%'
      if (!'sIL'.includes(type) || type === '')
        throw fail(`\`${whole}\` is nothing that FORMAT knows; write \`%%\` for a percent sign`)
      const wide = whole.includes('*') ? Number(take(widthPosition) ?? 0) : Number(width ?? 0)
      if (!Number.isInteger(wide) || Math.abs(wide) > MAX_WIDTH)
        throw fail('the width of FORMAT is no number that can be used')
      const value = written(take(position), type)
      const filling = ' '.repeat(Math.max(Math.abs(wide) - codePointLength(value), 0))
      return minus !== undefined || wide < 0 ? value + filling : filling + value
    },
  )
}

function written(value: string | null, type: string): string {
  if (type === 's') return value ?? ''
  if (type === 'L') return value === null ? 'NULL' : quoteLiteral(value)
  if (value === null) throw fail('FORMAT cannot write NULL as a name')
  return /^[a-z_][a-z0-9_]*$/.test(value) ? value : `"${value.replaceAll('"', '""')}"`
}

function fail(message: string): DataError {
  return new DataError('MV5105', message)
}
