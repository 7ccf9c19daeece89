/** What may stand in WITH (…), of sources and of views: one table for analysis and the documentation. */

export interface PropertyRule {
  /** The values it may have, matched without regard to case; null for any text. */
  readonly allowed: readonly string[] | null
  /** Values that are planned: known, and refused with "not yet". */
  readonly planned: readonly string[]
  readonly doc: string
}

const text = (doc: string): PropertyRule => ({ allowed: null, planned: [], doc })
const choice = (doc: string, allowed: readonly string[], planned: readonly string[] = []): PropertyRule => ({
  allowed,
  planned,
  doc,
})

const LATER_FORMATS = ['AVRO', 'PROTOBUF', 'JSON_SR', 'DELIMITED', 'DEBEZIUM']

export const SOURCE_PROPERTIES = {
  kafka_topic: text('the topic; by default the name of the source as written'),
  key_format: choice('how record keys are read', ['KAFKA', 'JSON', 'RAW'], [...LATER_FORMATS, 'NONE']),
  value_format: choice('how record values are read', ['JSON'], [...LATER_FORMATS, 'KAFKA', 'RAW', 'NONE']),
  on_error: choice('what happens to a record that cannot be used', ['stop', 'skip', 'dead_letter']),
} as const satisfies Record<string, PropertyRule>

export const VIEW_PROPERTIES = {
  endpoint: text('the route that serves the view, such as `/users/:userId`'),
  json_numbers: choice('how BIGINT and DECIMAL leave', ['number', 'string']),
} as const satisfies Record<string, PropertyRule>

/** Properties that people know from elsewhere, and what to do instead. */
export const FOREIGN_SOURCE_PROPERTIES: Readonly<Record<string, string>> = {
  format: 'set `key_format` and `value_format` each',
  key: 'declare the key with PRIMARY KEY in the column list',
  partitions: 'matview reads all partitions of the topic; leave it out',
  replicas: 'matview does not create topics in Kafka; leave it out',
  topic: 'the property is called `kafka_topic`',
  endpoint: 'a source is not served; set `endpoint` on the view',
  wrap_single_value: 'matview reads values as JSON objects; leave it out',
}

/** The same for CREATE VIEW, which has no properties of its own. */
export const FOREIGN_NAME_PROPERTIES: Readonly<Record<string, string>> = {
  endpoint: 'CREATE VIEW names a query; write CREATE TABLE … AS for a view that is kept and served',
  json_numbers: 'CREATE VIEW names a query; write CREATE TABLE … AS for a view that is kept and served',
}

/** The same for views. */
export const FOREIGN_VIEW_PROPERTIES: Readonly<Record<string, string>> = {
  kafka_topic: 'a view is read over its endpoint; it cannot be written to a topic yet',
  value_format: 'a view is served as JSON; it cannot be written to a topic yet',
  key_format: 'a view is served as JSON; it cannot be written to a topic yet',
  format: 'a view is served as JSON; it cannot be written to a topic yet',
  on_error: 'set `on_error` on the sources that the view reads',
  partitions: 'a view cannot be written to a topic yet; leave it out',
  replicas: 'a view cannot be written to a topic yet; leave it out',
}
