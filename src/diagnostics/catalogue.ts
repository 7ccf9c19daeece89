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
  MV5101: 'text is not a value of the type',
  MV5102: 'value out of range',
  MV5103: 'division by zero',
  MV5104: 'text is too long',
  MV5105: 'function cannot take this argument',
} as const

export type Code = keyof typeof CATALOGUE
