/** The record of a group: fields joined by \x00, none of which holds that character. */

const SEPARATOR = '\0'

export function splitFields(record: string): string[] {
  return record.split(SEPARATOR)
}

export function joinFields(fields: readonly string[]): string {
  return fields.join(SEPARATOR)
}

/** The fields of a group without rows. */
export function emptyFields(width: number): string[] {
  return new Array<string>(width).fill('')
}
