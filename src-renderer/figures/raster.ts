import type { Figure } from './svg.ts';

/** A figure as PNG. @param scale  pixels per pixel of the screen: 2 to 4 for print */
export async function pngOf({ svg, width, height }: Figure, scale: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('the browser could not draw the figure');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
