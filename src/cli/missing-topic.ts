/** The failure of a command whose topic does not exist. */
import { suggest } from '../diagnostics/suggest.ts'
import type { Log } from '../runtime/ports.ts'
import { ServiceFailure } from '../service/failure.ts'

export async function missingTopic(log: Log, topic: string, wayOut: string): Promise<ServiceFailure> {
  const near = suggest(topic, await log.topics())
  const help = near === null ? wayOut : `did you mean \`${near}\`?`
  return new ServiceFailure('MV6001', 69, `${log.name} has no topic \`${topic}\``, help)
}
