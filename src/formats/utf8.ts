/** Bytes to text, without ever replacing what is not UTF-8. */
import { isUtf8 } from 'node:buffer'
import { DataError } from '../types/data-error.ts'

/** The text of UTF-8 bytes. Throws DataError for anything else. @param what names the bytes in the message: `the value` */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!isUtf8(buffer)) throw new DataError('MV5002', `${what} is not UTF-8 text`)
  return buffer.toString('utf8')
}
