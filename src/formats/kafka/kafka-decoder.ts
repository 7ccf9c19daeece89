/**
 * Kafka's own primitive formats, as Java's serializers write them: UTF-8 text (also for UUID), 2, 4 or 8 bytes big-endian
 * for SMALLINT, INTEGER and BIGINT, 4 or 8 bytes IEEE 754 for REAL and DOUBLE, bytes as they are. One value, one column.
 */
import { bytesValue } from '../../types/bytes.ts'
import { DataError } from '../../types/data-error.ts'
import type { SqlType } from '../../types/sql-type.ts'
import { parseValue } from '../../types/text-form.ts'
import { printType } from '../../types/type-name.ts'
import type { Value } from '../../types/value.ts'
import { InternalError } from '../../util/assert.ts'
import type { DecodedColumn, Decoder } from '../decoder.ts'
import { decodeUtf8 } from '../utf8.ts'

/** A decoder of the primitive form of the column's type. @param what names the bytes in messages: `the key` */
export function kafkaDecoder({ type, at }: DecodedColumn, what: string): Decoder {
  const read = readerOf(type, what)
  return (bytes, row) => {
    row[at] = read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }
}

function readerOf(type: SqlType, what: string): (bytes: Buffer) => Value {
  switch (type.kind) {
    case 'varchar':
      if (type.length === null) return bytes => decodeUtf8(bytes, what)
      return bytes => parseValue(type, decodeUtf8(bytes, what))
    case 'char':
    case 'uuid':
      return bytes => parseValue(type, decodeUtf8(bytes, what))
    case 'bytes':
      return bytesValue
    case 'smallint':
      return bytes => sized(bytes, 2, type, what).readInt16BE()
    case 'integer':
      return bytes => sized(bytes, 4, type, what).readInt32BE()
    case 'bigint':
      return bytes => sized(bytes, 8, type, what).readBigInt64BE()
    case 'real':
      return bytes => sized(bytes, 4, type, what).readFloatBE() + 0
    case 'double':
      return bytes => sized(bytes, 8, type, what).readDoubleBE() + 0
    default:
      throw new InternalError(`KAFKA format of ${type.kind}`)
  }
}

function sized(bytes: Buffer, length: number, type: SqlType, what: string): Buffer {
  if (bytes.length === length) return bytes
  throw new DataError(
    'MV5006',
    `${what} has ${bytes.length} bytes, but ${printType(type)} in the KAFKA format has ${length} (for keys written as text declare key_format = 'JSON')`,
  )
}
