/** BYTES as text: a value is a string with one character U+0000 to U+00FF for each byte. */

/** The bytes as a value. */
export function bytesValue(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** The bytes of a value. */
export function bytesOf(value: string): Buffer {
  return Buffer.from(value, 'latin1')
}

/** PostgreSQL's output: `\x` and two hexadecimal digits a byte. */
export function formatBytes(value: string): string {
  return `\\x${bytesOf(value).toString('hex')}`
}

const HEX_PAIR = /^[0-9a-fA-F]{2}$/
const ESCAPE = /\\(?:(\\)|([0-3][0-7]{2}))|\\/g

/** Reads PostgreSQL's `\x…` and escape forms; null when the text is none. */
export function parseBytes(text: string): string | null {
  if (text.startsWith('\\x')) return parseHex(text.slice(2))
  let isValid = true
  const unescaped = Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(ESCAPE, (_, backslash: string | undefined, octal: string | undefined) => {
      if (backslash === undefined && octal === undefined) isValid = false
      return backslash ?? String.fromCharCode(parseInt(octal ?? '0', 8))
    })
  return isValid ? unescaped : null
}

/** White space may stand between pairs of digits. */
function parseHex(digits: string): string | null {
  const pairs = digits.replace(/\s+/g, ' ').match(/[^ ]{1,2}|$/g) ?? []
  const bytes = pairs.filter(pair => pair !== '')
  if (!bytes.every(pair => HEX_PAIR.test(pair))) return null
  return Buffer.from(bytes.join(''), 'hex').toString('latin1')
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/

/** Base64 with padding, as JSON carries bytes. */
export function formatBase64(value: string): string {
  return bytesOf(value).toString('base64')
}

/** Reads base64, with or without padding; null when the text is none. */
export function parseBase64(text: string): string | null {
  return BASE64.test(text) ? Buffer.from(text, 'base64').toString('latin1') : null
}
