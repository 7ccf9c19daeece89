/**
 * Every code that matview prints, with its title. A code is never reused for another meaning.
 * `docs/errors.md` has a section for each one; a test holds the two together.
 *
 * MV1xxx text and syntax · MV2xxx names, types, meaning of a view · MV3xxx planning · MV4xxx command line, files, state
 * MV5xxx data in a topic · MV6xxx log and Kafka · MV7xxx the HTTP endpoint
 */
export const CATALOGUE = {
  MV1001: 'syntax error',
  MV1002: 'unknown character',
  MV1003: 'unclosed string, name or comment',
  MV1004: 'empty file',
  MV1005: 'file is not UTF-8',
  MV1006: 'file cannot be read',
  MV4001: 'wrong use of the command line',
  MV4002: 'port in use or address not available',
  MV4003: 'state directory in use by another process',
  MV4004: 'state directory cannot be used',
  MV4005: 'nothing in the state directory',
  MV4006: 'folder of data cannot be loaded',
  MV4007: 'line is not a record',
  MV4008: 'no such view',
  MV4009: 'key does not fit the view',
  MV4010: 'row not found',
  MV4011: 'server cannot be asked',
  MV4012: 'output cannot be written',
  MV5001: 'value is not JSON',
  MV5002: 'bytes are not UTF-8 text',
  MV5003: 'value is not a JSON object',
  MV5004: 'aggregate out of range',
  MV5005: 'field does not fit its column',
  MV5006: 'key does not fit the key format',
  MV5007: 'record without primary key',
  MV5008: 'primary key belongs to another record key',
  MV5009: 'tombstone in a stream',
  MV5101: 'text is not a value of the type',
  MV5102: 'value out of range',
  MV5103: 'division by zero',
  MV5104: 'text is too long',
  MV5105: 'function cannot take this argument',
  MV6001: 'log cannot be reached',
  MV6002: 'no such topic',
  MV6003: 'offset out of range',
  MV6004: 'not authorized',
  MV6005: 'record too large',
  MV6006: 'log cannot be used',
} as const

export type Code = keyof typeof CATALOGUE
