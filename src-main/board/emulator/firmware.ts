// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the rooms that import this one don't include its declarations
/// <reference path="./rawText.d.ts" />
import digipots2022 from '../../../firmware/images/twinbench-digipots2022-atmega328p.hex?raw';
import transistors2024 from '../../../firmware/images/twinbench-transistors2024-atmega328p.hex?raw';
import { readIntelHex } from './intelHex.ts';
import { FLASH_BYTES } from './microcontroller.ts';
import type { ProfileName } from './profiles.ts';

/** The images of the release, the same that are flashed onto boards. */
const images: Readonly<Record<ProfileName, string>> = { transistors2024, digipots2022 };

/** Program memory of a board of this profile, as words. */
export function firmwareOf(profile: ProfileName): Uint16Array {
  return readIntelHex(images[profile], FLASH_BYTES, `firmware/images/twinbench-${profile}-atmega328p.hex`);
}
