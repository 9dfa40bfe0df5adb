import type { Attachment } from 'svelte/attachments';

/**
 * What hangs open from a button: closed by Escape, which gives the focus back to the button, by a press anywhere else, and when the
 * focus goes elsewhere. Attach it to the element that holds both; the button is the one with `aria-expanded`.
 *
 * @param close  called where it is open; where it is not, it does nothing
 * @param items  what the arrow keys go through, as a selector; '' for nothing
 */
export function closing(isOpen: () => boolean, close: () => void, items = ''): Attachment<HTMLElement> {
  return (root) => {
    const handleKey = (event: KeyboardEvent): void => {
      if (!isOpen()) return;
      if (event.key === 'Escape') {
        event.stopPropagation();
        close();
        root.querySelector<HTMLElement>('[aria-expanded]')?.focus();
      } else if (items !== '') handleArrow(event, [...root.querySelectorAll<HTMLElement>(items)]);
    };
    const handlePress = (event: PointerEvent): void => {
      if (isOpen() && !root.contains(event.target as Node)) close();
    };
    // A window that loses the focus, or a press on a place that takes none, goes nowhere.
    const handleLeave = ({ relatedTarget }: FocusEvent): void => {
      if (isOpen() && relatedTarget instanceof Node && !root.contains(relatedTarget)) close();
    };
    root.addEventListener('keydown', handleKey);
    root.addEventListener('focusout', handleLeave);
    window.addEventListener('pointerdown', handlePress);
    return () => {
      root.removeEventListener('keydown', handleKey);
      root.removeEventListener('focusout', handleLeave);
      window.removeEventListener('pointerdown', handlePress);
    };
  };
}

/** Down and up go from entry to entry, round and round. */
function handleArrow(event: KeyboardEvent, items: readonly HTMLElement[]): void {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (way === undefined || items.length === 0) return;
  event.preventDefault();
  const index = items.indexOf(document.activeElement as HTMLElement);
  // From the button, up is the last one.
  items[index < 0 && way < 0 ? items.length - 1 : (index + way + items.length) % items.length].focus();
}
