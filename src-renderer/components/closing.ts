import type { Attachment } from 'svelte/attachments';

/**
 * What hangs open from a button: closed by Escape, which gives the focus back to the button, and by a press anywhere else. Attach it
 * to the element that holds both; the button is the one with `aria-expanded`.
 *
 * @param close  called where it is open; where it is not, it does nothing
 */
export function closing(isOpen: () => boolean, close: () => void): Attachment<HTMLElement> {
  return (root) => {
    const handleKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !isOpen()) return;
      event.stopPropagation();
      close();
      root.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    };
    const handlePress = (event: PointerEvent): void => {
      if (isOpen() && !root.contains(event.target as Node)) close();
    };
    root.addEventListener('keydown', handleKey);
    window.addEventListener('pointerdown', handlePress);
    return () => {
      root.removeEventListener('keydown', handleKey);
      window.removeEventListener('pointerdown', handlePress);
    };
  };
}
