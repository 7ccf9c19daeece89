/** What the error codes of Kafka's protocol mean for matview. */
import { LogError } from '../../runtime/ports.ts'

/** Codes that the code asks for by name. */
export const errorCode = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopic: 3,
  topicExists: 36,
  invalidRecord: 87,
} as const

/** Codes of a cluster on the move: the same request will work after a new look at the leaders, or a little later. */
const passing = new Map([
  [5, 'the partition has no leader just now'],
  [6, 'the leader has moved'],
  [7, 'the broker took too long'],
  [8, 'the broker is not available'],
  [9, 'the replica is not available'],
  [13, 'the broker lost a connection'],
  [14, 'the broker is loading'],
  [19, 'too few replicas are in sync'],
  [20, 'too few replicas were in sync for long enough'],
  [41, 'the controller has moved'],
  [56, 'the broker cannot read its disk'],
  [74, 'the leader has moved'],
  [75, 'the leader has moved'],
  [78, 'the offset is not available yet'],
])
const forbidden = new Set([29, 31, 58])
const tooLarge = new Set([10, 18])

/** Failures after which the same request is worth another try soon. */
export class PassingError extends Error {
  override readonly name = 'PassingError'
}

/** Throws unless `code` is success: a PassingError, or a LogError that says what about `subject` failed. */
export function checkErrorCode(code: number, subject: string, detail: string | null = null): void {
  if (code !== errorCode.none) throw brokerError(code, subject, detail)
}

function brokerError(code: number, subject: string, detail: string | null): Error {
  const reason = passing.get(code)
  if (reason !== undefined) return new PassingError(reason)
  if (code === errorCode.unknownTopic) return new LogError('no-such-topic', `Kafka does not know ${subject}`)
  if (forbidden.has(code))
    return new LogError('not-authorized', `Kafka does not allow this client to use ${subject}`)
  if (tooLarge.has(code)) {
    return new LogError(
      'record-too-large',
      `Kafka refused a record for ${subject}: it is larger than the topic's \`max.message.bytes\``,
    )
  }
  if (code === errorCode.invalidRecord) {
    return new LogError(
      'other',
      `Kafka refused a record for ${subject}: on a compacted topic every record needs a key`,
    )
  }
  const why = detail ?? `error ${code} of its protocol`
  return new LogError('other', `Kafka refused a request for ${subject}: ${why}`)
}
