import type { EngineClient } from '../engine/client.ts';

/** Bytes in one message: small enough that frames come through in between. */
const PIECE = 384 * 1024;

/**
 * Sends a file of the user to the engine.
 *
 * @returns its number there
 */
export async function uploadFile(client: EngineClient, file: File): Promise<number> {
  const { upload } = await client.request('upload.begin', { name: file.name });
  for (let offset = 0; offset < file.size; offset += PIECE) {
    const bytes = new Uint8Array(await file.slice(offset, offset + PIECE).arrayBuffer());
    await client.request('upload.piece', { upload, base64: base64Of(bytes) });
  }
  return upload;
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  // A call takes so many arguments and no more.
  for (let offset = 0; offset < bytes.length; offset += 0x8000) text += String.fromCharCode(...bytes.subarray(offset, offset + 0x8000));
  return btoa(text);
}
