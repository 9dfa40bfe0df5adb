// A process that records until it is killed; kill.test.ts bundles and starts it.
// Arguments: the recording, and a log that gets the host time of every event at the moment at which it is recorded.
import { openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { nodeClock, nodeFiles } from '../../../src-main/recording/nodeFiles.ts';
import { RecordingWriter } from '../../../src-main/recording/writer.ts';
import { header } from './header.ts';

const [path, log] = process.argv.slice(2);
const heard = openSync(log, 'a');
const writer = await RecordingWriter.create({ files: nodeFiles, clock: nodeClock, path, header });
writeSync(heard, 'begun\n');
const outputs = new Float64Array(50);

for (let step = 0; ; step++) {
  const hostTime = nodeClock.now();
  outputs.fill(step);
  writer.append({
    kind: 'measurement',
    step,
    time: step,
    hostTime,
    set: 'training',
    error: step,
    accuracy: null,
    outputs,
    labels: outputs,
  });
  writeSync(heard, `${hostTime}\n`);
  // The first hundred at once, then one every few milliseconds.
  if (step > 100) await new Promise((resolve) => setTimeout(resolve, 3));
}
