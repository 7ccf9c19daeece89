/** UUIDs: a value is its text in lower case with hyphens. */

const UUID = /^\{?((?:[0-9a-f]{4}-?){7}[0-9a-f]{4})\}?$/i

/** Reads a UUID as PostgreSQL does: in any case, hyphens between any groups of four, in braces; null when the text is none. */
export function parseUuid(text: string): string | null {
  const match = UUID.exec(text)
  if (match === null || text.startsWith('{') !== text.endsWith('}')) return null
  const digits = match[1]!.replaceAll('-', '').toLowerCase()
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
