/** One JSON value in a text to a value of a type. */
import { DataError } from '../../types/data-error.ts'
import type { SqlType } from '../../types/sql-type.ts'
import type { Value } from '../../types/value.ts'
import { JsonSyntaxError, scanValue } from '../../util/json-scanner.ts'
import { jsonColumn } from './json-column.ts'

/** A function that reads values of the type. It throws DataError. */
export function jsonText(type: SqlType): (text: string) => Value {
  const read = jsonColumn(type)
  return text => {
    try {
      const { kind, start, end } = scanValue(text)
      return read(text, kind, start, end)
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error
      throw new DataError('MV5101', `the text is not JSON: ${error.message} at character ${error.offset + 1}`)
    }
  }
}
