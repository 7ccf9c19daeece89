/** Texts as SQL writes them. */

/** A literal as PostgreSQL's `quote_literal` writes it: a text with a backslash becomes one with escapes. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`
  return text.includes('\\') ? `E${quoted}` : quoted
}
