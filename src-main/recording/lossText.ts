import type { RecordingLoss } from '../machine/recorded.ts';

/** What is missing, in words; `null` where nothing is. */
export function lossText({ bytes, events, isCutOff }: RecordingLoss): string | null {
  const parts = [
    ...(events > 0 ? [`${events} ${events === 1 ? 'record is' : 'records are'} missing`] : []),
    ...(bytes > 0 ? [`${bytes} bytes can’t be read`] : []),
    ...(isCutOff ? ['it was cut off before it was closed; what came after its last record can’t be counted'] : []),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}
